"""Standard errors of a fit, from the information that the responses hold.

Observed information, exactly, by Louis (1982): what complete data would tell, less what is missed because abilities
are not seen; it equals the Hessian that R's mirt (``SE.type = "Oakes"`` or ``"Louis"``) and ltm invert. Where that
would cost too much, the cross-product of the persons' scores stands in: it has the same limit, and with thousands of
people differs by a few per cent. A prior adds its precision.

For items with partial marks both are those of right-or-wrong marks, hence somewhat too large.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.sparse import csr_array
from scipy.special import expit

from training.measurement.estimation import Fit, Model, table
from training.measurement.expectation import expect, posterior
from training.measurement.responses import Flags, Floats, Responses

AFFORDABLE = 3e10
"""Products up to which the observed information is computed: a few seconds."""

NEGLIGIBLE = 1e-12
"""Chance of an ability below which a person is left out at its node."""

BATCH = 1_024


class Information(StrEnum):
    """Where standard errors come from."""

    OBSERVED = "observed"
    CROSS_PRODUCT = "cross-product"


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Standard errors in logits, NaN where there is no estimate; ``spread`` is that of the ability's deviation.

    ``covariance`` has the easinesses first; then, in the Rasch model, the deviation of ability, else the slopes. It is
    over the parameters of ``free``, in their order.
    """

    easiness: Floats
    slope: Floats
    spread: float
    difficulty: Floats
    covariance: Floats
    free: Flags
    information: Information


def uncertainty(responses: Responses, fit: Fit, information: Information | None = None) -> Uncertainty:
    """Return the standard errors of a fit; the observed information wherever it is affordable, unless one is named."""
    products = responses.persons * len(fit.grid.node) * _parameters(fit) ** 2
    kind = information or (Information.OBSERVED if products <= AFFORDABLE else Information.CROSS_PRODUCT)
    told = _observed(responses, fit) if kind is Information.OBSERVED else _cross_product(responses, fit)
    told[np.diag_indices_from(told)] += _held(fit)
    free = _free(fit)
    covariance: Floats = np.linalg.pinv(told[np.ix_(free, free)], hermitian=True).astype(np.float64)
    errors = np.full(len(free), np.nan)
    errors[free] = np.sqrt(np.maximum(np.diag(covariance), 0))
    items = responses.items
    rasch = fit.model is Model.RASCH
    easiness = errors[:items]
    slope = np.zeros(items) if rasch else errors[items:]
    difficulty = easiness if rasch else _of_difficulty(fit, covariance, free)
    return Uncertainty(easiness, slope, float(errors[items]) if rasch else 0.0, difficulty, covariance, free, kind)


def _parameters(fit: Fit) -> int:
    items = len(fit.easiness)
    return items + 1 if fit.model is Model.RASCH else 2 * items


def _free(fit: Fit) -> Flags:
    estimated = ~fit.at_bound
    return np.append(estimated, True) if fit.model is Model.RASCH else np.concatenate([estimated, estimated])


def _held(fit: Fit) -> Floats:
    """Return the precision that the prior adds to each parameter."""
    held = np.zeros(_parameters(fit))
    if fit.prior is not None:
        items = len(fit.easiness)
        held[:items] = fit.prior.spread**-2
        if fit.model is Model.TWO_PARAMETER:
            held[items:] = fit.prior.slope_spread**-2
        else:
            held[items] = fit.prior.people * max(3 * fit.spread**-4 - fit.spread**-2, 0.0)
    return held


def _observed(responses: Responses, fit: Fit) -> Floats:
    """Return complete information less the scatter of each person's score over their abilities (Louis, eq. 3.2)."""
    chance = _chances(fit)
    rows = table(fit.slope, fit.easiness, fit.spread, fit.grid)
    told = _complete(responses, fit)
    for coded, weight, seen, mark in _batches(responses):
        chances = posterior(rows, coded)[0] * weight[:, None]
        mean = np.zeros((len(seen), len(told)))
        for place, node in enumerate(fit.grid.node):
            near = chances[:, place] > NEGLIGIBLE
            root = np.sqrt(chances[near, place])[:, None]
            score = root * _score(mark[near] - seen[near] * chance[:, place], node, fit.model)
            told -= score.T @ score
            mean[near] += root * score
        told += mean.T @ (mean / weight[:, None])
    return told


