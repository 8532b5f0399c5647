"""When a minute of study is credited."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import NOON
from training.modules import study

GAPS = st.lists(st.integers(min_value=-30, max_value=300), max_size=60)


def earned(seconds):
    """Return the moments, in seconds after noon, at which signs at ``seconds`` earned a minute."""
    run, moments = None, []
    for second in seconds:
        run, credited = study.heard(run, NOON + timedelta(seconds=second))
        moments += [second] if credited else []
    return moments


def test_opening_a_page_earns_nothing():
    assert earned([0]) == []


def test_a_minute_later_a_minute_is_earned():
    assert earned([0, 60, 120]) == [60, 120]


def test_short_visits_to_several_pages_add_up():
    assert earned([0, 40, 80, 120]) == [80, 120]


def test_a_silence_of_more_than_two_minutes_begins_anew():
    assert earned([0, 60, 181, 200, 241]) == [60, 241]


def test_many_signs_earn_no_more_than_the_clock_ran():
    assert earned(range(121)) == [60, 120]


def test_a_clock_set_back_earns_nothing():
    assert earned([600, 0, 30]) == []


@given(GAPS)
def test_the_sum_never_exceeds_what_the_clock_ran(gaps):
    moments = [sum(gaps[: place + 1]) for place in range(len(gaps))]
    forward = [moment for place, moment in enumerate(moments) if moment == max(moments[: place + 1])]

    assert 60 * len(earned(forward)) <= (forward[-1] - forward[0] if forward else 0)


@given(GAPS)
def test_a_minute_is_never_earned_within_a_minute_of_another_on_average(gaps):
    moments = sorted(abs(sum(gaps[: place + 1])) for place in range(len(gaps)))
    credited = earned(moments)

    assert all(
        60 * (there - here) <= credited[there] - credited[here] + 60
        for here in range(len(credited))
        for there in range(here, len(credited))
    )
