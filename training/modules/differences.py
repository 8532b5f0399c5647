"""What changed between two versions of a module, part by part, in the words its readers use."""

import re
from collections.abc import Mapping

from training.core.differences import Change, changes

_PARTS = {
    "objectives": "Objective",
    "sections": "Section",
    "figures": "Figure",
    "checkpoints": "Question",
    "plates": "Drawing",
}
_FIELDS = {"alt": "alternative text", "not_said": "What the evidence does not say"}
_PATH = re.compile(r"(\w+)\[([^\]]*)\]\.(.+)")


def between(old: Mapping[str, object], new: Mapping[str, object]) -> tuple[Change, ...]:
    """Return what differs between two contents, each field named as the editor names it; drawings by name only."""
    found = []
    for change in changes(old, new):
        if change.label.startswith("plates."):
            name = change.label.removeprefix("plates.")
            found.append(Change(f"Drawing of figure {name}", *(_drawn(change.old), _drawn(change.new))))
        elif change.label.startswith("interactives."):
            name = change.label.removeprefix("interactives.")
            found.append(Change(f"Interactive part {name}", *(_edition(change.old), _edition(change.new))))
        else:
            found.append(Change(label(change.label), change.old, change.new))
    return tuple(found)


def label(path: str) -> str:
    """Return a path in words: ``sections[bands].text`` is Section bands: text."""
    name, colon, _order = path.partition(":")
    if colon:
        return f"Order of {'questions' if name == 'checkpoints' else name}"
    found = _PATH.match(path)
    if found:
        field = found[3].replace("[", " ").replace("].", ", ")
        return f"{_PARTS.get(found[1], found[1])} {found[2]}: {_FIELDS.get(field, field)}"
    return _FIELDS.get(path) or path.replace("_", " ").capitalize()


def _edition(digest: str | None) -> str | None:
    return None if digest is None else f"edition {digest[:12]}"


def _drawn(svg: str | None) -> str | None:
    return None if svg is None else f"a drawing of {len(svg):,} characters"
