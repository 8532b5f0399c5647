"""Sample quizzes: until when one is open, which items may stand in it, and what became of those that were chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import combinations
from random import Random

from training.core.certification import expires_at
from training.core.domains import Pool

LARGEST = 40
"""Questions a quiz may hold."""


class Standing(StrEnum):
    """Whether a quiz is shown to anybody."""

    OPEN = "open"
    OVER = "over"
    ENDED = "ended"


class Absence(StrEnum):
    """Why an item is not shown to the public, as it reads after its code."""

    POOL = "belongs to the exam"
    RETIRED = "was retired"
    WITHDRAWN = "was withdrawn"
    UNAPPROVED = "has no approved version"
    PEOPLE = "may need people to mark it"


@dataclass(frozen=True, slots=True)
class Possible:
    """An item that may be chosen: its code, and the codes of its enemies."""

    code: str
    enemies: frozenset[str]


def standing(*, ends_on: date | None, ended_at: datetime | None, zone: str, now: datetime) -> Standing:
    """Return whether a quiz is open: through the whole of its last day in ``zone``, unless it was ended before."""
    if ended_at is not None:
        return Standing.ENDED
    over = expires_at(ends_on, zone)
    return Standing.OVER if over is not None and now >= over else Standing.OPEN


def absence(*, pool: str, drawable: bool, retired: bool, withdrawn: bool, alone: bool) -> Absence | None:
    """Return why an item is not shown, None when it may be.

    ``drawable`` tells whether practice draws a version of it, ``alone`` whether the site marks every response to that.
    ``retired`` and ``withdrawn`` tell how its newest version stands.
    """
    if pool != Pool.PRACTICE:
        return Absence.POOL
    if drawable:
        return None if alone else Absence.PEOPLE
    if retired:
        return Absence.RETIRED
    return Absence.WITHDRAWN if withdrawn else Absence.UNAPPROVED


def draw(possible: Iterable[Possible], taken: Sequence[Possible], *, number: int, seed: int) -> tuple[str, ...]:
    """Return the codes of up to ``number`` items, none of them an enemy of another or of those ``taken``.

    Fewer when there are fewer. All of it follows from the seed.
    """
    mixed = sorted(possible, key=lambda each: each.code)
    Random(seed).shuffle(mixed)
    beside = list(taken)
    drawn: list[str] = []
    for each in mixed:
        if len(drawn) < number and not any(_enemies(each, other) for other in beside):
            drawn.append(each.code)
            beside.append(each)
    return tuple(drawn)


def clashes(chosen: Iterable[Possible]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of chosen items of which one gives the other away."""
    return tuple((one.code, other.code) for one, other in combinations(chosen, 2) if _enemies(one, other))


def _enemies(one: Possible, other: Possible) -> bool:
    return one.code == other.code or one.code in other.enemies or other.code in one.enemies
