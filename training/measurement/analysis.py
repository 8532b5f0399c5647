"""The short way in: a matrix of marks to everything a fit says.

>>> from training.measurement.analysis import analyse
>>> found = analyse([[1, 1, 0], [1, 0, 0], [1, 1, float("nan")], [0, 1, 1], [0, 0, 0], [1, 0, 1]])
>>> len(found.difficulty), found.converged
(3, True)
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from training.measurement.estimation import Fit, Model, fit, table
from training.measurement.expectation import posterior
from training.measurement.misfit import misfit
from training.measurement.responses import Flags, Floats, Responses, of_matrix
from training.measurement.uncertainty import uncertainty


@dataclass(frozen=True, slots=True)
class Analysis:
    """Estimates by item, in logits, and by person; errors are standard errors from the observed information.

    ``difficulty`` b and ``easiness`` d = -a b (R's mirt: ``d``); ``slope`` a (1 in the Rasch model); ``spread``, the
    standard deviation of ability (mirt: the root of ``COV_11``; 1 in the two-parameter model). NaN stands where
    ``at_bound`` says that there is no estimate. ``ability`` is the mean of each person's posterior (EAP),
    ``ability_error`` its standard deviation; both are there for people with everything or nothing right.
    """

    difficulty: Floats
    difficulty_error: Floats
    easiness: Floats
    easiness_error: Floats
    slope: Floats
    slope_error: Floats
    spread: float
    spread_error: float
    log_likelihood: float
    converged: bool
    at_bound: Flags
    infit: Floats
    outfit: Floats
    ability: Floats
    ability_error: Floats


def analyse(matrix: ArrayLike, *, model: Model | str = Model.RASCH, weight: ArrayLike | None = None) -> Analysis:
    """Return a fit by marginal maximum likelihood, without priors.

    ``matrix`` has a row for each person and a column for each item: 0, 1, a mark between them, or NaN for what was not
    presented or not reached; what was omitted is 0. ``model`` is ``"rasch"`` or ``"two-parameter"``; ``weight`` counts
    how many people gave each row. Raises ValueError for marks outside 0-1 and for a matrix without any.
    """
    responses = of_matrix(matrix, weight=weight)
    found = fit(responses, model=Model(model))
    errors = uncertainty(responses, found)
    ability, ability_error = abilities(responses, found)
    left = misfit(responses, found)
    return Analysis(
        difficulty=_where(found.difficulty, ~found.at_bound),
        difficulty_error=errors.difficulty,
        easiness=_where(found.easiness, ~found.at_bound),
        easiness_error=errors.easiness,
        slope=_where(found.slope, ~found.at_bound),
        slope_error=errors.slope,
        spread=found.spread,
        spread_error=errors.spread,
        log_likelihood=found.log_likelihood,
        converged=found.converged,
        at_bound=found.at_bound,
        infit=left.infit,
        outfit=left.outfit,
        ability=ability,
        ability_error=ability_error,
    )


def abilities(responses: Responses, found: Fit) -> tuple[Floats, Floats]:
    """Return the mean and the standard deviation of each person's posterior (EAP; Bock & Mislevy 1982)."""
    rows = table(found.slope, found.easiness, found.spread, found.grid)
    mean, square = np.empty(responses.persons), np.empty(responses.persons)
    for people, marks in responses.blocks():
        chances, _ = posterior(rows, responses.coded(people, marks))
        mean[people], square[people] = chances @ found.ability, chances @ found.ability**2
    return mean, np.sqrt(np.maximum(square - mean**2, 0))


def _where(values: Floats, known: Flags) -> Floats:
    return np.where(known, values, np.nan)
