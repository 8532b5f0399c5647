"""How well items follow the model: mean squares of what is left of each mark after its expectation.

Over each person's abilities as their responses leave them likely, not at one estimate: the expectation is 1 when the
model is true, also for short papers (the posterior mean squares of R's TAM, ``msq.itemfit``). Far above 1 an item's
marks scatter more than the model allows, as under a wrong key; far below 1 less, as with a steep curve or with partial
marks.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from training.measurement.estimation import Fit, table
from training.measurement.expectation import posterior
from training.measurement.responses import Floats, Responses


@dataclass(frozen=True, slots=True)
class Misfit:
    """Mean squares, 1 expected, NaN for an item nobody saw.

    ``infit`` weighs each response by its information, ``outfit`` all alike, so that it notices what far abler or far
    less able people did (Wright & Masters 1982, eq. 5.3.6 and 5.3.9).
    """

    infit: Floats
    outfit: Floats


def misfit(responses: Responses, fit: Fit) -> Misfit:
    """Return both mean squares of every item."""
    seen, earned, square = _moments(responses, fit)
    chance = expit(fit.slope[:, None] * fit.ability + fit.easiness[:, None])
    variance = chance * (1 - chance)
    left = square - 2 * earned * chance + seen * chance**2
    with np.errstate(divide="ignore", invalid="ignore"):
        infit = left.sum(axis=1) / (seen * variance).sum(axis=1)
        outfit = (left / variance).sum(axis=1) / seen.sum(axis=1)
    return Misfit(infit, outfit)


def _moments(responses: Responses, fit: Fit) -> tuple[Floats, Floats, Floats]:
    """Return by item and node how many saw it, the sum of their marks, and of the squares of their marks."""
    rows = table(fit.slope, fit.easiness, fit.spread, fit.grid)
    counts = np.zeros_like(rows.rows)
    beyond = np.zeros((responses.items, len(fit.grid.node)))
    for people, marks in responses.blocks():
        coded = responses.coded(people, marks)
        chances = posterior(rows, coded)[0] * responses.weight[people][:, None]
        counts += coded.T @ chances
        partial = coded[:, 1::2].multiply(coded[:, 0::2])
        beyond += partial.T @ chances
    earned = counts[1::2]
    return counts[0::2] + earned, earned, earned - beyond
