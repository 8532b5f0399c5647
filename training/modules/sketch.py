"""A module that need not be finished: what can be shown of a draft, and what it lacks.

What is missing is filled in for the look of it only; nothing of that is ever stored.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from training import items
from training.core.domains import Level
from training.core.drafts import UNFINISHED, Draft, DraftError, Fault
from training.modules import content
from training.modules.content import NAME, Module

NO_TITLE = "(No title yet)"
NO_TEXT = "(Nothing written yet.)"
LISTS = ("objectives", "key_points", "not_said", "sections", "figures", "checkpoints")


@dataclass(frozen=True, slots=True)
class Sketch:
    """A draft as a module; ``faults`` is what keeps it from being one."""

    module: Module
    faults: tuple[Fault, ...]


def of(draft: Draft, plates: Mapping[str, str], shown: Mapping[str, str] | None = None) -> Sketch:
    """Return the module a draft would be, with gaps filled and questions left out that cannot be asked yet.

    ``shown`` is what `content.parse` takes.
    """
    try:
        return Sketch(content.parse(draft, plates, shown), ())
    except DraftError as error:
        return Sketch(content.parse(_filled(draft), plates, shown), error.faults)


def _filled(draft: Draft) -> dict[str, object]:
    return {
        "code": _name(draft.get("code"), "new-module"),
        "position": _number(draft.get("position"), 999),
        "title": _line(draft.get("title")) or NO_TITLE,
        "summary": _text(draft.get("summary")) or NO_TEXT,
        "planned_minutes": _number(draft.get("planned_minutes"), 6_000),
        "objectives": [_objective(entry) for entry in _tables(draft, "objectives")],
        "key_points": _texts(draft, "key_points"),
        "not_said": _texts(draft, "not_said"),
        "sections": list(_sections(draft)),
        "figures": list(_figures(draft)),
        "checkpoints": list(_checkpoints(draft)),
    }


def _objective(table: Mapping[str, object]) -> dict[str, object]:
    level = table.get("level")
    return {"text": _line(table.get("text")) or NO_TITLE, "level": level if level in tuple(Level) else Level.RECALL}


def _sections(draft: Draft) -> Iterator[dict[str, object]]:
    for name, table in _identified(draft, "sections"):
        yield {"id": name, "title": _line(table.get("title")) or NO_TITLE, "text": _text(table.get("text")) or NO_TEXT}


def _figures(draft: Draft) -> Iterator[dict[str, object]]:
    for name, table in _identified(draft, "figures"):
        caption, alt = (_text(table.get(field)) or NO_TEXT for field in ("caption", "alt"))
        yield {"id": name, "title": _line(table.get("title")) or NO_TITLE, "caption": caption, "alt": alt}


def _checkpoints(draft: Draft) -> Iterator[dict[str, object]]:
    for name, table in _identified(draft, "checkpoints"):
        section = _name(table.get("section"), "nowhere")
        whole = {**table, "id": name, "section": section}
        for tried in (whole, whole | {UNFINISHED: True}):
            if _can_be_asked(tried):
                yield tried
                break


def _can_be_asked(table: Mapping[str, object]) -> bool:
    module = {"code": "new-module", "position": 1, "planned_minutes": 1, "title": "-", "summary": "-"}
    try:
        content.parse({**module, "checkpoints": [table]}, {})
    except DraftError:
        return False
    return not items.needs_people(str(table.get("kind", "")))


def _identified(draft: Draft, field: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield the tables of a list, each with an id that no other has."""
    taken: set[str] = set()
    for number, table in enumerate(_tables(draft, field), start=1):
        name = _name(table.get("id"), f"part-{number}")
        name = name if name not in taken else f"{name}-{number}"
        taken.add(name)
        yield name, table


def _tables(draft: Draft, field: str) -> list[Mapping[str, object]]:
    value = draft.get(field)
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list | tuple) else []


def _texts(draft: Draft, field: str) -> list[str]:
    value = draft.get(field)
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list | tuple) else []


def _text(value: object) -> str:
    text = value if isinstance(value, str) else ""
    kept = "".join(character for character in text if ord(character) >= 32 or character in "\n\t")
    return kept[:20_000] if kept.strip() else ""


def _line(value: object) -> str:
    return " ".join(_text(value).split())


def _name(value: object, otherwise: str) -> str:
    return value if isinstance(value, str) and NAME.fullmatch(value) else otherwise


def _number(value: object, high: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= high else 1
