"""Papers are counted once for the same pool, specification and past, and drawn as if each were counted anew."""

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
    counted._papers.cache_clear()
    return stock.pool(Pool.EXAM, live=True)


def counts():
    return counted._papers.cache_info().misses


def test_a_paper_is_the_one_that_is_drawn_without_counting_before(pool):
    specification = exams.specification()
    papers = counted.papers(pool, specification, ())

    for seed in range(20):
        assert papers.one(seed) == drawing.draw(pool, specification, seed=seed, seen=())


def test_the_same_is_counted_once_and_whatever_differs_anew(pool):
    specification = exams.specification()
    first = counted.papers(pool, specification, ())

    assert counted.papers(tuple(reversed(pool)), specification, ()) is first
    assert counts() == 1
    counted.papers(pool[1:], specification, ())
    counted.papers(pool, replace(specification, critical=2), ())
    counted.papers(pool, specification, [pool[0].item.header.code])
    assert counts() == 4


def test_a_pool_that_is_too_small_is_refused_each_time(pool):
    specification = exams.specification(critical=5)

    for _ in range(2):
        with pytest.raises(drawing.PoolTooSmall):
            counted.papers(pool, specification, ()).one(1)
