"""Marginal maximum likelihood on sparse responses by EM (Bock & Aitkin 1981), sped up by SQUAREM.

Model: P = 1 / (1 + exp(-(a z + d))) with ``slope`` a and ``easiness`` d (intercept; difficulty b = -d / a), no factor
1.7. Rasch: a = 1, z ~ N(0, s^2) with s free. Two-parameter: z ~ N(0, 1), a free, also below 0, as in R's mirt: an item
that better people get wrong more often is what the diagnostic is to find. R's ltm writes the Rasch model with z ~ N(0,
1) and a common slope: its slope is our s, its difficulty our b / s.

A mark x between 0 and 1 adds x log P + (1 - x) log(1 - P) (quasi-likelihood, Papke & Wooldridge 1996): P is then its
expected mark. What a person did not see adds nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import expit, log_expit

from training.measurement.expectation import Expected, Table, expect
from training.measurement.quadrature import NODES, Grid, grid
from training.measurement.responses import Flags, Floats, Responses

STEEPEST, FARTHEST = 6.0, 12.0
"""Where slopes and easinesses stop; an estimate that stands there is none."""

NEWTON_STEPS = 3


class Model(StrEnum):
    """Which curve an item has."""

    RASCH = "rasch"
    TWO_PARAMETER = "two-parameter"


@dataclass(frozen=True, slots=True)
class Prior:
    """What is held of the items before their data: normal around ``easiness`` (logits) with deviation ``spread``.

    Slopes, in the two-parameter model, are normal around ``slope`` with ``slope_spread``: not log-normal, which would
    forbid the negative ones. In the Rasch model ``people`` is how many people's worth of evidence there is that
    abilities have the deviation 1 (an inverse gamma prior of the variance, whose mode is 1).
    """

    easiness: Floats
    spread: Floats | float
    slope: float = 1.0
    slope_spread: float = 0.5
    people: float = 0.0


@dataclass(frozen=True, slots=True)
class Fit:
    """Estimates of one model: ``spread`` is the standard deviation of ability, whose mean is 0.

    ``log_likelihood`` is marginal and leaves a prior out. ``at_bound`` marks items without an estimate: nobody saw
    them, nobody or everybody got all of the marks and no prior holds them, or the slope ran away.
    """

    model: Model
    slope: Floats
    easiness: Floats
    spread: float
    log_likelihood: float
    cycles: int
    converged: bool
    at_bound: Flags
    grid: Grid
    prior: Prior | None

    @property
    def difficulty(self) -> Floats:
        """Return the ability at which half of the mark is expected; infinite where the slope is 0."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return -self.easiness / self.slope

    @property
    def ability(self) -> Floats:
        """Return the abilities of the grid, in logits."""
        return self.spread * self.grid.node


@dataclass(frozen=True, slots=True)
class _Parameters:
    slope: Floats
    easiness: Floats
    spread: float


@dataclass(frozen=True, slots=True)
class Effort:
    """When a search ends: after a cycle of EM that moves no parameter by ``tolerance`` logits, or after ``cycles``."""

    tolerance: float = 1e-7
    cycles: int = 2_000
    nodes: int = NODES


THOROUGH = Effort()


def fit(
    responses: Responses,
    *,
    model: Model = Model.RASCH,
    prior: Prior | None = None,
    start: Fit | None = None,
    effort: Effort = THOROUGH,
) -> Fit:
    """Return the estimates that make the responses likeliest; with a prior, the mode of the posterior.

    ``start`` is a fit of the same responses to begin from. Raises ValueError when there are no responses.
    """
    if not responses.mark.size:
        raise ValueError("there are no responses to calibrate")
    search = _Search(responses, model, prior, grid(effort.nodes))
    found, used, converged = _accelerated(search.step, search.start(start), effort)
    ends = search.unpacked(found)
    return Fit(
        model,
        ends.slope,
        ends.easiness,
        ends.spread,
        search.expected(ends).log_likelihood,
        used,
        converged,
        _at_bound(responses, ends, prior),
        search.grid,
        prior,
    )


def table(slope: Floats, easiness: Floats, spread: float, points: Grid) -> Table:
    """Return the logarithms of an item's chances at each node: two rows an item, of missing and of earning the mark."""
    logits = slope[:, None] * spread * points.node + easiness[:, None]
    rows = np.empty((2 * len(slope), len(points.node)))
    rows[0::2], rows[1::2] = log_expit(-logits), log_expit(logits)
    return Table(rows, points.log_weight)


