"""Pools that give no paper say all that stands against it, in words one can act on."""

from random import Random

import pytest
from hypothesis import given

from tests.core.small_items import candidate
from tests.core.specifications import specification
from tests.core.test_balancing import pools
from training.core.domains import Domain, Level
from training.core.drawing import Papers, PoolTooSmall
from training.core.lacking import lacks

SAFETY, ANATOMY = (Domain.SAFETY, Level.APPLY), (Domain.ANATOMY, Level.RECALL)


def told(candidates, spec):
    return [str(short) for short in lacks({one.version: one.item for one in candidates}, spec)]


def some(number, name="i", cell=SAFETY, **more):
    return [candidate(f"{name}{at}", *cell, **more) for at in range(number)]


@given(pools())
def test_there_is_a_reason_exactly_where_there_is_no_paper(found):
    pool, _shares = found
    spec = specification({SAFETY: 2, ANATOMY: 2}, critical=1)
    try:
        Papers(pool, spec, ()).scored(Random(1))
    except PoolTooSmall:
        papers = False
    else:
        papers = True

    assert bool(told(pool, spec)) is not papers


def test_everything_that_is_too_few_is_told_at_once():
    pool = some(2) + some(1, "c", ANATOMY, critical=True)

    found = told(pool, specification({SAFETY: 3, ANATOMY: 2}, critical=3, pilots=2))

    assert found == [
        "Applied anatomy, palpation, positioning, recall: 1 of 2",
        "Safety: contraindications, complications, emergencies, apply: 2 of 3",
        "Critical items: 1 of 3",
        "Questions to try out beside a paper: 0 of 2",
    ]


def test_critical_items_count_only_where_cells_have_room_for_them():
    pool = some(5, "c", critical=True) + some(5, "a", ANATOMY)

    assert told(pool, specification({SAFETY: 2, ANATOMY: 3}, critical=4)) == ["Critical items: 2 of 4"]


def test_a_cell_that_forces_critical_items_asks_for_others():
    pool = some(4, "c", critical=True) + some(1)

    [found] = told(pool, specification({SAFETY: 3}, critical=1))

    assert found.startswith("Every paper holds 2 critical items or more, and 1 are asked: write questions that are not")
    assert "apply, at least 2" in found


def test_a_set_that_is_too_large_leaves_its_cell_thin_and_is_named():
    pool = some(4, "s", stimulus="case-one") + some(1)

    thin, misfit = told(pool, specification({SAFETY: 3}))

    assert thin == "Safety: contraindications, complications, emergencies, apply: 1 of 3"
    assert misfit.startswith("The set case-one never comes onto a paper: it brings 4 questions of Safety")
    assert misfit.endswith("of which a paper asks 3")


def test_sets_that_fit_only_apart_are_named():
    pool = some(2, "s", stimulus="one") + some(2, "t", stimulus="two")

    [found] = told(pool, specification({SAFETY: 3}))

    assert found == "Whole sets leave no paper; without them there are some: one, 2 questions; two, 2 questions"


def test_enemies_that_leave_no_paper_are_named():
    pool = [candidate("a", *SAFETY, enemies=["b", "c"]), candidate("b", *SAFETY, enemies=["c"]), *some(1, "c")]
    pool[2] = candidate("c", *SAFETY)

    [found] = told(pool, specification({SAFETY: 2}))

    assert found == "Enemies leave no paper; without them there are some: a and b; a and c; b and c"


def test_of_many_enemies_the_first_are_named():
    names = "abcde"
    pool = [candidate(name, *SAFETY, enemies=list(names)) for name in names]

    [found] = told(pool, specification({SAFETY: 2}))

    assert found.endswith("a and e; b and c; and 5 more")


def test_a_number_of_critical_items_that_sets_make_impossible_says_which_are_possible():
    pool = some(2, "c", stimulus="one", critical=True) + some(4)

    found = told(pool, specification({SAFETY: 2}, critical=1))

    assert found[0] == "Papers hold 0 or 2 critical items, never 1"
    assert len(found) == 2


@pytest.mark.parametrize("outside", [True, False])
def test_a_set_with_a_question_that_no_cell_asks_for_comes_whole_or_not_at_all(outside):
    other = (Domain.EVIDENCE, Level.RECALL) if outside else SAFETY
    pool = [*some(2, "s", stimulus="one"), candidate("x", *other, stimulus="one"), *some(3)]

    drawn = [set(Papers(pool, specification({SAFETY: 3}), ()).scored(Random(seed))) for seed in range(20)]

    with_set = {"s0", "s1", "x"}
    assert all(with_set <= paper or with_set.isdisjoint(paper) for paper in drawn)
    assert any(with_set <= paper for paper in drawn) is not outside
