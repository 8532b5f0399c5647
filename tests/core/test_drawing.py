from collections import Counter
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.core.drawing import draw
from tests.core.small_items import candidate
from tests.core.specifications import specification
from training.core import drawing
from training.core.domains import Domain, Level
from training.core.drawing import PoolTooSmall

SAFETY, ANATOMY = (Domain.SAFETY, Level.APPLY), (Domain.ANATOMY, Level.RECALL)
NAMES = [f"i{number}" for number in range(9)]


@st.composite
def pools(draw_):
    """Nine items over two cells, some critical, some enemies."""
    names = draw_(st.lists(st.sampled_from(NAMES), unique=True, min_size=4))
    return [
        candidate(
            name,
            *draw_(st.sampled_from((SAFETY, ANATOMY))),
            critical=draw_(st.booleans()),
            enemies=draw_(st.lists(st.sampled_from(NAMES), max_size=2)),
            stimulus=draw_(st.sampled_from(("", "", "case"))),
        )
        for name in names
    ]


def valid_papers(pool, spec, seen=()):
    """Every valid paper, found by trying all sets of items."""
    against = {(one.version, code) for one in pool for code in one.item.header.enemies}
    asked = {one for one in pool if (one.item.header.domain, one.item.header.level) in spec.cells}
    papers = []
    for paper in combinations(pool, spec.length):
        cells = Counter((one.item.header.domain, one.item.header.level) for one in paper)
        fought = any((one.version, two.version) in against for one in paper for two in paper if one != two)
        parted = any(one.item.header.stimulus == two.item.header.stimulus for one in paper for two in asked - set(paper)
                     if one.item.header.stimulus)  # fmt: skip
        if cells == spec.cells and sum(one.item.critical for one in paper) == spec.critical and not (fought or parted):
            papers.append(frozenset(one.version for one in paper))
    fewest = min((len(paper & set(seen)) for paper in papers), default=0)
    return {paper for paper in papers if len(paper & set(seen)) == fewest}


def drawn(pool, spec, seed, seen=()):
    return frozenset(place.version for place in draw(pool, spec, seed=seed, seen=seen))


@given(pools(), st.integers(0, 3), st.sets(st.sampled_from(NAMES)), st.integers(0, 2**63 - 1))
def test_a_paper_is_valid_or_the_start_is_refused(pool, critical, seen, seed):
    spec = specification({SAFETY: 2, ANATOMY: 2}, critical=critical)
    papers = valid_papers(pool, spec, seen)

    if papers:
        assert drawn(pool, spec, seed, seen) in papers
    else:
        with pytest.raises(PoolTooSmall):
            drawn(pool, spec, seed, seen)


@given(pools(), st.integers(0, 2**63 - 1), st.randoms())
def test_the_same_seed_gives_the_same_paper_whatever_the_order_of_the_pool(pool, seed, chance):
    spec = specification({SAFETY: 1, ANATOMY: 1})
    shuffled = chance.sample(pool, len(pool))

    assume(valid_papers(pool, spec))

    assert draw(shuffled, spec, seed=seed, seen=()) == draw(pool, spec, seed=seed, seen=())


HOSTILE = {"s0": ("a0", "s1"), "a3": ("s2",)}


@pytest.mark.parametrize("quick", [drawing.QUICK, -1], ids=["counted whole", "drawn until one is peaceful"])
@pytest.mark.parametrize(
    ("critical", "seen", "enemies"), [(0, (), {}), (1, (), {}), (1, ("a1", "a2"), {}), (1, (), HOSTILE)]
)
def test_every_valid_paper_is_equally_likely(monkeypatch, quick, critical, seen, enemies):
    monkeypatch.setattr(drawing, "QUICK", quick)
    pool = [
        candidate(f"{letter}{number}", *cell, critical=number == 0, enemies=enemies.get(f"{letter}{number}", ()))
        for letter, cell in (("s", SAFETY), ("a", ANATOMY))
        for number in range(4)
    ]
    spec = specification({SAFETY: 2, ANATOMY: 2}, critical=critical)
    papers = valid_papers(pool, spec, seen)

    counts = Counter(drawn(pool, spec, seed, seen) for seed in range(200 * len(papers)))

    assert set(counts) == papers
    assert sum((count - 200) ** 2 / 200 for count in counts.values()) < len(papers) + 4 * (2 * len(papers)) ** 0.5


