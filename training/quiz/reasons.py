"""What decides an exam, in words: the same before the start and in the result."""

from fractions import Fraction
from math import ceil

from training.core.domains import DOMAIN_TITLES, Domain
from training.core.numbers import exact_share
from training.core.scoring import Decision, Reason
from training.core.scoring import Why as Because
from training.core.specification import Specification


def asked(share: Fraction, possible: Fraction | int) -> str:
    """Return what a share of so many points comes to: "at least 24 of 30 points (80 %)".

    Where that is no whole number, also how many right answers reach it: questions may be right in part.
    """
    wanted = share * possible
    words = f"at least {_points(wanted)} of {_points(Fraction(possible))} points ({exact_share(share)})"
    return words if wanted.denominator == 1 else f"{words}, which {ceil(wanted)} right answers reach"


def rules(specification: Specification) -> tuple[str, list[tuple[Domain, str]]]:
    """Return what an exam asks for in all, and in each domain with a minimum of its own."""
    return asked(specification.cut, specification.length), [
        (domain, asked(minimum, specification.in_domain(domain))) for domain, minimum in specification.minimums.items()
    ]


def words(decision: Decision) -> list[tuple[bool, str]]:
    """Return for each rule of a decision whether it was met, and the rule in words."""
    possible = {tally.domain.value: tally.possible for tally in decision.profile}
    return [(reason.met, _words(reason, possible.get(reason.about, decision.possible))) for reason in decision.reasons]


def _words(reason: Reason, possible: Fraction) -> str:
    if reason.why is Because.TOTAL:
        return f"{_counted(reason.awarded)} in all; asked for: {_asked(reason, possible)}"
    if reason.why is Because.MINIMUM:
        title = DOMAIN_TITLES[Domain(reason.about)]
        return f"In “{title}”: {_counted(reason.awarded)}; asked for: {_asked(reason, possible)}"
    if reason.why is Because.DANGEROUS:
        return f"An answer that would endanger a patient (safety rule {reason.about})"
    return f"Question {reason.about} waits for marking, by the course's markers"


def _asked(reason: Reason, possible: Fraction) -> str:
    return asked(reason.wanted / possible, possible) if possible else _counted(reason.wanted)


def _counted(share: Fraction) -> str:
    return f"{_points(share)} {'point' if share == 1 else 'points'}"


def _points(share: Fraction) -> str:
    return f"{float(share):.2f}".rstrip("0").rstrip(".")
