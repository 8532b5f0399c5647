"""From marks to a decision: exact fractions, the total cut, domain minimums, the veto of dangerous choices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from training.core.domains import Domain
from training.core.items import Mark

VERSION = "1"
"""Names the rules of this module; frozen with every exam version, so that a later rule never rescores an old paper."""

Plain: TypeAlias = dict[str, object]


class Outcome(StrEnum):
    """What an attempt leads to; withheld when somebody must still mark."""

    PASS = "pass"  # noqa: S105 - the word of a decision, no secret
    FAIL = "fail"
    WITHHELD = "withheld"


class Why(StrEnum):
    """A reason of a decision."""

    TOTAL = "total"
    MINIMUM = "minimum"
    DANGEROUS = "dangerous"
    UNMARKED = "unmarked"


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides: shares of the possible points, 0-1."""

    cut: Fraction
    minimums: Mapping[Domain, Fraction]


@dataclass(frozen=True, slots=True)
class Scored:
    """One slot as it was marked; ``mark`` is None while somebody must still mark it. A ``pilot`` decides nothing."""

    position: int
    domain: Domain
    mark: Mark | None
    safety_point: str = ""
    pilot: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """Points of one domain."""

    domain: Domain
    awarded: Fraction
    possible: Fraction


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule and whether it was met: ``about`` names the domain of a minimum or the safety point of a choice."""

    why: Why
    met: bool
    about: str = ""
    awarded: Fraction = Fraction(0)
    wanted: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision with every rule behind it; says nothing of single items."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    awarded: Fraction
    possible: Fraction
    profile: tuple[Tally, ...]

    @property
    def safety_points(self) -> tuple[str, ...]:
        """Return the safety points missed by a dangerous choice, each once, in order."""
        return tuple(reason.about for reason in self.reasons if reason.why is Why.DANGEROUS)

    def plain(self) -> Plain:
        """Return JSON values, fractions as text; equal decisions give equal values."""
        return {
            "outcome": self.outcome.value,
            "awarded": str(self.awarded),
            "possible": str(self.possible),
            "profile": [[tally.domain.value, str(tally.awarded), str(tally.possible)] for tally in self.profile],
            "reasons": [
                {
                    "why": reason.why.value,
                    "met": reason.met,
                    "about": reason.about,
                    "awarded": str(reason.awarded),
                    "wanted": str(reason.wanted),
                }
                for reason in self.reasons
            ],
        }


def decide(slots: Iterable[Scored], rules: Rules) -> Decision:
    """Return the decision on a whole paper, whatever the order of ``slots``.

    A pass needs awarded >= cut * possible, every domain minimum in the same way, and no dangerous choice
    (domain.md 1, "cut score" and "critical item"). One slot without a mark withholds the decision. Slots that were
    tried out are left out before anything is asked. Raises ValueError for a paper without slots that count.
    """
    scored = sorted((slot for slot in slots if not slot.pilot), key=lambda slot: slot.position)
    if not scored:
        message = "a paper without questions has no decision"
        raise ValueError(message)
    marked = [(slot, slot.mark) for slot in scored if slot.mark is not None]
    profile = _profile(marked)
    awarded = sum((tally.awarded for tally in profile), Fraction(0))
    possible = sum((tally.possible for tally in profile), Fraction(0))
    total = rules.cut * possible
    reasons = (
        Reason(Why.TOTAL, awarded >= total, awarded=awarded, wanted=total),
        *_minimums(profile, rules),
        *(Reason(Why.DANGEROUS, met=False, about=point) for point in _dangerous(marked)),
        *(Reason(Why.UNMARKED, met=False, about=str(slot.position)) for slot in scored if slot.mark is None),
    )
    return Decision(_outcome(reasons), reasons, awarded, possible, profile)


def rules_of(plain: Mapping[str, object]) -> Rules:
    """Return the rules frozen on a paper: ``{"cut": "4/5", "minimums": {"safety": "4/5"}}``."""
    minimums = plain["minimums"]
    if not isinstance(minimums, Mapping):
        message = "minimums are a table of shares by domain"
        raise TypeError(message)
    return Rules(Fraction(str(plain["cut"])), {Domain(name): Fraction(share) for name, share in minimums.items()})


def decision_of(plain: Mapping[str, object]) -> Decision:
    """Return the decision that `Decision.plain` wrote."""
    profile, reasons = plain["profile"], plain["reasons"]
    assert isinstance(profile, list)
    assert isinstance(reasons, list)
    return Decision(
        outcome=Outcome(str(plain["outcome"])),
        awarded=Fraction(str(plain["awarded"])),
        possible=Fraction(str(plain["possible"])),
        profile=tuple(Tally(Domain(name), Fraction(got), Fraction(most)) for name, got, most in profile),
        reasons=tuple(
            Reason(
                Why(reason["why"]),
                met=reason["met"],
                about=reason["about"],
                awarded=Fraction(reason["awarded"]),
                wanted=Fraction(reason["wanted"]),
            )
            for reason in reasons
        ),
    )


def _profile(marked: Iterable[tuple[Scored, Mark]]) -> tuple[Tally, ...]:
    sums: dict[Domain, tuple[Fraction, Fraction]] = {}
    for slot, mark in marked:
        awarded, possible = sums.get(slot.domain, (Fraction(0), Fraction(0)))
        sums[slot.domain] = (awarded + mark.awarded, possible + mark.possible)
    return tuple(Tally(domain, *sums[domain]) for domain in Domain if domain in sums)


def _minimums(profile: tuple[Tally, ...], rules: Rules) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            Why.MINIMUM,
            tally.awarded >= rules.minimums[tally.domain] * tally.possible,
            about=tally.domain.value,
            awarded=tally.awarded,
            wanted=rules.minimums[tally.domain] * tally.possible,
        )
        for tally in profile
        if tally.domain in rules.minimums
    )


def _dangerous(marked: Iterable[tuple[Scored, Mark]]) -> tuple[str, ...]:
    return tuple(sorted({slot.safety_point for slot, mark in marked if mark.dangerous}))


def _outcome(reasons: tuple[Reason, ...]) -> Outcome:
    if any(reason.why is Why.UNMARKED for reason in reasons):
        return Outcome.WITHHELD
    return Outcome.PASS if all(reason.met for reason in reasons) else Outcome.FAIL
