"""What responses, or before them ratings, say of the items of a bank."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from training.measurement import priors
from training.measurement.estimation import Effort, Model, fit
from training.measurement.misfit import Misfit, misfit
from training.measurement.responses import Flags, Floats, Responses, Whole
from training.measurement.snapshot import Rated, Source
from training.measurement.uncertainty import uncertainty

EFFORT = Effort(tolerance=1e-4)
"""The last cycle may still move a parameter by a hundredth of the smallest standard error."""

Progress: TypeAlias = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Bank:
    """The items of an exam, one row each: ``versions`` and ``cells`` name them.

    ``ratings`` are difficulties that people gave, ``rated`` says by item whose they are; ``weight`` is how often an
    item stands on an average paper (0 when papers no longer draw it); ``cut`` the share a borderline person earns,
    ``questions`` how many count. ``joined`` holds the versions that count together, by item; empty where no item has
    several.
    """

    exam: str
    versions: tuple[str, ...]
    cells: tuple[str, ...]
    ratings: priors.Ratings
    rated: tuple[Rated, ...]
    weight: Floats
    cut: float
    questions: int
    joined: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Estimates:
    """Difficulties in logits with what is held of them; ``spread`` of ability; the diagnostics of each item.

    ``slope`` is relative to the average of the items, which is 1. ``bound`` marks items that nobody or everybody got
    right: only what is held of them keeps their difficulty finite.
    """

    source: Source
    difficulty: Floats
    error: Floats
    held: priors.Held
    spread: float
    fit: Misfit
    slope: Floats
    slope_error: Floats
    bound: Flags
    information: str

    def moved(self, shift: float) -> "Estimates":
        """Return the estimates on a scale whose numbers are ``shift`` larger."""
        held = replace(self.held, difficulty=self.held.difficulty + shift)
        return replace(self, difficulty=self.difficulty + shift, held=held)


def of_ratings(bank: Bank) -> Estimates:
    """Return what is known before there are responses; a borderline person has ability 0, and abilities spread by 1."""
    held = priors.before_data(_numbered(bank.cells), bank.ratings, cut=bank.cut, weight=bank.weight)
    items = len(bank.versions)
    nothing = np.full(items, np.nan)
    return Estimates(
        source=Source.RATINGS,
        difficulty=held.difficulty,
        error=held.error,
        held=held,
        spread=1.0,
        fit=Misfit(nothing, nothing),
        slope=nothing,
        slope_error=nothing,
        bound=np.zeros(items, bool),
        information="none",
    )


def of_responses(bank: Bank, responses: Responses, progress: Progress) -> Estimates:
    """Return what responses say, shrunk to what is held; abilities have mean 0."""
    progress("Difficulties from the responses alone")
    alone = fit(responses, effort=EFFORT)
    progress("What is held of each item by its cell and its ratings")
    bare = np.where(alone.at_bound, np.nan, alone.difficulty)
    held = priors.from_data(_numbered(bank.cells), bank.ratings, bare, uncertainty(responses, alone).difficulty)
    progress("Difficulties with what is held")
    both = fit(responses, prior=held.prior(), start=alone, effort=EFFORT)
    errors = uncertainty(responses, both)
    progress("How well the items follow the model")
    mean_squares = misfit(responses, both)
    progress("Two-parameter diagnostic")
    tilted = fit(responses, model=Model.TWO_PARAMETER, prior=held.prior(both.spread), start=both, effort=EFFORT)
    seen = responses.seen > 0
    return Estimates(
        source=Source.RESPONSES,
        difficulty=both.difficulty,
        error=errors.difficulty,
        held=held,
        spread=both.spread,
        fit=mean_squares,
        slope=np.where(seen, tilted.slope / both.spread, np.nan),
        slope_error=np.where(seen, uncertainty(responses, tilted).slope / both.spread, np.nan),
        bound=alone.at_bound & seen,
        information=errors.information.value,
    )


def _numbered(cells: tuple[str, ...]) -> Whole:
    place = {name: number for number, name in enumerate(dict.fromkeys(cells))}
    return np.array([place[cell] for cell in cells], np.int64)
