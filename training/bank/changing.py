"""Changing what many items say about themselves: one change, worked out for each draft."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from training.core.drafts import Draft

PUT = ("level", "difficulty", "objective", "evidence", "module", "section", "author", "checked_on", "review_by")
"""Fields that get one value for all."""
LISTS = ("facts", "sources", "needs", "enemies")
"""Fields of several words, to which some are added and from which some are taken."""
TAGS = "tags"
"""A list too, kept with where an item came from, since other systems give tags."""
HERE = "needlewise"
"""Where an item with tags came from that came from nowhere else."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What changes: values by field, and words added to lists or taken from them."""

    put: Mapping[str, str | int] = field(default_factory=dict)
    add: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remove: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Return whether no field changes."""
        return not (self.put or self.add or self.remove)

    def packed(self) -> dict[str, object]:
        """Return it as plain JSON values."""
        return asdict(self)

    @classmethod
    def unpacked(cls, values: Mapping[str, Any]) -> "Wanted":
        """Return what `packed` made plain."""
        add, remove = ({name: tuple(words) for name, words in values[part].items()} for part in ("add", "remove"))
        return cls(values["put"], add, remove)


def changed(draft: Draft, wanted: Wanted) -> dict[str, object]:
    """Return a draft with the change; an item is never made an enemy of itself.

    >>> changed({"level": "recall", "sources": ["A", "B"]}, Wanted({"level": "apply"}, {"sources": ("C",)}))
    {'level': 'apply', 'sources': ['A', 'B', 'C']}
    """
    result = dict(draft) | dict(wanted.put)
    for name in LISTS:
        if name not in wanted.add and name not in wanted.remove:
            continue
        kept = [word for word in _words(draft, name) if word not in wanted.remove.get(name, ())]
        new = [word for word in wanted.add.get(name, ()) if word not in kept and word != draft.get("code")]
        result[name] = kept + new
    if TAGS in {*wanted.add, *wanted.remove}:
        origin = _tagged(result, wanted)
        result = {name: value for name, value in result.items() if name != "origin"}
        result |= {"origin": origin} if origin else {}
    return result


def _tagged(draft: Draft, wanted: Wanted) -> dict[str, object]:
    """Return the origin of a draft with other tags, an empty one when it says nothing any more."""
    held = draft.get("origin")
    origin = dict(held) if isinstance(held, Mapping) else {"format": HERE}
    out = {tag.casefold() for tag in wanted.remove.get(TAGS, ())}
    kept = [tag for tag in _words(origin, TAGS) if tag.casefold() not in out]
    known = {tag.casefold() for tag in kept}
    origin[TAGS] = kept + [tag for tag in wanted.add.get(TAGS, ()) if tag.casefold() not in known]
    says = {name for name, value in origin.items() if value} - {"format"}
    return origin if says or origin["format"] != HERE else {}


def _words(draft: Draft, name: str) -> list[str]:
    held = draft.get(name)
    return [str(word) for word in held] if isinstance(held, list | tuple) else []
