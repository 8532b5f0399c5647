from collections import Counter
from random import Random

import pytest

from tests.core.small_items import candidate
from tests.core.specifications import specification
from training.core import exposure
from training.core.domains import Domain, Level
from training.core.exposure import Given

SAFETY, ANATOMY = (Domain.SAFETY, Level.APPLY), (Domain.ANATOMY, Level.RECALL)


def items(number, cell, **more):
    found = [candidate(f"{cell[0][0]}{at:03}{'c' if more else ''}", *cell, **more) for at in range(number)]
    return {one.version: one.item for one in found}


def test_an_item_may_stand_a_quarter_over_the_mean_or_as_often_as_its_cell_needs():
    pool = items(30, SAFETY) | items(2, ANATOMY)

    limits = exposure.most(pool, specification({SAFETY: 3, ANATOMY: 1}))

    assert limits["s000"] == pytest.approx(1.25 * 4 / 32)
    assert limits["a000"] == pytest.approx(1 / 2)


def test_critical_items_take_their_part_of_a_cell_from_the_common_ones():
    pool = items(2, SAFETY) | items(8, SAFETY, critical=True) | items(90, ANATOMY)

    limits = exposure.most(pool, specification({SAFETY: 4, ANATOMY: 1}, critical=3))

    assert limits["s000"] == pytest.approx((4 - 3) / 2)
    assert limits["s000c"] == pytest.approx(3 / 8)


def test_what_is_new_is_never_spared_and_what_was_given_too_often_is_in_proportion():
    given = {"often": Given(100, 60), "seldom": Given(100, 10)}
    limits = dict.fromkeys(("often", "seldom", "new"), 0.3)

    lost = Counter(version for seed in range(2000) for version in exposure.spared(given, limits, seed=seed))

    assert set(lost) == {"often"}
    assert lost["often"] / 2000 == pytest.approx(0.5, abs=0.05)
    assert exposure.spared(given, limits, seed=7) == exposure.spared(given, limits, seed=7)


def test_an_item_that_chance_would_give_too_often_settles_at_its_limit():
    """One that a draw gives in 45 of 100 papers whenever it is open, with a limit of 30."""
    opened = given = 0
    chance = Random(1)
    for seed in range(4000):
        if not exposure.spared({"it": Given(opened, given)}, {"it": 0.3}, seed=seed):
            opened += 1
            given += chance.random() < 0.45

    assert given / 4000 == pytest.approx(0.3, abs=0.02)
