import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core.practical import Observed, Step, complete, outcome

STEPS = tuple(Step(number, f"step {number}", critical=number in {2, 3, 4}) for number in range(1, 21))
marked = st.dictionaries(st.integers(1, 20), st.integers(0, 2))


def all_marked(mark=2, **other):
    return dict.fromkeys(range(1, 21), mark) | {int(key[1:]): value for key, value in other.items()}


def test_every_step_done_without_prompting_passes():
    assert outcome(STEPS, all_marked(), minimum=32).passed


def test_a_critical_step_marked_unsafe_fails_whatever_the_points():
    result = outcome(STEPS, all_marked(s2=0), minimum=32)

    assert (result.points, result.unsafe, result.passed) == (38, (2,), False)


def test_an_uncritical_step_marked_unsafe_costs_its_points_only():
    assert outcome(STEPS, all_marked(s1=0), minimum=32).passed


def test_exactly_the_minimum_passes_and_one_point_less_fails():
    enough = all_marked(s1=0, s5=0, s6=0, s7=0)

    assert outcome(STEPS, enough, minimum=32).passed
    assert not outcome(STEPS, enough | {8: 1}, minimum=32).passed


def test_a_step_without_a_mark_is_named_and_nothing_passes():
    marks = all_marked()
    del marks[20]

    assert (outcome(STEPS, marks, minimum=32).missing, outcome(STEPS, marks, minimum=32).passed) == ((20,), False)


@pytest.mark.parametrize("marks", [{21: 2}, {0: 1}, {1: 3}, {1: -1}])
def test_a_mark_the_form_does_not_have_is_refused(marks):
    with pytest.raises(ValueError, match="outside the form"):
        outcome(STEPS, marks, minimum=32)


@given(marked)
def test_points_lie_between_nothing_and_everything(marks):
    result = outcome(STEPS, marks, minimum=32)

    assert 0 <= result.points <= result.possible == 40


@given(marked, st.integers(1, 20))
def test_a_better_mark_never_turns_a_pass_into_a_fail(marks, step):
    better = marks | {step: 2}

    assert outcome(STEPS, better, minimum=32).passed >= outcome(STEPS, marks, minimum=32).passed


def test_both_stations_in_different_regions_are_complete():
    assert complete(
        ("superficial", "deep"), [Observed("superficial", "neck", passed=True), Observed("deep", "calf", passed=True)]
    )


def test_two_stations_in_one_region_are_not_complete():
    both = [Observed("superficial", "neck", passed=True), Observed("deep", "neck", passed=True)]

    assert not complete(("superficial", "deep"), both)


def test_a_third_station_in_another_region_completes():
    three = [
        Observed("superficial", "neck", passed=True),
        Observed("deep", "neck", passed=True),
        Observed("superficial", "calf", passed=True),
    ]

    assert complete(("superficial", "deep"), three)


def test_a_failed_station_does_not_count():
    assert not complete(("deep",), [Observed("deep", "calf", passed=False)])
