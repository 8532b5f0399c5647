import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measurement.lsat6 import COUNTS, MATRIX
from tests.measurement.people import sample
from training.measurement.analysis import analyse
from training.measurement.estimation import Effort, Model, Prior, fit
from training.measurement.responses import of_matrix, of_rows
from training.measurement.uncertainty import uncertainty

QUICK = Effort(tolerance=1e-5, nodes=31)


def test_a_weight_stands_for_people_with_the_same_responses():
    one_by_one = np.repeat(np.array(MATRIX), COUNTS, axis=0)

    assert list(analyse(one_by_one).difficulty) == pytest.approx(list(analyse(MATRIX, weight=COUNTS).difficulty))


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_people_and_items_changes_nothing(order):
    made = sample(8, persons=60, items=8, seen=6).responses
    persons, items = list(range(60)), list(range(8))
    order.shuffle(persons)
    order.shuffle(items)
    mixed = of_rows(np.array(persons)[made.person], np.array(items)[made.item], made.mark, persons=60, items=8)

    assert fit(mixed).difficulty[items] == pytest.approx(fit(made).difficulty, abs=1e-4)


def test_the_same_people_twice_give_the_same_estimates_and_smaller_errors():
    made = sample(9, persons=150, items=10, seen=7).responses
    twice = of_rows(made.person, made.item, made.mark, persons=150, items=10, weight=np.full(150, 2.0))

    once, both = fit(made), fit(twice)

    assert both.difficulty == pytest.approx(once.difficulty, abs=1e-4)
    assert uncertainty(twice, both).difficulty == pytest.approx(
        uncertainty(made, once).difficulty / np.sqrt(2), rel=1e-3
    )


def test_items_that_nobody_saw_leave_the_others_as_they_are():
    made = sample(10, persons=150, items=10, seen=7).responses
    more = of_rows(made.person, made.item, made.mark, persons=150, items=13)

    found = fit(more)

    assert found.difficulty[:10] == pytest.approx(fit(made).difficulty, abs=1e-5)
    assert list(found.at_bound) == [False] * 10 + [True] * 3
    assert np.isnan(uncertainty(more, found).difficulty[10:]).all()


def test_people_who_saw_nothing_change_nothing():
    made = sample(10, persons=150, items=10, seen=7).responses
    more = of_rows(made.person, made.item, made.mark, persons=160, items=10)

    assert fit(more).difficulty == pytest.approx(fit(made).difficulty, abs=1e-5)


@pytest.mark.parametrize("mark", [0.0, 1.0])
def test_an_item_that_everybody_or_nobody_gets_right_has_no_estimate_and_harms_no_other(mark):
    marks = np.random.default_rng(11).integers(0, 2, (200, 8)).astype(float)
    marks[:, 3] = mark

    found = analyse(marks)

    others = [item for item in range(8) if item != 3]
    assert list(found.at_bound) == [item == 3 for item in range(8)]
    assert np.isnan(found.difficulty[3])
    assert np.isnan(found.difficulty_error[3])
    assert found.difficulty[others] == pytest.approx(analyse(marks[:, others]).difficulty, abs=0.01)


@pytest.mark.parametrize(("mark", "sign"), [(0.0, 1), (1.0, -1)])
def test_a_prior_keeps_such_an_item_finite(mark, sign):
    marks = np.random.default_rng(11).integers(0, 2, (200, 8)).astype(float)
    marks[:, 3] = mark

    found = fit(of_matrix(marks), prior=Prior(np.zeros(8), 1.0))

    assert not found.at_bound.any()
    assert 2 < sign * found.difficulty[3] < 6


def test_a_prior_weighs_less_the_more_responses_there_are():
    few, many = sample(12, persons=40, items=10, seen=5), sample(12, persons=4_000, items=10, seen=5)
    prior = Prior(np.zeros(10), 0.5)

    def drawn(responses):
        alone, held = fit(responses, effort=QUICK), fit(responses, prior=prior, effort=QUICK)
        return np.abs(held.difficulty - alone.difficulty).mean()

    assert drawn(many.responses) < 0.1 * drawn(few.responses)


def test_the_slope_of_an_item_with_a_wrong_key_is_below_zero():
    made = sample(13, persons=1_500, items=20, seen=20).responses
    wrong = np.where(made.item == 4, 1 - made.mark, made.mark)
    keyed = of_rows(made.person, made.item, wrong, persons=1_500, items=20)

    found = fit(keyed, model=Model.TWO_PARAMETER, effort=QUICK)

    assert found.slope[4] < -0.5
    assert (np.delete(found.slope, 4) > 0.5).all()


def test_a_search_may_begin_from_another():
    made = sample(14, persons=300, items=20, seen=10).responses
    found = fit(made)

    again = fit(made, start=found)

    assert again.cycles < 3
    assert again.difficulty == pytest.approx(found.difficulty, abs=1e-5)


def test_a_search_cut_short_says_so():
    found = fit(sample(14, persons=300, items=20, seen=10).responses, effort=Effort(cycles=3))

    assert not found.converged


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (([0], [0], [1.5]), "from 0 to 1"),
        (([0], [0], [np.nan]), "from 0 to 1"),
        (([0, 0], [1, 1], [0, 1]), "one mark on an item"),
        (([5], [0], [1]), "counted from 0"),
        (([0], [-1], [1]), "counted from 0"),
        (([0, 1], [0], [1]), "one length"),
    ],
)
def test_rows_that_cannot_be_are_refused(rows, words):
    with pytest.raises(ValueError, match=words):
        of_rows(*rows, persons=3, items=2)


def test_a_matrix_has_two_axes():
    with pytest.raises(ValueError, match="a row for each person"):
        of_matrix([1, 0, 1])


def test_nothing_cannot_be_calibrated():
    with pytest.raises(ValueError, match="no responses"):
        analyse([[np.nan, np.nan]])
