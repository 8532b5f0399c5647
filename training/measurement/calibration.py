"""From responses and what is held of a bank to a candidate snapshot, on the scale of the one in force."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from training.measurement import curves
from training.measurement.estimates import Bank, Estimates, Progress, of_ratings, of_responses
from training.measurement.linking import Link, NoLink, link
from training.measurement.population import Population
from training.measurement.responses import Floats
from training.measurement.snapshot import Figures, Flag, Linked, Snapshot

CARRYING = 30
"""Responses an item needs to carry the link, where the snapshot in force rests on responses itself."""


@dataclass(frozen=True, slots=True)
class Limits:
    """From where an item is flagged: conventions, of Wright & Linacre (1994) for the mean squares.

    Only marks that scatter too much are a misfit: those that scatter too little, as partial marks do, harm no measure.
    """

    few: int = 30
    infit: float = 1.2
    outfit: float = 1.3
    misfit_from: int = 100
    negative_from: int = 50


def calibrate(
    bank: Bank, people: Population, *, current: Snapshot | None, limits: Limits, progress: Progress
) -> Snapshot:
    """Return a candidate snapshot; ``progress`` is told each step before it begins.

    The items of ``people`` are those of ``bank``, in its order. Without responses the ratings stand in, and the scale
    begins at the borderline person. With ``current`` the candidate is put on that one's scale; where too few items are
    stable for that, ``linked`` is None and the scale begins at the mean of these people.
    """
    told = people.responses.mark.size > 0
    estimates = of_responses(bank, people.responses, progress) if told else of_ratings(bank)
    joined = _joined(bank, people, estimates, current)
    shift = joined.shift if joined else 0.0
    estimates = estimates.moved(shift)
    share = bank.weight / bank.weight.sum()
    standard = curves.ability_at(bank.cut, estimates.difficulty, weight=share)
    information = bank.questions * float(share @ curves.item_information(estimates.difficulty, standard)[:, 0])
    return Snapshot(
        exam=bank.exam,
        source=estimates.source,
        attempts=len(people.attempts),
        responses=len(people.responses.mark),
        mean=shift,
        spread=estimates.spread,
        cut=bank.cut,
        questions=bank.questions,
        standard=standard,
        standard_error=information**-0.5,
        held_spread=estimates.held.spread,
        information=estimates.information,
        linked=_linked(joined, current),
        items=_figures(bank, people, estimates, standard, _flags(people, estimates, joined, limits)),
    )


def _joined(bank: Bank, people: Population, estimates: Estimates, current: Snapshot | None) -> Link | None:
    """Return the link of estimates to the snapshot in force, over items with responses in both."""
    if current is None:
        return None
    rated = all(item.responses == 0 for item in current.items)
    known = {name: item for item in current.items if rated or item.responses >= CARRYING for name in item.versions}
    before = [_before(known, joined or (version,)) for version, joined in _versions(bank)]
    old = np.array([np.nan if item is None else item.difficulty for item in before])
    old_error = np.array([np.nan if item is None else item.error for item in before])
    enough = (people.responses.seen >= CARRYING) | (not people.responses.mark.size)
    try:
        return link(old, old_error, np.where(enough, estimates.difficulty, np.nan), estimates.error)
    except NoLink:
        return None


def _before(known: Mapping[str, Figures], versions: tuple[str, ...]) -> Figures | None:
    """Return the figures in force of an item, of its version with most responses where they were counted apart.

    None where versions that were counted together are taken apart again: that is another item.
    """
    found = [known[name] for name in versions if name in known and {*known[name].joined} <= {*versions}]
    return max(found, key=lambda each: each.responses, default=None)


def _versions(bank: Bank) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the name of each item and its versions that count together."""
    return zip(bank.versions, bank.joined or ((),) * len(bank.versions), strict=True)


def _linked(joined: Link | None, current: Snapshot | None) -> Linked | None:
    if joined is None or current is None:
        return None
    stable, common = int(joined.stable.sum()), int(np.isfinite(joined.moved).sum())
    return Linked(current.digest, joined.shift, joined.error, stable, common)


def _flags(people: Population, estimates: Estimates, joined: Link | None, limits: Limits) -> list[tuple[Flag, ...]]:
    seen = people.responses.seen
    off = (estimates.fit.infit > limits.infit) | (estimates.fit.outfit > limits.outfit)
    unstable = np.zeros(len(seen), bool) if joined is None else np.isfinite(joined.moved) & ~joined.stable
    raised = {
        Flag.FEW: seen < limits.few,
        Flag.BOUND: estimates.bound,
        Flag.MISFIT: off & (seen >= limits.misfit_from),
        Flag.NEGATIVE: (estimates.slope < 0) & (seen >= limits.negative_from),
        Flag.UNSTABLE: unstable,
    }
    return [tuple(flag for flag, where in raised.items() if where[item]) for item in range(len(seen))]


def _figures(
    bank: Bank, people: Population, estimates: Estimates, standard: float, flags: list[tuple[Flag, ...]]
) -> tuple[Figures, ...]:
    seen, facility = people.responses.seen, people.responses.facility
    at_standard = curves.expected_marks(estimates.difficulty, standard)[:, 0]
    return tuple(
        Figures(
            version=version,
            cell=bank.cells[item],
            responses=float(seen[item]),
            facility=_told(facility, item),
            difficulty=float(estimates.difficulty[item]),
            error=float(estimates.error[item]),
            held=float(estimates.held.difficulty[item]),
            at_standard=float(at_standard[item]),
            infit=_told(estimates.fit.infit, item),
            outfit=_told(estimates.fit.outfit, item),
            slope=_told(estimates.slope, item),
            slope_error=_told(estimates.slope_error, item),
            omitted=int(people.omitted[item]),
            not_reached=int(people.not_reached[item]),
            flags=flags[item],
            joined=joined,
            rated=bank.rated[item],
            held_error=float(estimates.held.error[item]),
        )
        for item, (version, joined) in enumerate(_versions(bank))
    )


def _told(values: Floats, item: int) -> float | None:
    return float(values[item]) if np.isfinite(values[item]) else None
