import numpy as np
import pytest

from tests.measurement.people import sample
from training.measurement.estimation import fit
from training.measurement.misfit import misfit
from training.measurement.responses import of_rows


def test_mean_squares_are_one_where_the_model_is_true():
    made = sample(21, persons=3_000, items=60, seen=20).responses

    found = misfit(made, fit(made))

    assert found.infit.mean() == pytest.approx(1, abs=0.01)
    assert found.outfit.mean() == pytest.approx(1, abs=0.01)
    assert ((found.infit > 0.85) & (found.infit < 1.15)).all()


def test_a_wrong_key_stands_out_and_nothing_else_does():
    made = sample(22, persons=2_000, items=40, seen=20).responses
    wrong = np.where(made.item == 7, 1 - made.mark, made.mark)
    keyed = of_rows(made.person, made.item, wrong, persons=2_000, items=40)

    found = misfit(keyed, fit(keyed))

    assert found.outfit[7] > 1.2
    assert list(np.flatnonzero((found.infit > 1.2) | (found.infit < 0.8))) in ([7], [])
    assert np.argmax(found.infit) == 7


def test_partial_marks_scatter_less():
    made = sample(23, persons=2_000, items=40, seen=20, levels=4, partial=5).responses

    found = misfit(made, fit(made))

    assert (found.infit[:5] < 0.6).all()
    assert (found.infit[5:] > 0.8).all()


def test_an_item_that_nobody_saw_has_none():
    made = sample(24, persons=100, items=5, seen=3).responses
    more = of_rows(made.person, made.item, made.mark, persons=100, items=6)

    assert np.isnan(misfit(more, fit(more)).infit[5])