class _Search:
    """One search: packs parameters into a vector and takes it one cycle of EM further."""

    def __init__(self, responses: Responses, model: Model, prior: Prior | None, points: Grid) -> None:
        self.grid = points
        self._responses = responses
        self._matrices = [responses.coded(people, rows) for people, rows in responses.blocks()]
        self._weights = [responses.weight[people] for people, _ in responses.blocks()]
        self._model = model
        self._prior = prior

    def start(self, known: Fit | None) -> Floats:
        if known is not None:
            tilt = known.slope * (known.spread if self._model is Model.TWO_PARAMETER else 1.0)
            return self._packed(_Parameters(tilt, known.easiness, known.spread))
        seen = self._responses.seen
        share = (np.nan_to_num(self._responses.facility) * seen + 0.5) / (seen + 1)
        easiness = 1.1 * np.log(share / (1 - share))
        if self._prior is not None:
            easiness = np.where(seen > 0, easiness, self._prior.easiness)
        return self._packed(_Parameters(np.ones(len(seen)), easiness, 1.0))

    def step(self, vector: Floats) -> tuple[Floats, float]:
        """Return the parameters after one cycle, and the objective before it."""
        now = self.unpacked(vector)
        expected = self.expected(now)
        objective = expected.log_likelihood + self._held_by_prior(now)
        if self._model is Model.RASCH:
            after = _Parameters(now.slope, self._easier(now, expected), self._spread(now, expected))
        else:
            after = self._sloped(now, expected)
        return self._packed(after), objective

    def expected(self, now: _Parameters) -> Expected:
        rows = table(now.slope, now.easiness, now.spread, self.grid)
        return expect(rows, zip(self._matrices, self._weights, strict=True))

    def unpacked(self, vector: Floats) -> _Parameters:
        items = self._responses.items
        if self._model is Model.RASCH:
            return _Parameters(np.ones(items), vector[:items], float(np.exp(vector[items])))
        return _Parameters(vector[items:], vector[:items], 1.0)

    def _packed(self, parameters: _Parameters) -> Floats:
        easiness = np.clip(parameters.easiness, -FARTHEST, FARTHEST)
        if self._model is Model.RASCH:
            return np.append(easiness, np.log(max(parameters.spread, 1e-3)))
        return np.concatenate([easiness, np.clip(parameters.slope, -STEEPEST, STEEPEST)])

    def _held_by_prior(self, now: _Parameters) -> float:
        if self._prior is None:
            return 0.0
        off = ((now.easiness - self._prior.easiness) / self._prior.spread) ** 2
        tilt = ((now.slope - self._prior.slope) / self._prior.slope_spread) ** 2
        people = self._prior.people if self._model is Model.RASCH else 0.0
        alike = people * (2 * np.log(now.spread) + now.spread**-2)
        return -0.5 * float(off.sum() + tilt.sum() + alike)

    def _spread(self, now: _Parameters, expected: Expected) -> float:
        """Return the deviation of ability that the expected squares of it give, and what is held of it."""
        people = self._prior.people if self._prior is not None else 0.0
        squares = now.spread**2 * float(expected.mass @ self.grid.node**2)
        return float(np.sqrt((squares + people) / (expected.mass.sum() + people)))

    def _easier(self, now: _Parameters, expected: Expected) -> Floats:
        """Return the easinesses after Newton's steps on the expected counts, the slopes held."""
        easiness = now.easiness
        ability = now.spread * self.grid.node
        for _ in range(NEWTON_STEPS):
            chance = expit(ability + easiness[:, None])
            gain = (expected.earned - expected.seen * chance).sum(axis=1)
            curve = (expected.seen * chance * (1 - chance)).sum(axis=1)
            if self._prior is not None:
                gain -= (easiness - self._prior.easiness) / self._prior.spread**2
                curve += 1 / self._prior.spread**2
            easiness = easiness + np.clip(gain / (curve + 1e-9), -1, 1)
        return easiness

    def _sloped(self, now: _Parameters, expected: Expected) -> _Parameters:
        """Return easinesses and slopes after Newton's steps on the expected counts."""
        slope, easiness, node = now.slope, now.easiness, self.grid.node
        for _ in range(NEWTON_STEPS):
            chance = expit(slope[:, None] * node + easiness[:, None])
            rest = expected.earned - expected.seen * chance
            curve = expected.seen * chance * (1 - chance)
            gain, tilt = rest.sum(axis=1), rest @ node
            gain_gain, gain_tilt, tilt_tilt = curve.sum(axis=1), curve @ node, curve @ node**2
            if self._prior is not None:
                gain -= (easiness - self._prior.easiness) / self._prior.spread**2
                tilt -= (slope - self._prior.slope) / self._prior.slope_spread**2
                gain_gain += 1 / self._prior.spread**2
                tilt_tilt += 1 / self._prior.slope_spread**2
            scale = gain_gain * tilt_tilt - gain_tilt**2 + 1e-9
            easiness = easiness + np.clip((tilt_tilt * gain - gain_tilt * tilt) / scale, -1, 1)
            slope = slope + np.clip((gain_gain * tilt - gain_tilt * gain) / scale, -0.5, 0.5)
        return _Parameters(slope, easiness, 1.0)


def _accelerated(
    step: Callable[[Floats], tuple[Floats, float]], start: Floats, effort: Effort
) -> tuple[Floats, int, bool]:
    """Return where repeated steps end, how many were taken, and whether they ended.

    Squared extrapolation, scheme S3 of Varadhan & Roland (2008); a leap that lowers the objective is not taken.
    """
    here, used = start, 0
    while used < effort.cycles:
        first, _ = step(here)
        used += 1
        if np.abs(first - here).max() < effort.tolerance:
            return first, used, True
        second, before = step(first)
        move = first - here
        bend = second - first - move
        size = float(np.linalg.norm(bend))
        length = min(max(float(np.linalg.norm(move)) / size, 1.0), 16.0) if size else 1.0
        third, after = step(here + 2 * length * move + length**2 * bend)
        used += 2
        here = third if np.isfinite(after) and after >= before - 1e-9 * abs(before) else second
    return here, used, False


def _at_bound(responses: Responses, ends: _Parameters, prior: Prior | None) -> Flags:
    facility = responses.facility
    extreme = np.isnan(facility) | (facility == 0) | (facility == 1)
    ran_away = (np.abs(ends.easiness) >= FARTHEST) | (np.abs(ends.slope) >= STEEPEST)
    return ran_away if prior is not None else extreme | ran_away
