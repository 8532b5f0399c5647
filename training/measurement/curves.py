"""What is expected of a paper at an ability: marks, score, information, the ability at a score, the distribution.

The model is P = 1 / (1 + exp(-a (ability - difficulty))), without the factor 1.7. Abilities and difficulties are
logits; ``slope`` a is 1 in the Rasch model and wherever it is not given. Arrays of items come first, abilities second:
a result of two axes has a row for each item and a column for each ability.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from training.measurement.responses import Floats

FARTHEST = 30.0
"""Logits from the middle of the items beyond which no score is told from none, or from all."""


def expected_marks(difficulty: ArrayLike, ability: ArrayLike, slope: ArrayLike = 1.0) -> Floats:
    """Return the expected mark, 0-1, of each item (row) at each ability (column)."""
    steps = np.atleast_1d(np.asarray(ability, float)) - np.atleast_1d(np.asarray(difficulty, float))[:, None]
    marks: Floats = expit(_column(slope) * steps)
    return marks


def expected_score(difficulty: ArrayLike, ability: ArrayLike, slope: ArrayLike = 1.0) -> Floats:
    """Return the expected sum of marks at each ability (the test characteristic curve; Lord 1980, eq. 4-5)."""
    score: Floats = expected_marks(difficulty, ability, slope).sum(axis=0)
    return score


def item_information(difficulty: ArrayLike, ability: ArrayLike, slope: ArrayLike = 1.0) -> Floats:
    """Return the information, in logits to the power of -2, of each item (row) at each ability (column): a2 P (1-P).

    For an item with partial marks this is a lower bound: its marks scatter less than right and wrong would.
    """
    marks = expected_marks(difficulty, ability, slope)
    information: Floats = _column(slope) ** 2 * marks * (1 - marks)
    return information


def information(difficulty: ArrayLike, ability: ArrayLike, slope: ArrayLike = 1.0) -> Floats:
    """Return the information of all items together at each ability (Lord 1980, eq. 5-6)."""
    told: Floats = item_information(difficulty, ability, slope).sum(axis=0)
    return told


def ability_at(score: float, difficulty: ArrayLike, slope: ArrayLike = 1.0, weight: ArrayLike | None = None) -> float:
    """Return the ability at which the expected score is ``score``; ``weight`` says how much each item counts (1).

    With weights that sum to 1, ``score`` is the expected share. Slopes must be positive, so that there is one answer.
    Raises ValueError for a score of nothing or less, or of all marks or more: no ability expects those.
    """
    difficulties = np.atleast_1d(np.asarray(difficulty, float))
    weights = np.ones(difficulties.shape) if weight is None else np.asarray(weight, float)
    if not 0 < score < weights.sum():
        raise ValueError("only a score between none and all has an ability")
    low, high = difficulties.min() - FARTHEST, difficulties.max() + FARTHEST
    slopes = np.broadcast_to(np.asarray(slope, float), difficulties.shape)
    for _ in range(100):  # halving a range of logits this often leaves nothing of it
        middle = (low + high) / 2
        if weights @ expit(slopes * (middle - difficulties)) < score:
            low = middle
        else:
            high = middle
    return float((low + high) / 2)


def score_distribution(marks: ArrayLike) -> Floats:
    """Return the chance of each number of right answers, 0 up to all, from the chance of each item (row).

    Columns are abilities. For items marked right or wrong (Lord & Wingersky 1984).
    """
    chances = np.asarray(marks, float)
    chances = chances[:, None] if chances.ndim == 1 else chances
    found = np.zeros((len(chances) + 1, chances.shape[1]))
    found[0] = 1
    for chance in chances:
        found[1:] = found[1:] * (1 - chance) + found[:-1] * chance
        found[0] *= 1 - chance
    return found


def _column(slope: ArrayLike) -> Floats:
    return np.atleast_1d(np.asarray(slope, float))[:, None]
