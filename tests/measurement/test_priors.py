import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.measurement.people import rmse
from training.measurement import curves, priors

NAN = float("nan")
UNRATED = np.full(4, NAN)
CELLS = np.array([0, 0, 1, 1])


def rated(difficulty, error=None):
    return priors.Ratings(difficulty, np.full(len(difficulty), NAN) if error is None else np.array(error))


@given(
    st.lists(st.one_of(st.just(NAN), st.floats(-3, 3)), min_size=4, max_size=4),
    st.lists(st.floats(0.1, 5), min_size=4, max_size=4),
    st.floats(0.3, 0.95),
)
def test_before_data_an_average_paper_expects_the_cut_of_a_borderline_person(ratings, weights, cut):
    weight = np.array(weights)

    held = priors.before_data(CELLS, rated(np.array(ratings)), cut=cut, weight=weight)

    marks = curves.expected_marks(held.difficulty, 0)[:, 0]
    assert weight @ marks / weight.sum() == pytest.approx(cut)


def test_before_data_ratings_are_shrunk_to_their_cell_and_keep_their_order():
    held = priors.before_data(CELLS, rated(np.array([-2.0, 0, 1, NAN])), cut=0.7, weight=np.ones(4))

    assert held.difficulty[1] - held.difficulty[0] == pytest.approx(priors.WEIGHT * 2)
    assert held.difficulty[2] > held.difficulty[1]


def test_without_ratings_every_item_is_held_alike():
    held = priors.before_data(CELLS, rated(UNRATED), cut=0.7, weight=np.ones(4))

    assert np.ptp(held.difficulty) == pytest.approx(0)


def made(seed, *, cells, of_cell, trust, error):
    """Return cells, ratings, estimates and their errors, and true difficulties."""
    chance = np.random.default_rng(seed)
    cell = np.repeat(np.arange(cells), of_cell)
    rating = chance.normal(0, 1, cells * of_cell)
    true = chance.normal(0, 0.8, cells)[cell] + trust * rating + chance.normal(0, 0.6, cells * of_cell)
    errors = np.full(len(true), error)
    return cell, rating, true + errors * chance.normal(size=len(true)), errors, true


def test_the_worth_of_ratings_and_what_they_leave_open_come_from_the_data():
    cell, rating, estimate, error, _ = made(31, cells=12, of_cell=40, trust=0.7, error=0.3)

    held = priors.from_data(cell, rated(rating), estimate, error)

    assert held.weight == pytest.approx(0.7, rel=0.1)
    assert held.spread == pytest.approx(0.6, rel=0.1)


def test_worthless_ratings_get_no_weight():
    cell, rating, estimate, error, _ = made(32, cells=12, of_cell=40, trust=0.0, error=0.3)

    assert abs(priors.from_data(cell, rated(rating), estimate, error).weight) < 0.1


def test_what_is_held_is_nearer_the_truth_than_the_mean_of_all():
    cell, rating, estimate, error, true = made(33, cells=8, of_cell=10, trust=0.6, error=0.8)

    held = priors.from_data(cell, rated(rating), estimate, error)

    assert rmse(held.difficulty, true) < 0.75 * rmse(np.full(len(true), true.mean()), true)


def test_items_without_an_estimate_are_held_by_their_cell_and_rating():
    cell, rating, estimate, error, true = made(34, cells=6, of_cell=20, trust=0.7, error=0.3)
    unseen = np.arange(len(true)) % 4 == 0

    held = priors.from_data(cell, rated(rating), np.where(unseen, NAN, estimate), np.where(unseen, NAN, error))

    assert np.isfinite(held.difficulty).all()
    assert np.corrcoef(held.difficulty[unseen], true[unseen])[0, 1] > 0.7


@pytest.mark.parametrize("known", [[NAN] * 4, [1.0, NAN, NAN, 2.0]])
def test_with_hardly_any_estimates_all_are_held_loosely(known):
    held = priors.from_data(CELLS, rated(UNRATED), np.array(known), np.full(4, 0.3))

    assert held.spread == priors.LARGEST
    assert np.ptp(held.difficulty) == 0


def test_the_first_answers_do_not_silence_the_ratings():
    held = priors.from_data(CELLS, rated(np.array([-1.0, 1, NAN, NAN])), np.full(4, NAN), np.full(4, NAN))

    assert held.difficulty[1] - held.difficulty[0] == pytest.approx(priors.WEIGHT * 2)
    assert held.difficulty.mean() == pytest.approx(0)


def test_judges_who_disagree_leave_more_open():
    """0.8 without an error of its own; half of an error of 1.2 beside it makes 1; what no panel rated stays at 1."""
    held = priors.before_data(CELLS, rated(np.zeros(4), [0.0, 1.2, NAN, NAN]), cut=0.7, weight=np.ones(4))

    assert held.error == pytest.approx([0.8, 1.0, 1.0, 1.0])


def test_the_scatter_of_judges_is_no_part_of_what_all_items_share():
    """Ratings off by a known error of 0.8, of which 0.7 counts: what remains is the spread of 0.6 again."""
    cell, rating, estimate, error, _ = made(35, cells=12, of_cell=40, trust=0.7, error=0.3)
    chance = np.random.default_rng(36)
    judged = np.where(np.arange(len(rating)) % 2, 0.8, 0.0)
    seen = rating + judged * chance.normal(size=len(rating))

    held = priors.from_data(cell, rated(seen, judged), estimate, error)

    weight = held.weight
    assert held.error == pytest.approx(np.sqrt(held.spread**2 + (weight * judged) ** 2))
    ignored = priors.from_data(cell, rated(seen), estimate, error)
    assert held.spread < ignored.spread