def test_where_no_peaceful_paper_comes_all_are_counted(monkeypatch):
    """Two of three with the fewest seen are enemies across domains; the only papers take a seen one."""
    monkeypatch.setattr(drawing, "QUICK", -1)
    pool = [candidate("s", *SAFETY, enemies=("a",)), candidate("a", *ANATOMY), candidate("b", *ANATOMY)]
    spec = specification({SAFETY: 1, ANATOMY: 1})

    assert drawn(pool, spec, 1, seen=("b",)) == {"s", "b"}
    with pytest.raises(PoolTooSmall, match="no enemies together"):
        draw(pool[:2], spec, seed=1, seen=())


def test_accident_6_a_pool_one_short_is_refused_and_names_the_cell():
    pool = [candidate(f"s{number}", *SAFETY) for number in range(2)]

    with pytest.raises(PoolTooSmall, match=r"Safety.*apply: 2 of 3"):
        draw(pool, specification({SAFETY: 3}), seed=1, seen=())


def test_accident_7_an_item_listed_twice_or_in_two_versions_is_drawn_once():
    pool = [candidate("v1", *SAFETY, code="one"), candidate("v2", *SAFETY, code="one"), candidate("two", *SAFETY)]

    papers = {drawn([*pool, pool[0]], specification({SAFETY: 2}), seed) for seed in range(50)}

    assert papers == {frozenset({"v1", "two"}), frozenset({"v2", "two"})}


def test_two_versions_of_one_item_do_not_fill_two_places():
    pool = [candidate("v1", *SAFETY, code="one"), candidate("v2", *SAFETY, code="one")]

    with pytest.raises(PoolTooSmall, match="1 of 2"):
        draw(pool, specification({SAFETY: 2}), seed=1, seen=())


def test_too_few_critical_items_are_named():
    pool = [candidate(f"s{number}", *SAFETY) for number in range(3)]

    with pytest.raises(PoolTooSmall, match="Critical items: 0 of 1"):
        draw(pool, specification({SAFETY: 2}, critical=1), seed=1, seen=())


def test_enemies_that_leave_no_paper_are_named():
    pool = [candidate("a", *SAFETY, enemies=("b",)), candidate("b", *SAFETY)]

    with pytest.raises(PoolTooSmall, match="no enemies together"):
        draw(pool, specification({SAFETY: 2}), seed=1, seen=())


def test_a_cell_that_asks_for_nothing_gives_nothing():
    pool = [candidate("s0", *SAFETY), candidate("a0", *ANATOMY), candidate("e0", Domain.EVIDENCE, Level.RECALL)]

    assert drawn(pool, specification({SAFETY: 1, ANATOMY: 0}), 3) == {"s0"}


def test_items_of_one_stimulus_stand_side_by_side():
    pool = [candidate(f"s{number}", *SAFETY, stimulus="case" if number < 3 else "") for number in range(6)]

    for seed in range(40):
        order = [int(place.version[1]) < 3 for place in draw(pool, specification({SAFETY: 6}), seed=seed, seen=())]
        assert "".join("c" if case else "-" for case in order).strip("-") == "ccc"


def test_a_retake_repeats_an_item_only_where_the_pool_has_nothing_else():
    pool = [candidate(f"s{number}", *SAFETY) for number in range(5)]
    seen = ("s0", "s1", "s2")

    paper = drawn(pool, specification({SAFETY: 3}), 7, seen)

    assert {"s3", "s4"} < paper


def test_options_are_shown_in_an_order_that_varies():
    pool = [candidate("s0", *SAFETY)]

    orders = {draw(pool, specification({SAFETY: 1}), seed=seed, seen=())[0].order for seed in range(200)}

    assert len(orders) == 24
