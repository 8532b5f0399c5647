"""The queue of a reviewer: items and modules alike, what is wanted first at the front."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from training.reviews.queries import Asked


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version that waits for a review, as a queue names it.

    ``by`` asked for it or wrote it, ``theirs`` unless others were named, ``approvals`` such as "0 of 2".
    """

    name: str
    number: int
    url: str
    kind: str
    approvals: str
    since: datetime
    by: int | None
    asked: Asked
    theirs: bool
    critical: bool = False


def in_order(found: Iterable[Waiting]) -> list[Waiting]:
    """Return what waits, what is wanted first at the front, what has no day at the end."""
    return sorted(found, key=lambda each: (each.asked.due_on or date.max, each.since, each.name))
