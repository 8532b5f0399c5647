"""What became of an item: every act on it that is in the record, and the files it came from or went into."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from training.audit import queries as audit

CARRIED = {
    "loaded bank": "loaded it from files",
    "imported items": "imported it from a file",
    "exported items": "exported it",
    "changed items": "changed it together with others",
}
"""Acts on many items at once: their facts name the items."""
SAID = {
    "saved item": "saved version {}",
    "submitted item": "asked for a review of version {}",
    "changed request": "changed the request for a review of version {}",
    "withdrew request": "withdrew the request for a review of version {}, which is a draft again",
    "answered item": "answered version {} before seeing its key",
    "looked at key": "looked at the key of version {} instead of answering it",
    "commented on item": "commented on version {}",
    "answered comment": "answered a comment on version {}",
    "resolved comment": "resolved a comment on version {}",
    "reopened comment": "took up a comment on version {} again",
    "approved item": "approved version {}",
    "asked for changes": "asked for changes to version {}",
    "signed item": "signed version {}",
    "withdrew item": "withdrew version {}",
    "reopened item": "made version {} a draft again",
    "retired item": "retired the item",
    "declared cosmetic edit": "declared version {} a cosmetic edit: answers to the version before count for it too",
    "took back cosmetic edit": "took back that version {} is a cosmetic edit: its answers are counted by themselves",
    "checked item": "checked version {} again",
}


Request: TypeAlias = tuple[date, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Event:
    """One act: when, by whom (None: the system), what in words, on which version, and the words that were written.

    ``checklist`` is what an approval kept of the list, ``saved`` whether the act made the version. ``request`` is what
    a request for review said: its day and whom it named, and ``before`` what it said until then.
    """

    at: datetime
    by: int | None
    what: str
    number: int | None
    words: str
    checklist: Mapping[str, object] | None
    saved: bool
    request: Request | None = None
    before: Request | None = None


def of(code: str) -> list[Event]:
    """Return everything that was done to an item, the newest first."""
    acts = audit.about(f"item:{code}") + audit.naming(tuple(CARRIED), code)
    return [_event(act, code) for act in sorted(acts, key=lambda act: act.seq, reverse=True)]


def _event(act: audit.Act, code: str) -> Event:
    number = act.facts.get("number")
    known = number if isinstance(number, int) else None
    words = SAID.get(act.action, act.action)
    what = CARRIED.get(act.action) or (words.format(known) if known else words)
    details = act.details or {}
    said = next((str(details[name]) for name in ("comment", "reason", "note") if details.get(name)), "")
    kept = act.facts if act.action == "approved item" and "list" in act.facts else None
    checklist = {**kept, "notes": details.get("notes", {})} if kept else None
    return Event(
        act.at,
        act.actor_id,
        what,
        known,
        said,
        checklist,
        saved=act.action == "saved item",
        request=_request(act.facts),
        before=_request(act.facts.get("before")),
    )


def _request(facts: object) -> Request | None:
    """Return what the facts of an act say of a request for review, None where they say nothing of a day."""
    due = facts.get("due") if isinstance(facts, Mapping) else None
    if not isinstance(facts, Mapping) or not isinstance(due, str):
        return None
    return date.fromisoformat(due), tuple(facts.get("asked", ()))
