"""How sure somebody was of an answer before they knew, and how often they were right to be.

Asking for certainty beside the answer, in a few levels, is Gardner-Medwin's certainty-based marking (Assessment in
medical education: measuring knowledge and certainty, 1995). Here it gives no points: it is shown back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from training.core import beta

SURE_OF = 0.9
"""How often a range that is shown holds the share it is about."""


class Certainty(StrEnum):
    """How sure somebody says they are; the words stand in `MEANING`."""

    SURE = "sure"
    FAIRLY = "fairly sure"
    GUESSED = "guessed"


MEANING = {
    Certainty.SURE: "I would act on it with a patient.",
    Certainty.FAIRLY: "More likely right than wrong; I would look it up first.",
    Certainty.GUESSED: "I do not know.",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One answer to an item, by its code: how sure somebody was, and whether it was right."""

    code: str
    certainty: Certainty
    right: bool
    place: tuple[int, int]
    """Where it was given: the set and the position in it; later places are later answers."""


@dataclass(frozen=True, slots=True)
class Level:
    """The answers of one level: ``right`` of ``count``; ``low`` and ``high`` are None when there are none.

    They bound the share right, 0-1: the middle 90 % of what is credible after these answers when nothing was known
    before (Jeffreys' prior).
    """

    certainty: Certainty
    count: int
    right: int
    low: float | None
    high: float | None


def levels(said: Iterable[Said]) -> tuple[Level, ...]:
    """Return each level, the surest first, with how often its answers were right."""
    answers = list(said)
    return tuple(_level(each, [one.right for one in answers if one.certainty is each]) for each in Certainty)


def surprises(said: Sequence[Said], certainty: Certainty, *, right: bool) -> tuple[Said, ...]:
    """Return the last answer to each item given so sure with this outcome, the newest first."""
    found = {
        one.code: one
        for one in sorted(said, key=lambda one: one.place)
        if (one.certainty, one.right) == (certainty, right)
    }
    return tuple(sorted(found.values(), key=lambda one: one.place, reverse=True))


def _level(certainty: Certainty, right: Sequence[bool]) -> Level:
    count, hits = len(right), sum(right)
    if not count:
        return Level(certainty, 0, 0, None, None)
    low, high = beta.middle(hits + 0.5, count - hits + 0.5, SURE_OF)
    return Level(certainty, count, hits, low, high)
