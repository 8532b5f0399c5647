"""How often somebody would be right now on practice questions of a domain, with how little is known of it.

Each answer counts for Beta(1 + right, 1 + wrong), and for half as much after each half-life: what was shown long ago
says little of today, and the range widens by itself (measurement.md 6).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from training.core import beta

HALF_LIFE = 60
"""Days after which an answer counts half."""
ENOUGH = 4
"""Answers' worth of evidence under which no range is shown: it would be nearly everything."""
CREDIBLE = 0.8
"""How often the range holds the share it is about."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer to a question met for the first time in its set: the day, and the share of the mark, 0-1."""

    on: date
    share: Fraction


@dataclass(frozen=True, slots=True)
class Mastery:
    """A domain: ``count`` answers; the share right to be expected now, with its range; None for too little to say."""

    count: int
    likely: float | None
    low: float | None
    high: float | None


def mastery(answers: Iterable[Answered], *, today: date) -> Mastery:
    """Return what answers say of today; those dated later than today count as of today."""
    given = list(answers)
    weights = [0.5 ** (max(0, (today - each.on).days) / HALF_LIFE) for each in given]
    if sum(weights) < ENOUGH:
        return Mastery(len(given), None, None, None)
    right = sum(weight * float(each.share) for weight, each in zip(weights, given, strict=True))
    a, b = 1 + right, 1 + sum(weights) - right
    return Mastery(len(given), a / (a + b), *beta.middle(a, b, CREDIBLE))
