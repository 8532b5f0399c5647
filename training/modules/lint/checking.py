"""What an editor would find in a module, with where it stands and what to do."""

import re
from collections.abc import Collection, Mapping

from training.core.drafts import Draft, Fault
from training.modules import faults, sketch
from training.modules.content import Module
from training.modules.lint import numbers, reading, uncertain
from training.modules.lint.rules import BY_NAME, Finding
from training.sources import Source

_PARTS = {"sections": "section", "figures": "figure", "checkpoints": "question"}
_PATH = re.compile(r"(\w+)\[(\d+)\]\.?(.*)")
_NAMED = re.compile(r"\b(?:cites|section|figure|part|kind) ([\w/-]+)")


def check(
    draft: Draft, plates: Mapping[str, str], *, sources: Mapping[str, Source], places: Collection[str]
) -> tuple[Finding, ...]:
    """Return what the rules find in a draft, finished or not, errors first, then in the order of reading.

    ``sources`` is the register, ``places`` the sections of the other modules as ``module/section``.
    """
    made = sketch.of(draft, plates)
    module = made.module
    found = [_of_fault(_name_of(fault), fault, module, draft) for fault in made.faults]
    found += [_of_fault(name, fault, module) for name, fault in faults.named(module, sources=sources, places=places)]
    missing = {(each.part, each.id) for each in found if each.rule.name == "missing-alternative"}
    found += [
        each
        for rules in (reading.findings, uncertain.findings, numbers.findings)
        for each in rules(module, sources)
        if (each.part, each.id) not in missing or each.rule.name != "thin-alternative"
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda each: (each.rule.severity != "error", *_order(each, module))))


def errors(findings: Collection[Finding]) -> tuple[Finding, ...]:
    """Return the findings that keep a module from review."""
    return tuple(each for each in findings if each.rule.severity == "error")


def _order(finding: Finding, module: Module) -> tuple[int, int, int]:
    parts = ["section", "figure", "question", "module"]
    ids = [entry.id for entries in (module.sections, module.figures, module.checkpoints) for entry in entries]
    place = ids.index(finding.id) if finding.id in ids else len(ids)
    return parts.index(finding.part), place, finding.line or 0


def _name_of(fault: Fault) -> str:
    """Return the rule under which a fault of shape is reported."""
    return "missing-alternative" if re.fullmatch(r"figures\[\d+\]\.alt", fault.field) else "unfinished"


def _of_fault(name: str, fault: Fault, module: Module, draft: Draft | None = None) -> Finding:
    """Return a fault as a finding; a fault of a draft's shape counts the draft's parts, shown or not."""
    part, which, text = _place(fault.field, module)
    which = _named_in(draft, fault.field) or which if draft is not None else which
    named = _NAMED.search(fault.message)
    line = _line(text, named[1] if named else "") if text else None
    message = f"{fault.field.rpartition('.')[2] or fault.field} {fault.message}."
    return Finding(BY_NAME[name], part, which, fault.field, line, message, fault.remedy or BY_NAME[name].remedy)


def _place(field: str, module: Module) -> tuple[str, str, str]:
    """Return the part a path leads to, its id, and the text of a section."""
    found = _PATH.match(field)
    if not found or found[1] not in _PARTS:
        return "module", "", ""
    entries: Mapping[str, tuple[object, ...]] = {
        "sections": module.sections, "figures": module.figures, "checkpoints": module.checkpoints,
    }  # fmt: skip
    listed, place = entries[found[1]], int(found[2]) - 1
    entry = listed[place] if place < len(listed) else None
    text = getattr(entry, "text", "") if found[3] == "text" else ""
    return _PARTS[found[1]], str(getattr(entry, "id", found[2])), text


def _named_in(draft: Draft, field: str) -> str:
    """Return the id of the part of a draft that a path leads to, "" when it gives none."""
    found = _PATH.match(field)
    listed = draft.get(found[1]) if found else None
    place = int(found[2]) - 1 if found else 0
    entry = listed[place] if isinstance(listed, list | tuple) and place < len(listed) else None
    return str(entry.get("id", "")) if isinstance(entry, Mapping) else ""


def _line(text: str, wanted: str) -> int | None:
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines, start=1) if wanted and wanted in line), None)
