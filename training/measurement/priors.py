"""What is held of an item before its own responses: the mean of its cell, and what people rated.

Difficulty b ~ N(mean of the cell + w * (rating - mean rating of the cell), tau^2). Where there are data, the means, w
and tau^2 come from them (empirical Bayes; moments as DerSimonian & Laird 1986); an item with n responses then weighs
its data n / (n + n0), n0 about 5 / tau^2. Where there are none, the ratings speak for themselves.
"""

from dataclasses import dataclass

import numpy as np

from training.measurement.curves import ability_at
from training.measurement.estimation import Prior
from training.measurement.responses import Floats, Whole

SMALLEST, LARGEST = 0.3, 1.5
"""Bounds of tau in logits, so that one odd sample neither silences the data nor the prior."""

WEIGHT, TRUST = 0.5, 10
"""The weight of a rating before there are data, and how many items' worth of evidence that is."""

LEFT = 0.8
"""How far, in logits, a truth that spreads by 1 lies from a panel's rating that correlates with it by 0.6, as panels do
(`measurement.md` 3.3). How good the authors' own estimates are nobody knows: they take nothing off the 1."""

PEOPLE = 10.0
"""People's worth of evidence that abilities spread by 1 logit: the first few who sit cannot tell that all are alike."""


@dataclass(frozen=True, slots=True)
class Held:
    """Prior means of difficulty, in logits, and their standard deviations; ``weight`` is that of the ratings.

    ``spread`` is the deviation of an item whose rating has no error of its own, ``error`` that of each item.
    """

    difficulty: Floats
    spread: float
    weight: float
    error: Floats

    def prior(self, slope: float = 1.0) -> Prior:
        """Return the prior of a fit whose ability has mean 0; ``slope`` is that of an average item."""
        return Prior(-self.difficulty, self.error, slope, people=PEOPLE)


@dataclass(frozen=True, slots=True)
class Ratings:
    """Rated difficulties in logits by item, NaN where nobody rated; ``error`` is a panel's, NaN of other ratings."""

    difficulty: Floats
    error: Floats


def before_data(cell: Whole, ratings: Ratings, *, cut: float, weight: Floats) -> Held:
    """Return what is held before there are responses, the ability of a borderline person being 0.

    ``cell`` numbers each item's cell from 0, ``weight`` says how much an item counts on an average paper. Ratings are
    shrunk to the mean of their cell, then moved together so that the weighted mean of the expected marks at ability 0
    is ``cut``: shrinking logits does not keep that mean, and without this step the pass rate moves by several points
    (`measurement.md` 3.3).
    """
    difficulty = _shrunk(cell, ratings.difficulty)
    shift = ability_at(cut, difficulty, weight=weight / weight.sum())
    spread = np.where(np.isnan(ratings.error), 1.0, LEFT)
    return Held(difficulty - shift, 1.0, WEIGHT, _with(spread, WEIGHT, ratings))


def from_data(cell: Whole, ratings: Ratings, difficulty: Floats, error: Floats) -> Held:
    """Return what is held of items given estimates without a prior, ``difficulty`` with standard ``error``.

    Items without an estimate are NaN in both. With fewer than three estimates the ratings stand around their mean
    (around 0 without one), as loosely as may be. The scatter of a panel's judges is no part of the spread that all
    items share, and widens what is held of its own item.
    """
    known = np.isfinite(difficulty) & np.isfinite(error) & (error > 0)
    if known.sum() < 3:
        middle = float(np.mean(difficulty[known])) if known.any() else 0.0
        rated = _shrunk(cell, ratings.difficulty)
        return Held(middle + rated - rated.mean(), LARGEST, WEIGHT, _with(np.full(len(cell), LARGEST), WEIGHT, ratings))
    precision = np.where(known, 1 / (np.where(known, error, 1.0) ** 2 + 0.5**2), 0.0)
    measured = np.where(known, difficulty, 0.0)
    means = _cell_means(cell, np.where(known, difficulty, np.nan), precision)
    apart = _apart(cell, ratings.difficulty, precision)
    base = WEIGHT * TRUST * float(np.mean(precision[known]))
    weight = (base + float(precision @ (apart * (measured - means)))) / (
        TRUST * float(np.mean(precision[known])) + float(precision @ apart**2)
    )
    expected = means + weight * apart
    judged = (weight * np.nan_to_num(ratings.error)) ** 2
    variance = float(np.mean((measured - expected)[known] ** 2 - error[known] ** 2 - judged[known]))
    spread = float(np.clip(np.sqrt(max(variance, 0.0)), SMALLEST, LARGEST))
    return Held(expected, spread, weight, _with(np.full(len(cell), spread), weight, ratings))


def _shrunk(cell: Whole, rating: Floats) -> Floats:
    """Return ratings drawn half way to the mean of their cell; what nobody rated stands there."""
    rated = np.where(np.isnan(rating), _cell_means(cell, rating, np.ones(len(cell))), rating)
    means = _cell_means(cell, rated, np.ones(len(cell)))
    shrunk: Floats = means + WEIGHT * (rated - means)
    return shrunk


def _with(spread: Floats, weight: float, ratings: Ratings) -> Floats:
    """Return the deviation of each item: what all share, and the error of its own rating as far as that counts."""
    return np.sqrt(spread**2 + (weight * np.nan_to_num(ratings.error)) ** 2)


def _apart(cell: Whole, rating: Floats, precision: Floats) -> Floats:
    """Return how far each rating lies from the mean rating of its cell; 0 where nobody rated."""
    return np.nan_to_num(rating - _cell_means(cell, rating, np.where(precision > 0, precision, 1e-6)))


def _cell_means(cell: Whole, value: Floats, weight: Floats) -> Floats:
    """Return the mean of each item's cell, drawn to the mean of all as by one item more; 0 if nothing is known."""
    known = ~np.isnan(value)
    if not known.any():
        return np.zeros(len(cell))
    counted = np.where(known, weight, 0.0)
    counted = counted if counted.sum() > 0 else known.astype(float)
    all_of_them = float(counted @ np.nan_to_num(value) / counted.sum())
    typical = counted.sum() / known.sum()
    cells = int(cell.max()) + 1
    sums = np.bincount(cell, counted * np.nan_to_num(value), cells) + typical * all_of_them
    means: Floats = (sums / (np.bincount(cell, counted, cells) + typical))[cell]
    return means
