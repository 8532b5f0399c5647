"""What would change if a candidate snapshot took the place of the one in force; without numpy, for pages read it."""

from dataclasses import dataclass
from statistics import NormalDist

from training.measurement.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Outlook:
    """The standard of both in logits of the common scale, and the shares of the candidate's people who pass by each.

    ``lowest`` and ``highest`` are the candidate's pass rate with the link two standard errors off to either side.
    """

    standard_before: float
    standard_after: float
    pass_before: float
    pass_after: float
    lowest: float
    highest: float

    @property
    def most(self) -> float:
        """Return by how much the expected pass rate can move, as a share, the uncertainty of the link included."""
        return max(abs(rate - self.pass_before) for rate in (self.pass_after, self.lowest, self.highest))


def outlook(current: Snapshot, candidate: Snapshot) -> Outlook | None:
    """Return what activating ``candidate`` would do; None when it does not stand on the scale of ``current``."""
    if candidate.linked is None or candidate.linked.before != current.digest:
        return None
    around = [candidate.standard + each * candidate.linked.error for each in (0, 2, -2)]
    after, lowest, highest = (pass_rate(candidate, standard) for standard in around)
    return Outlook(current.standard, candidate.standard, pass_rate(candidate, current.standard), after, lowest, highest)


def pass_rate(people: Snapshot, standard: float) -> float:
    """Return the share of a snapshot's people expected to pass an average paper whose cut stands at ``standard``.

    Abilities are normal, and so is the error of a paper's measure of them (Rudner 2001).
    """
    scatter = (people.spread**2 + people.standard_error**2) ** 0.5
    return NormalDist().cdf((people.mean - standard) / scatter)
