"""Changing what many items say about themselves: one change, worked out for each draft."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from training.core.drafts import Draft

PUT = ("level", "objective", "evidence", "module", "section", "checked_on", "review_by")
"""Fields that get one value for all."""
LISTS = ("facts", "sources", "enemies")
"""Fields of several words, to which some are added and from which some are taken."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What changes: values by field, and words added to lists or taken from them."""

    put: Mapping[str, str] = field(default_factory=dict)
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
    return result


def _words(draft: Draft, name: str) -> list[str]:
    held = draft.get(name)
    return [str(word) for word in held] if isinstance(held, list | tuple) else []
