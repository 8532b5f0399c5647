"""Two people at one record: what was saved since a form's page was made, beside what the form wants.

A form carries the values it was made from in a hidden field; the view compares them with those stored now, in the
transaction that writes. Whoever saves second sees both and decides; nothing is overwritten unseen.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One field that two people filled differently: what is stored, and what was entered here."""

    label: str
    old: str
    new: str


def as_seen(stored: Mapping[str, str]) -> str:
    """Return what a form carries to say which values its page showed."""
    return json.dumps(stored, ensure_ascii=False, sort_keys=True)


def both(seen: str | None, stored: Mapping[str, str], wanted: Mapping[str, str]) -> tuple[Change, ...]:
    """Return what somebody else saved meanwhile and is wanted otherwise here; empty when nothing stands against it.

    ``seen`` is what the form carried, None for one that carried nothing.
    """
    if seen is None or seen == as_seen(stored):
        return ()
    return tuple(Change(name, stored[name], value) for name, value in wanted.items() if stored[name] != value)