def _cross_product(responses: Responses, fit: Fit) -> Floats:
    """Return the sum over persons of the squares of their scores (Berndt, Hall, Hall & Hausman 1974).

    Its inverse is too large on average by n / (n - p - 1), for n people and p parameters; that is taken back here.
    """
    chance, node = _chances(fit), fit.grid.node
    rows = table(fit.slope, fit.easiness, fit.spread, fit.grid)
    told = np.zeros((_parameters(fit),) * 2)
    for coded, weight, seen, mark in _batches(responses):
        chances, _ = posterior(rows, coded)
        level = seen * (mark - chances @ chance.T)
        tilt = seen * (mark * (chances @ node)[:, None] - chances @ (chance * node).T)
        last = tilt.sum(axis=1, keepdims=True) if fit.model is Model.RASCH else tilt
        score = np.concatenate([level, last], axis=1)
        told += score.T @ (score * weight[:, None])
    people = float(responses.weight.sum())
    return told * people / max(people - len(told) - 1, 1.0)


def _complete(responses: Responses, fit: Fit) -> Floats:
    """Return the information that would be there if abilities were known, expected over them."""
    chance, node, items = _chances(fit), fit.grid.node, responses.items
    rows = table(fit.slope, fit.easiness, fit.spread, fit.grid)
    blocks = ((responses.coded(people, marks), responses.weight[people]) for people, marks in responses.blocks())
    curve = expect(rows, blocks).seen * chance * (1 - chance)
    level, cross, tilt = curve.sum(axis=1), curve @ node, curve @ node**2
    if fit.model is Model.RASCH:
        return np.block([[np.diag(level), cross[:, None]], [cross[None, :], tilt.sum()]])
    told = np.zeros((2 * items, 2 * items))
    first = np.arange(items)
    told[first, first], told[first + items, first + items] = level, tilt
    told[first, first + items] = told[first + items, first] = cross
    return told


def _score(rest: Floats, node: float, model: Model) -> Floats:
    """Return the gradients of persons' likelihoods at one node from what is left of each mark after its expectation."""
    last = node * rest.sum(axis=1, keepdims=True) if model is Model.RASCH else node * rest
    return np.concatenate([rest, last], axis=1)


def _chances(fit: Fit) -> Floats:
    chances: Floats = expit(fit.slope[:, None] * fit.ability + fit.easiness[:, None])
    return chances


def _batches(responses: Responses) -> Iterator[tuple[csr_array, Floats, Floats, Floats]]:
    """Yield runs of persons: their coded marks, their weights, and by item what was seen (0 or 1) and its mark."""
    for people, rows in responses.blocks(BATCH):
        person, item = responses.person[rows] - people.start, responses.item[rows]
        seen = np.zeros((people.stop - people.start, responses.items))
        mark = np.zeros_like(seen)
        seen[person, item], mark[person, item] = 1, responses.mark[rows]
        yield responses.coded(people, rows), responses.weight[people], seen, mark


def _of_difficulty(fit: Fit, covariance: Floats, free: Flags) -> Floats:
    """Return the standard errors of -d / a by the delta method."""
    items = len(fit.easiness)
    place = np.cumsum(free) - 1
    found = np.full(items, np.nan)
    for item in np.flatnonzero(~fit.at_bound & (fit.slope != 0)):
        both = place[[item, item + items]]
        gradient = np.array([-1 / fit.slope[item], fit.easiness[item] / fit.slope[item] ** 2])
        found[item] = np.sqrt(gradient @ covariance[np.ix_(both, both)] @ gradient)
    return found
