from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.core.small_items import candidate
from tests.core.specifications import specification
from tests.core.test_balancing import NAMES, SAFETY, pools
from tests.core.test_drawing import ANATOMY, valid_papers
from training.core.choosing import Choosing


@given(pools(), st.integers(0, 2), st.sets(st.sampled_from(NAMES)), st.integers(0, 2**32))
def test_what_is_chosen_is_a_valid_paper(found, critical, spared, seed):
    pool, _shares = found
    spec = specification({SAFETY: 2, ANATOMY: 2}, critical=critical)

    chosen = Choosing({one.version: one.item for one in pool}, spec).one(Random(seed), spared=spared)

    assert chosen is None or frozenset(chosen) in valid_papers(pool, spec)


def shares(pool, spec, papers=1500, **last):
    choosing = Choosing({one.version: one.item for one in pool}, spec)
    found = [choosing.one(Random(seed), **last) for seed in range(papers)]
    assert None not in found
    count = Counter(version for paper in found for version in paper)
    return {one.version: count[one.version] / papers for one in pool}


def test_items_of_a_cell_come_about_equally_often_in_sets_or_alone():
    pool = [candidate(f"a{at}", *SAFETY) for at in range(12)]
    pool += [candidate(f"s{group}{at}", *SAFETY, stimulus=f"case {group}") for group in range(2) for at in range(4)]

    found = shares(pool, specification({SAFETY: 5}))

    assert all(0.19 < share < 0.31 for share in found.values())


def test_what_should_be_spared_and_what_was_met_come_last():
    pool = [candidate(f"a{at}", *SAFETY) for at in range(6)]

    found = shares(pool, specification({SAFETY: 5}), papers=50, spared=["a0"], seen=["a1"])

    assert found["a1"] == 0
    assert found["a0"] == 1


def test_critical_items_go_first_where_a_cell_has_nothing_else():
    pool = [candidate(f"s{at}", *SAFETY, critical=True) for at in range(4)]
    pool += [candidate(f"a{at}", *ANATOMY, critical=at < 4) for at in range(8)]

    shares(pool, specification({SAFETY: 1, ANATOMY: 1}, critical=1), papers=100)


def test_a_set_that_was_met_before_is_not_chosen():
    pool = [candidate(f"a{at}", *SAFETY) for at in range(8)]
    pool += [candidate(f"s{at}", *SAFETY, stimulus="case") for at in range(4)]

    found = shares(pool, specification({SAFETY: 4}), papers=100, seen=["s0"])

    assert [found[f"s{at}"] for at in range(4)] == [0] * 4
