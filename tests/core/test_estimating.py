from dataclasses import replace
from fractions import Fraction

import pytest

from tests.core.small_items import candidate
from tests.core.specifications import specification
from training.core import balancing, estimating
from training.core.domains import Domain, Level

SAFETY, ANATOMY = (Domain.SAFETY, Level.APPLY), (Domain.ANATOMY, Level.RECALL)


def item(cell, difficulty):
    made = candidate("x", *cell).item
    return replace(made, header=replace(made.header, difficulty=difficulty))


def logit(share):
    return share / (1 - share)


@pytest.mark.parametrize("cut", [Fraction(3, 5), Fraction(4, 5), Fraction(95, 100)])
def test_the_average_paper_comes_to_the_cut(cut):
    items = {"a": item(SAFETY, 1), "b": item(SAFETY, 5), "c": item(ANATOMY, 3), "d": item(ANATOMY, None)}
    spec = specification({SAFETY: 3, ANATOMY: 2}, cut=cut)

    found = estimating.estimated(items, spec)

    assert balancing.target(found, items, spec).total == pytest.approx(float(cut) * 5)


def test_the_steps_keep_their_distance_on_the_logit_scale():
    items = {str(step): item(SAFETY, step) for step in range(1, 6)}

    found = estimating.estimated(items, specification({SAFETY: 3}, cut=Fraction(1, 2)))

    odds = {step: logit(found[step].expected) for step in items}
    assert odds["1"] / odds["2"] == pytest.approx(logit(0.9) / logit(0.8))
    assert odds["2"] / odds["5"] == pytest.approx(logit(0.8) / logit(0.5))
    assert found["5"].information == pytest.approx(found["5"].expected * (1 - found["5"].expected))


def test_an_item_nobody_estimated_is_taken_for_the_mean_of_its_cell():
    items = {"a": item(SAFETY, 2), "b": item(SAFETY, 2), "c": item(SAFETY, None), "d": item(ANATOMY, None)}

    found = estimating.estimated(items, specification({SAFETY: 2, ANATOMY: 1}))

    assert found["c"] == found["a"]
    assert found["d"].expected == pytest.approx(0.8)
