"""Published results on LSAT6: R's mirt and ltm, to the digits they print (61 nodes from -6 to 6)."""

import numpy as np
import pytest

from tests.measurement.lsat6 import COUNTS, MATRIX, lsat6
from training.measurement import curves
from training.measurement.analysis import analyse
from training.measurement.estimation import Effort, fit
from training.measurement.uncertainty import uncertainty

EXACT = Effort(tolerance=1e-9)


@pytest.fixture(scope="module")
def rasch():
    return analyse(MATRIX, weight=COUNTS)


@pytest.fixture(scope="module")
def sloped():
    return analyse(MATRIX, weight=COUNTS, model="two-parameter")


def near(values, digits):
    return pytest.approx(values, abs=0.51 * 10**-digits)


def test_facilities():
    assert list(lsat6().facility) == near([0.924, 0.709, 0.553, 0.763, 0.870], 3)


def test_the_rasch_model_is_that_of_mirt(rasch):
    assert rasch.log_likelihood == near(-2466.9376, 4)
    assert list(rasch.easiness) == near([2.7300, 0.9986, 0.2399, 1.3065, 2.0994], 4)
    assert rasch.spread**2 == near(0.5702, 4)


def test_the_rasch_model_is_that_of_ltm_in_its_units(rasch):
    # ltm: ability has deviation 1 and all items one slope, which is our deviation of ability.
    assert rasch.spread == near(0.7551, 4)
    assert list(rasch.difficulty / rasch.spread) == near([-3.6153, -1.3224, -0.3176, -1.7301, -2.7802], 4)
    assert 2 * 6 - 2 * rasch.log_likelihood == near(4945.875, 3)


def test_the_standard_errors_of_the_rasch_model_are_those_of_ltm():
    found = fit(lsat6(), effort=EXACT)
    errors = uncertainty(lsat6(), found)

    def in_units_of_ltm(item):
        gradient = np.zeros(6)
        gradient[[item, 5]] = -1 / found.spread, found.easiness[item] / found.spread**2
        return np.sqrt(gradient @ errors.covariance @ gradient)

    assert [in_units_of_ltm(item) for item in range(5)] == near([0.3266, 0.1422, 0.0977, 0.1691, 0.2510], 4)


def test_the_two_parameter_model_is_that_of_mirt():
    found = fit(lsat6(), model="two-parameter", effort=EXACT)

    assert found.log_likelihood == near(-2466.653378, 6)
    assert list(found.slope) == near([0.82566, 0.72274, 0.89087, 0.68837, 0.65686], 5)
    assert list(found.easiness) == near([2.77323, 0.99020, 0.24915, 1.28476, 2.05327], 5)


def test_the_standard_errors_of_the_two_parameter_model_are_those_of_mirt(sloped):
    assert list(sloped.slope_error) == near([0.258, 0.187, 0.233, 0.185, 0.210], 3)
    assert list(sloped.easiness_error) == near([0.206, 0.090, 0.076, 0.099, 0.135], 3)


def test_the_two_parameter_model_is_near_that_of_ltm_which_integrates_more_coarsely(sloped):
    assert list(sloped.difficulty) == pytest.approx([-3.3597, -1.3696, -0.2799, -1.8659, -3.1236], rel=1e-3)
    assert list(sloped.slope) == pytest.approx([0.8254, 0.7229, 0.8905, 0.6886, 0.6575], rel=1e-3)


@pytest.mark.parametrize(
    ("pattern", "ability", "error"),
    [
        ("00000", -1.89677, 0.80128),
        ("00001", -1.47481, 0.80228),
        ("10000", -1.36606, 0.80309),
        ("11011", 0.00818, 0.83378),
        ("11111", 0.64562, 0.85901),
    ],
)
def test_abilities(sloped, pattern, ability, error):
    person = MATRIX.index([int(mark) for mark in pattern])

    assert sloped.ability[person] == near(ability, 4)
    assert sloped.ability_error[person] == near(error, 4)


def test_score_information_and_distribution_at_the_middle():
    found = fit(lsat6(), model="two-parameter", effort=EXACT)
    marks = curves.expected_marks(found.difficulty, 0, found.slope)

    assert curves.expected_score(found.difficulty, 0, found.slope)[0] == near(3.901843, 6)
    assert curves.information(found.difficulty, 0, found.slope)[0] == near(0.4601832, 6)
    assert list(curves.score_distribution(marks)[:, 0]) == near(
        [0.00017193, 0.00539720, 0.05557154, 0.23785237, 0.43328959, 0.26771738], 6
    )


def test_expected_counts_of_scores():
    found = fit(lsat6(), model="two-parameter", effort=EXACT)
    marks = curves.expected_marks(found.difficulty, found.ability, found.slope)
    counts = 1000 * curves.score_distribution(marks) @ np.exp(found.grid.log_weight)

    assert list(counts) == near([2.276, 20.469, 89.028, 229.126, 362.422, 296.679], 2)
