"""What a panel says of an item: the mean of its judges' ratings on the scale of difficulty, with its error.

Each judge gives the share of borderline candidates who would be right (Angoff).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt
from statistics import mean, stdev

FEWEST = 3
"""Judges without whom a mean says less of an item than of who they are."""

LEAST = 0.02
"""Shares nearer than this to none or all count as this far away, so that no judge puts an item out of reach."""


@dataclass(frozen=True, slots=True)
class Rating:
    """A rated difficulty in logits, the borderline candidate's ability being 0; ``error`` is its standard error."""

    difficulty: float
    error: float
    judges: int


def of_judges(shares: Sequence[float]) -> Rating | None:
    """Return what ``shares``, one a judge, 0-1, come to; None of fewer than `FEWEST` judges.

    The error is that of the mean by the scatter between judges, taken to logits at the mean (delta method). What all
    judges are wrong about together is not in it.
    """
    if len(shares) < FEWEST:
        return None
    middle = min(max(mean(shares), LEAST), 1 - LEAST)
    error = stdev(shares) / sqrt(len(shares)) / (middle * (1 - middle))
    return Rating(-log(middle / (1 - middle)), error, len(shares))
