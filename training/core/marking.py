"""What people's marks of one response come to: two who agree, a third who decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction


class Seat(IntEnum):
    """In whose place a mark was given: one of two who work on their own, or the third person, who sees both."""

    FIRST = 1
    SECOND = 2
    THIRD = 3


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two marks may lie apart, as a share of the full mark; at exactly so much they agree."""

    tolerance: Fraction

    def holds(self, first: Fraction, second: Fraction) -> bool:
        """Return whether two shares agree."""
        return abs(first - second) <= self.tolerance


def settled(given: Mapping[Seat, Fraction], *, double: bool, agreement: Agreement) -> Fraction | None:
    """Return the share of the mark that ``given`` shares come to, None while somebody must still mark.

    One marker is enough unless ``double``. Two who agree give their mean, exactly; otherwise the third person's holds.
    """
    if not double:
        return given.get(Seat.FIRST)
    if Seat.THIRD in given:
        return given[Seat.THIRD]
    if len(given) < 2 or not agreement.holds(given[Seat.FIRST], given[Seat.SECOND]):
        return None
    return (given[Seat.FIRST] + given[Seat.SECOND]) / 2


def free_seat(given: Mapping[Seat, Fraction], *, double: bool, agreement: Agreement) -> Seat | None:
    """Return the seat for whoever marks next, None when the mark is settled."""
    if settled(given, double=double, agreement=agreement) is not None:
        return None
    return next((seat for seat in (Seat.FIRST, Seat.SECOND) if seat not in given), Seat.THIRD)
