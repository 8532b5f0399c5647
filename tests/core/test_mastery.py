"""What answers say of a domain today, and ranges of the beta distribution."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from scipy import stats

from training.core import beta
from training.core.mastery import CREDIBLE, ENOUGH, HALF_LIFE, Answered, mastery

TODAY = date(2026, 11, 22)


def answered(right, wrong, *, ago=0):
    shares = [Fraction(1)] * right + [Fraction(0)] * wrong
    return [Answered(TODAY - timedelta(days=ago), share) for share in shares]


@pytest.mark.parametrize("a", [0.5, 1, 7.2, 400])
@pytest.mark.parametrize("b", [0.5, 1, 3.3, 90])
@pytest.mark.parametrize("p", [0.05, 0.1, 0.5, 0.95])
def test_quantiles_are_those_of_the_beta_distribution(a, b, p):
    assert beta.quantile(p, a, b) == pytest.approx(stats.beta.ppf(p, a, b), abs=1e-9)


@pytest.mark.parametrize(("x", "share"), [(-1, 0), (0, 0), (1, 1), (2, 1)])
def test_beyond_the_ends_lies_nothing(x, share):
    assert beta.below(x, 2, 3) == share


def test_the_range_is_that_of_right_and_wrong_answers():
    found = mastery(answered(9, 3), today=TODAY)

    assert found.count == 12
    assert found.likely == pytest.approx(10 / 14)
    assert (found.low, found.high) == pytest.approx(stats.beta(10, 4).interval(CREDIBLE))


def test_old_answers_count_less_and_the_range_widens():
    now, then = (mastery(answered(20, 5, ago=ago), today=TODAY) for ago in (0, HALF_LIFE))

    assert (then.low, then.high) == pytest.approx(stats.beta(11, 3.5).interval(CREDIBLE))
    assert then.high - then.low > now.high - now.low


def test_part_of_a_mark_counts_as_a_part():
    found = mastery([Answered(TODAY, Fraction(1, 2))] * 8, today=TODAY)

    assert found.likely == pytest.approx(0.5)


@pytest.mark.parametrize(("count", "ago"), [(0, 0), (ENOUGH - 1, 0), (2 * ENOUGH - 1, HALF_LIFE)])
def test_too_little_evidence_gives_no_range(count, ago):
    found = mastery(answered(count, 0, ago=ago), today=TODAY)

    assert (found.count, found.likely, found.low, found.high) == (count, None, None, None)


def test_an_answer_of_tomorrow_counts_as_of_today():
    assert mastery(answered(5, 0, ago=-1), today=TODAY) == mastery(answered(5, 0), today=TODAY)
