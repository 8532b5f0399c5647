"""What comes again when: FSRS in whole days, and how an answer is rated."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core.certainty import Certainty
from training.core.recalling import Ease, Pace, Review, ease, pace, remember

FIRST = date(2026, 11, 22)
REVIEWS = st.lists(st.tuples(st.integers(0, 60), st.sampled_from(Ease)), min_size=1, max_size=12)


def days(*eases):
    """Return the days FSRS gives after each review, each done when it is due."""
    found, reviews, on = [], [], FIRST
    for each in eases:
        reviews.append(Review(on, each))
        due_on = remember(reviews).due_on
        found.append((due_on - on).days)
        on = due_on
    return found


def test_the_intervals_are_those_of_the_reference():
    good, again = Ease.GOOD, Ease.AGAIN

    # py-fsrs, tests/test_basic.py: default parameters, no fuzz, each review at its due time.
    assert days(*[good] * 6, *[again] * 2, *[good] * 5) == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]


def test_what_was_never_answered_is_not_remembered():
    assert remember([]) is None


@given(REVIEWS)
def test_a_right_answer_rests_until_another_day_and_a_wrong_one_stays_due(steps):
    on, reviews = FIRST, []
    for gap, each in steps:
        on += timedelta(days=gap)
        reviews.append(Review(on, each))

    memory = remember(reviews)

    assert remember(reviews) == memory
    assert (memory.comes_on == on) is (reviews[-1].ease is Ease.AGAIN)
    assert memory.comes_on >= on


@pytest.mark.parametrize(
    ("share", "certainty", "took", "expected"),
    [
        (0, Certainty.SURE, Pace.FAST, Ease.AGAIN),
        (Fraction(1, 2), Certainty.SURE, Pace.FAST, Ease.AGAIN),
        (1, Certainty.GUESSED, Pace.FAST, Ease.HARD),
        (1, Certainty.SURE, Pace.SLOW, Ease.HARD),
        (1, Certainty.FAIRLY, Pace.FAST, Ease.GOOD),
        (1, Certainty.SURE, Pace.STEADY, Ease.GOOD),
        (1, None, Pace.FAST, Ease.GOOD),
        (1, Certainty.SURE, Pace.FAST, Ease.EASY),
    ],
)
def test_an_answer_is_rated_by_mark_certainty_and_pace(share, certainty, took, expected):
    assert ease(Fraction(share), certainty, took) is expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, Pace.FAST),
        (30, Pace.FAST),
        (31, Pace.STEADY),
        (100, Pace.STEADY),
        (101, Pace.SLOW),
        (300, Pace.SLOW),
        (301, Pace.STEADY),
        (None, Pace.STEADY),
    ],
)
def test_the_pace_allows_for_reading_and_a_long_pause_says_nothing(seconds, expected):
    assert pace(seconds, words=80) is expected
