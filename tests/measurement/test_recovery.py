"""Simulated people: the estimates find what the marks were made from, as closely as `measurement.md` 2.2 says."""

import numpy as np
import pytest

from tests.measurement.people import rmse, sample
from training.measurement import curves
from training.measurement.estimation import Effort, Model, Prior, fit
from training.measurement.uncertainty import Information, uncertainty

QUICK = Effort(tolerance=1e-4, nodes=31)


@pytest.mark.parametrize("kind", Information)
def test_difficulties_come_back_as_closely_as_their_standard_errors_say(kind):
    made = sample(1, persons=1_500, items=200, seen=40)

    found = fit(made.responses, effort=QUICK)

    errors = uncertainty(made.responses, found, kind)
    assert rmse(found.difficulty, made.difficulty) == pytest.approx(float(np.mean(errors.difficulty)), rel=0.1)
    assert found.spread == pytest.approx(1.0, abs=3 * errors.spread)


def test_the_rule_of_thumb_for_the_standard_error():
    made = sample(2, persons=2_000, items=80, seen=30)

    errors = uncertainty(made.responses, fit(made.responses, effort=QUICK))

    assert np.median(errors.difficulty * np.sqrt(made.responses.seen)) == pytest.approx(2.3, rel=0.1)


@pytest.mark.parametrize(("persons", "of_easiness", "of_slope"), [(2_000, 0.18, 0.17), (10_000, 0.09, 0.10)])
def test_the_two_parameter_model_comes_back(persons, of_easiness, of_slope):
    made = sample(7, persons=persons, items=300, seen=40, slopes=0.3)
    prior = Prior(np.zeros(300), 2.0, slope_spread=0.5) if persons < 5_000 else None

    found = fit(made.responses, model=Model.TWO_PARAMETER, prior=prior, effort=QUICK)

    assert rmse(found.easiness, -made.slope * made.difficulty) == pytest.approx(of_easiness, rel=0.1)
    assert rmse(found.slope, made.slope) == pytest.approx(of_slope, rel=0.1)


@pytest.mark.parametrize("spread", [0.5, 2.0])
def test_the_spread_of_abilities_comes_back(spread):
    made = sample(3, persons=3_000, items=60, seen=30, spread=spread)

    assert fit(made.responses, effort=QUICK).spread == pytest.approx(spread, rel=0.1)


def test_both_kinds_of_information_agree_on_many_people():
    made = sample(4, persons=4_000, items=30, seen=15)
    found = fit(made.responses, effort=QUICK)

    errors = [uncertainty(made.responses, found, kind).difficulty for kind in Information]

    assert errors[0] == pytest.approx(errors[1], rel=0.1)


@pytest.mark.parametrize("partial", [0, 12, 30, 120])
def test_partial_marks_are_balanced_on_without_a_bias(partial):
    made = sample(5, persons=3_000, items=120, seen=40, levels=3, partial=partial)
    true = curves.ability_at(0.7 * 120, made.difficulty)

    found = fit(made.responses, effort=QUICK)
    standard = curves.ability_at(0.7 * 120, found.difficulty)

    off = curves.expected_marks(found.difficulty, standard) - curves.expected_marks(made.difficulty, true)
    assert rmse(off, 0) < 0.02
    assert abs(off[:partial].mean() if partial else 0.0) < 0.005
    assert found.spread == pytest.approx(1.0, rel=0.1)


def test_the_standard_errors_of_partial_marks_are_on_the_safe_side():
    made = sample(6, persons=3_000, items=120, seen=40, levels=3, partial=60)

    found = fit(made.responses, effort=QUICK)

    errors = uncertainty(made.responses, found, Information.CROSS_PRODUCT).difficulty
    assert rmse(found.difficulty[:60], made.difficulty[:60]) < np.mean(errors[:60])
