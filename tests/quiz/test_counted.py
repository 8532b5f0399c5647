"""A pool is sorted once for the same specification and past, and papers come as if each were sorted anew."""

from dataclasses import replace

import pytest

from tests.quiz import exams
from training.bank.queries import stock
from training.core import drawing
from training.core.domains import Pool
from training.quiz import counted

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def pool():
    exams.sign(exams.generated(6))
    counted._assembly.cache_clear()
    return stock.pool(Pool.EXAM, live=True)


def counts():
    return counted._assembly.cache_info().misses


def test_a_paper_is_the_one_that_comes_without_sorting_before(pool):
    specification = exams.specification()
    kept = [counted.assembly(pool, specification, ()).one(seed) for seed in range(20)]

    for seed in range(20):
        counted._assembly.cache_clear()
        assert counted.assembly(pool, specification, ()).one(seed) == kept[seed]


def test_the_same_is_counted_once_and_whatever_differs_anew(pool):
    specification = exams.specification()
    first = counted.assembly(pool, specification, ())

    assert counted.assembly(tuple(reversed(pool)), specification, ()) is first
    assert counts() == 1
    counted.assembly(pool[1:], specification, ())
    counted.assembly(pool, replace(specification, critical=2), ())
    counted.assembly(pool, specification, [pool[0].item.header.code])
    assert counts() == 4


def test_a_pool_that_is_too_small_is_refused_each_time(pool):
    specification = exams.specification(critical=5)

    for _ in range(2):
        with pytest.raises(drawing.PoolTooSmall):
            counted.assembly(pool, specification, ()).one(1)
