import numpy as np
import pytest

from training.measurement.linking import NoLink, link


def scales(seed, *, items=80, shift=0.4, error=0.15):
    chance = np.random.default_rng(seed)
    true = chance.normal(0, 1, items)
    errors = np.full(items, error)
    old = true + error * chance.normal(size=items)
    new = true - shift + error * chance.normal(size=items)
    return old, errors, new, errors


def test_the_shift_is_found_within_its_error():
    old, old_error, new, new_error = scales(41)

    found = link(old, old_error, new, new_error)

    assert found.error == pytest.approx(0.15 * np.sqrt(2 / 80), rel=0.05)
    assert found.shift == pytest.approx(0.4, abs=3 * found.error)
    assert found.stable.sum() >= 78


@pytest.mark.parametrize("share", [0.05, 0.2])
def test_items_that_moved_are_left_out_and_do_not_move_the_scale(share):
    old, old_error, new, new_error = scales(42)
    leaked = np.arange(80) < share * 80
    new = new - 1.5 * leaked

    found = link(old, old_error, new, new_error)

    assert not found.stable[leaked].any()
    assert found.shift == pytest.approx(0.4, abs=0.08)
    assert (found.moved[leaked] < -1).all()


def test_items_of_one_scale_only_carry_nothing():
    old, old_error, new, new_error = scales(43)
    old[:10], new[-10:] = np.nan, np.nan

    found = link(old, old_error, new, new_error)

    assert not found.stable[:10].any()
    assert not found.stable[-10:].any()
    assert np.isnan(found.moved[:10]).all()


def test_the_same_scale_is_not_moved():
    old, error, _, _ = scales(44)

    found = link(old, error, old, error)

    assert found.shift == 0
    assert found.stable.all()


def test_too_few_common_items_are_no_link():
    old, old_error, new, new_error = scales(45)
    new[4:] = np.nan

    with pytest.raises(NoLink, match="4 stable items"):
        link(old, old_error, new, new_error)
