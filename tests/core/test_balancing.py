from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.small_items import candidate
from tests.core.specifications import specification
from training.core import balancing
from training.core.balancing import TOLERANCE, Balance, Reckoned, Relaxed, Unbalanced
from training.core.domains import Domain, Level
from training.core.drawing import Papers, PoolTooSmall

SAFETY, ANATOMY = (Domain.SAFETY, Level.APPLY), (Domain.ANATOMY, Level.RECALL)
NAMES = [f"i{number}" for number in range(14)]
SHARES = st.sampled_from((0.3, 0.5, 0.6, 0.7, 0.8, 0.9))


def reckoned(shares):
    return {name: Reckoned(share, share * (1 - share)) for name, share in shares.items()}


def pool_of(number, share, cell=SAFETY, **more):
    """``number`` items of a cell by name, whose shares ``share`` gives by their number."""
    found = [candidate(f"{cell[0][0]}{place:02}", *cell, **more) for place in range(number)]
    return {one.version: one.item for one in found}, {one.version: share(at) for at, one in enumerate(found)}


@st.composite
def pools(draw):
    """Up to fourteen items over two cells: critical, enemies, sets, and any share of points."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=6))
    pool = [
        candidate(
            name,
            *draw(st.sampled_from((SAFETY, ANATOMY))),
            critical=draw(st.booleans()),
            enemies=draw(st.lists(st.sampled_from(NAMES), max_size=1)),
            stimulus=draw(st.sampled_from(("", "", "", "one", "two"))),
        )
        for name in names
    ]
    return pool, {name: draw(SHARES) for name in names}


@given(pools(), st.integers(0, 1), st.sets(st.sampled_from(NAMES)), st.integers(0, 2**32))
def test_a_balanced_paper_is_valid_and_on_target_or_the_pool_is_refused(found, critical, spared, seed):
    pool, shares = found
    spec = specification({SAFETY: 2, ANATOMY: 2}, critical=critical, minimums={Domain.SAFETY: 0.5})
    items = {one.version: one.item for one in pool}
    balance = Balance(items, reckoned(shares), spec)
    try:
        chosen = Papers(pool, spec, ()).scored(Random(seed))
        paper, reached = balance.paper(chosen, Random(seed), spared=spared)
    except PoolTooSmall:
        return

    cells = Counter((items[version].header.domain, items[version].header.level) for version in paper)
    assert cells == spec.cells
    assert sum(items[version].critical for version in paper) == critical
    assert not {(one, two) for one in paper for two in items[one].header.enemies if two in paper and two != one}
    for version in paper:
        if items[version].header.stimulus:
            shared = {name for name in items if items[name].header.stimulus == items[version].header.stimulus}
            assert shared <= set(paper)
    assert reached.total == pytest.approx(sum(shares[version] for version in paper))
    assert abs(reached.total - balance.target.total) <= TOLERANCE + 1e-6
    assert abs(reached.domains[Domain.SAFETY] - balance.target.domains[Domain.SAFETY]) <= TOLERANCE + 1e-6
    assert (Relaxed.EXPOSURE in reached.relaxed) == bool(spared & set(paper))
    assert (Relaxed.INFORMATION in reached.relaxed) == (reached.information < balance.target.information - 1e-9)


def test_the_target_is_what_the_cells_hold_on_average():
    items, shares = pool_of(4, lambda at: (0.5, 0.7, 0.9, 0.9)[at])
    others, more = pool_of(2, lambda at: (0.4, 0.6)[at], ANATOMY)
    spec = specification({SAFETY: 2, ANATOMY: 1}, minimums={Domain.SAFETY: 0.8})

    found = balancing.target(reckoned(shares | more), items | others, spec)

    assert found.total == pytest.approx(2 * 0.75 + 0.5)
    assert found.domains == {Domain.SAFETY: pytest.approx(1.5)}
    assert found.information == pytest.approx(0.9 * (2 * (0.25 + 0.21 + 0.09 + 0.09) / 4 + 0.24))


def test_the_same_chance_gives_the_same_paper():
    items, shares = pool_of(40, lambda at: 0.3 + at % 7 / 10)
    balance = Balance(items, reckoned(shares), specification({SAFETY: 12}))

    assert balance.paper(sorted(items)[:12], Random(5)) == balance.paper(sorted(items)[:12], Random(5))


def test_what_should_be_spared_is_given_only_when_nothing_else_balances_the_paper():
    items, shares = pool_of(12, lambda at: 0.9 if at < 6 else 0.5)
    balance = Balance(items, reckoned(shares), specification({SAFETY: 4}))
    easy, hard = sorted(items)[:6], sorted(items)[6:]

    _paper, freely = balance.paper(easy[:4], Random(1), spared=easy[:1])
    paper, reached = balance.paper(easy[:4], Random(1), spared=hard)

    assert freely.relaxed == ()
    assert reached.relaxed == (Relaxed.EXPOSURE,)
    assert sum(shares[version] for version in paper) == pytest.approx(2.8)


def test_a_paper_on_target_gives_what_should_be_spared_for_what_need_not_be():
    items, shares = pool_of(6, lambda _at: 0.7)
    balance = Balance(items, reckoned(shares), specification({SAFETY: 3}))

    paper, reached = balance.paper(["s00", "s01", "s02"], Random(1), spared=["s01", "s03"], seen=["s04"])

    assert paper == ["s00", "s02", "s05"]
    assert reached.relaxed == ()


def test_a_paper_on_target_that_tells_too_little_is_exchanged_for_one_that_tells_more():
    items, shares = pool_of(8, lambda _at: 0.7)
    known = {name: Reckoned(share, 0.2 if name < "s04" else 0.05) for name, share in shares.items()}
    balance = Balance(items, known, specification({SAFETY: 2}))

    paper, reached = balance.paper(["s06", "s07"], Random(1))

    assert balance.target.information == pytest.approx(0.9 * 2 * 0.125)
    assert reached.information >= balance.target.information
    assert reached.relaxed == ()
    assert set(paper) & {"s00", "s01", "s02", "s03"}


def test_what_should_be_spared_is_given_before_information_gives_way():
    """Only spared items carry information; the target of points can be had without them."""
    items, shares = pool_of(8, lambda _at: 0.7)
    known = {name: Reckoned(share, 0.2 if name < "s04" else 0.0) for name, share in shares.items()}
    balance = Balance(items, known, specification({SAFETY: 2}))

    paper, reached = balance.paper(["s04", "s05"], Random(1), spared=["s00", "s01", "s02", "s03"])

    assert set(paper) & {"s00", "s01", "s02", "s03"}
    assert reached.relaxed == (Relaxed.EXPOSURE,)


def test_information_gives_way_before_an_item_is_met_again():
    """Only seen items carry information; the target of points can be had without them."""
    items, shares = pool_of(8, lambda _at: 0.7)
    known = {name: Reckoned(share, 0.2 if name < "s04" else 0.0) for name, share in shares.items()}
    balance = Balance(items, known, specification({SAFETY: 2}))

    paper, reached = balance.paper(["s04", "s05"], Random(1), seen=["s00", "s01", "s02", "s03"])

    assert paper == ["s04", "s05"]
    assert reached.relaxed == (Relaxed.INFORMATION,)


def test_an_item_is_met_again_before_the_tolerance_gives_way():
    items, shares = pool_of(8, lambda at: 1.0 if at < 4 else 0.2)
    balance = Balance(items, reckoned(shares), specification({SAFETY: 2}))

    paper, reached = balance.paper(["s04", "s05"], Random(1), seen=["s00", "s01", "s02", "s03"])

    assert reached.total == pytest.approx(1.2)
    assert Relaxed.SEEN in reached.relaxed
    assert len(set(paper) & {"s00", "s01", "s02", "s03"}) == 1


def test_where_nothing_balances_the_refusal_says_what_is_off_and_what_to_write():
    items, shares = pool_of(4, lambda at: 1.0 if at % 2 else 0.0)
    balance = Balance(items, reckoned(shares), specification({SAFETY: 1}, minimums={Domain.SAFETY: 0.5}))

    with pytest.raises(Unbalanced, match=r"expected to get 0\.00 points, not 0\.50: write easier") as refusal:
        balance.paper(["s00"], Random(1))
    assert refusal.value.target.total == 0.5


def test_sets_are_exchanged_whole():
    first = [candidate(f"a{at}", *SAFETY, stimulus="a") for at in range(2)]
    second = [candidate(f"b{at}", *SAFETY, stimulus="b") for at in range(2)]
    third = [candidate(f"c{at}", *SAFETY, stimulus="c") for at in range(2)]
    items = {one.version: one.item for one in (*first, *second, *third)}
    shares = dict(zip(items, (0.9, 0.9, 0.6, 0.6, 0.3, 0.3), strict=True))
    balance = Balance(items, reckoned(shares), specification({SAFETY: 2}))

    paper, _reached = balance.paper(["a0", "a1"], Random(1))

    assert paper == ["b0", "b1"]
