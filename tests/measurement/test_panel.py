"""Ratings of a panel: numbers reckoned by hand."""

from math import log

import pytest

from training.measurement.panel import FEWEST, of_judges


def test_the_mean_of_the_judges_becomes_a_difficulty_with_its_error():
    """0.5, 0.6, 0.7: mean 0.6, deviation 0.1; the mean's error 0.1 / root 3 over 0.6 x 0.4 is 0.240563 logits."""
    told = of_judges([0.5, 0.6, 0.7])

    assert told.difficulty == pytest.approx(-0.4054651)
    assert told.error == pytest.approx(0.2405626)
    assert told.judges == 3


def test_judges_of_one_mind_leave_no_error():
    assert of_judges([0.5] * 4).error == 0
    assert of_judges([0.5] * 4).difficulty == pytest.approx(0)


@pytest.mark.parametrize("judges", range(FEWEST))
def test_fewer_judges_are_no_panel(judges):
    assert of_judges([0.6] * judges) is None


def test_all_and_nobody_stay_within_reach():
    assert of_judges([1.0] * 3).difficulty == pytest.approx(-log(49))
    assert of_judges([0.0] * 3).difficulty == pytest.approx(log(49))
