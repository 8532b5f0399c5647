"""Trying out: beside a paper, by need, never twice over, never what could harm or what people mark."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.drawing import draw
from tests.core.small_items import candidate
from tests.core.specifications import specification
from tests.items import samples
from training import items
from training.core.domains import Domain, Level
from training.core.drawing import PoolTooSmall
from training.core.piloting import Need, pilots

SAFETY, ANATOMY = (Domain.SAFETY, Level.APPLY), (Domain.ANATOMY, Level.RECALL)
NAMES = [f"i{number}" for number in range(8)]


def tried(pool, wanted, *, paper=(), responses=(), seen=(), seed=1):
    need = Need(dict(responses), seen)
    return pilots({one.version: one.item for one in pool}, paper, wanted, need, Random(seed))


def test_those_with_the_fewest_responses_come_first():
    pool = [candidate(name) for name in NAMES]
    responses = {name: count for count, name in enumerate(reversed(NAMES))}

    assert tried(pool, 3, responses=responses) == ["i7", "i6", "i5"]


def test_among_equals_chance_decides():
    pool = [candidate(name) for name in NAMES]

    assert {tuple(tried(pool, 1, seed=seed)) for seed in range(60)} == {(name,) for name in NAMES}


def test_what_the_person_met_before_comes_last_whatever_its_need():
    pool = [candidate(name) for name in NAMES[:3]]

    assert set(tried(pool, 2, seen={"i0"}, responses={"i1": 9, "i2": 9})) == {"i1", "i2"}
    assert "i0" in tried(pool, 3, seen={"i0"})


def test_nothing_critical_is_tried_out():
    pool = [candidate("a", critical=True), candidate("b")]

    assert tried(pool, 2) == ["b"]


def test_nothing_that_people_must_mark_is_tried_out():
    found = [samples.item(sample) for _kind, sample in samples.samples()]
    harmless = {str(place): item for place, item in enumerate(found) if not item.critical}
    marked = {place for place, item in harmless.items() if not items.needs_people(item.kind)}

    assert marked
    assert marked != harmless.keys()
    assert set(pilots(harmless, (), len(found), Need({}, ()), Random(1))) <= marked


@pytest.mark.parametrize("side", ["paper names it", "it names the paper"])
def test_enemies_of_the_paper_and_other_versions_of_its_items_are_not_tried_out(side):
    a = candidate("a", enemies=("b",) if side == "paper names it" else ())
    b = candidate("b", enemies=("a",) if side == "it names the paper" else ())
    again = candidate("a2", code="a")

    assert tried([a, b, again, candidate("c")], 3, paper=["a"]) == ["c"]


def test_a_stimulus_comes_whole_or_not_at_all():
    case = [candidate(name, stimulus="case") for name in "abc"]
    alone = [candidate(name) for name in "xy"]
    few = dict.fromkeys("xy", 5)

    assert set(tried(case + alone, 4, responses=few)) == {"a", "b", "c"} | set(
        tried(case + alone, 4, responses=few)[3:]
    )
    assert set(tried(case + alone, 2)) == {"x", "y"}
    assert set(tried(case + alone, 2, paper=["a"])) == {"x", "y"}


def test_one_is_passed_over_only_when_it_would_leave_too_few():
    """``a`` is needed most, but it is the enemy of both others."""
    pool = [candidate("a", enemies=("b", "c")), candidate("b"), candidate("c")]
    need = {"b": 1, "c": 1}

    assert tried(pool, 1, responses=need) == ["a"]
    assert set(tried(pool, 2, responses=need)) == {"b", "c"}


@st.composite
def pools(draw_):
    return [
        candidate(
            name,
            critical=draw_(st.booleans()) and draw_(st.booleans()),
            enemies=draw_(st.lists(st.sampled_from(NAMES), max_size=2)),
            stimulus=draw_(st.sampled_from(("", "", "case", "other"))),
        )
        for name in draw_(st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
    ]


@given(pools(), st.integers(1, 5), st.sets(st.sampled_from(NAMES), max_size=2), st.integers(0, 999))
def test_as_many_are_tried_out_as_any_choice_allows(pool, wanted, paper, seed):
    paper = paper & {one.version for one in pool}
    found = tried(pool, wanted, paper=paper, seed=seed)

    assert len(found) == max(len(each) for each in _valid(pool, wanted, paper))
    assert set(found) in _valid(pool, wanted, paper)


def _valid(pool, wanted, paper):
    """Every set that may be tried out, found by trying all."""
    against = {(one.version, code) for one in pool for code in one.item.header.enemies if code != one.version}
    against |= {(other, one) for one, other in against}
    case = {one.version: one.item.header.stimulus and one.item.header.stimulus.code for one in pool}
    free = [one.version for one in pool if not one.item.critical and one.version not in paper]
    found = []
    for size in range(wanted + 1):
        for some in map(set, combinations(free, size)):
            whole = all(other in some for one in some if case[one] for other in case if case[other] == case[one])
            if whole and not any(pair in against for pair in combinations(sorted(some | paper), 2) if set(pair) & some):
                found.append(some)
    return found


def test_they_stand_on_the_paper_spread_over_it_and_a_paper_without_them_is_as_before():
    pool = [candidate(f"{number:03}", *SAFETY) for number in range(200)]
    without = specification({SAFETY: 80})
    paper = draw(pool, specification({SAFETY: 80}, pilots=10), seed=4, seen=())

    at = [number for number, place in enumerate(paper) if place.pilot]
    assert (len(paper), len(at), len({place.version for place in paper})) == (90, 10, 90)
    assert all(any(start <= one < start + 18 for one in at) for start in range(0, 90, 18))
    scored = {place.version for place in paper if not place.pilot}
    assert scored == {place.version for place in draw(pool, without, seed=4, seen=())}
    assert not any(place.pilot for place in draw(pool, without, seed=4, seen=()))


def test_they_come_from_the_whole_pool_also_from_cells_that_score_nothing():
    pool = [candidate("a", *SAFETY), candidate("b", *ANATOMY)]

    paper = draw(pool, specification({SAFETY: 1}, pilots=1), seed=1, seen=())

    assert {place.version: place.pilot for place in paper} == {"a": False, "b": True}


def test_a_pool_that_cannot_fill_them_is_refused_and_says_how_many_it_has():
    pool = [candidate(name, *SAFETY) for name in "abc"]

    with pytest.raises(PoolTooSmall, match="Questions to try out beside a paper: 1 of 2"):
        draw(pool, specification({SAFETY: 2}, pilots=2), seed=1, seen=())
