"""What marks of people come to: exact means, agreement at the very edge, the third person."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core.marking import Agreement, Seat, free_seat, settled

TENTH = Agreement(Fraction(1, 10))
shares = st.fractions(0, 1, max_denominator=60)


def marks(*given):
    return dict(zip(Seat, given, strict=False))


def test_one_marker_is_enough_where_one_is_asked_for():
    assert settled(marks(Fraction(1, 2)), double=False, agreement=TENTH) == Fraction(1, 2)
    assert free_seat({}, double=False, agreement=TENTH) is Seat.FIRST


def test_two_who_agree_give_their_exact_mean():
    assert settled(marks(Fraction(2, 3), Fraction(3, 5)), double=True, agreement=TENTH) == Fraction(19, 30)


@pytest.mark.parametrize(("second", "seat"), [(Fraction(6, 10), None), (Fraction(601, 1000), Seat.THIRD)])
def test_at_the_tolerance_they_agree_and_beyond_it_a_third_is_wanted(second, seat):
    given = marks(Fraction(1, 2), second)

    assert free_seat(given, double=True, agreement=TENTH) is seat


@given(shares, shares, shares)
def test_what_the_third_gives_holds_whatever_the_others_gave(first, second, third):
    assert settled(marks(first, second, third), double=True, agreement=TENTH) == third


@given(shares, shares, st.fractions(0, 1))
def test_the_order_of_the_two_does_not_matter(first, second, tolerance):
    agreement = Agreement(tolerance)

    assert settled(marks(first, second), double=True, agreement=agreement) == settled(
        marks(second, first), double=True, agreement=agreement
    )


@given(shares, shares)
def test_a_seat_is_free_exactly_while_nothing_is_settled(first, second):
    for given_so_far in (marks(), marks(first), marks(first, second)):
        seat = free_seat(given_so_far, double=True, agreement=TENTH)

        assert (seat is None) == (settled(given_so_far, double=True, agreement=TENTH) is not None)
        assert seat not in given_so_far
