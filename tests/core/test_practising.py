from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.small_items import candidate
from training.core.practising import (
    LONGEST,
    NEW_A_DAY,
    Candidate,
    Waiting,
    Wish,
    arrangement,
    choose,
    minutes,
    session,
)

RESULTS = st.sampled_from((None, False, True))
POOLS = st.lists(RESULTS, max_size=12).map(
    lambda results: [Candidate(f"v{number}", f"code{number}", right) for number, right in enumerate(results)]
)
SEEDS = st.integers(0, 2**62)


@given(POOLS, st.integers(1, 15), SEEDS)
def test_a_set_asks_what_is_wanted_or_all_there_is_and_nothing_twice(pool, number, seed):
    chosen = choose(pool, number=number, wish=Wish.ANY, seed=seed)

    assert len(chosen) == len(set(chosen)) == min(number, len(pool))


@given(POOLS, st.integers(1, 15), SEEDS)
def test_new_items_are_taken_before_wrong_ones_and_those_before_right_ones(pool, number, seed):
    urgency = {each.version: (None, False, True).index(each.right) for each in pool}
    chosen = choose(pool, number=number, wish=Wish.ANY, seed=seed)

    taken = sorted(urgency[version] for version in chosen)
    assert taken == sorted(urgency.values())[: len(taken)]


@given(POOLS, SEEDS)
def test_wrong_ones_only_are_all_that_went_wrong_last(pool, seed):
    chosen = choose(pool, number=15, wish=Wish.WRONG, seed=seed)

    assert set(chosen) == {each.version for each in pool if each.right is False}


@given(POOLS, st.integers(1, 15), SEEDS, st.randoms(use_true_random=False))
def test_the_same_seed_gives_the_same_set_whatever_the_order_of_the_pool(pool, number, seed, chance):
    chosen = choose(pool, number=number, wish=Wish.ANY, seed=seed)

    assert choose(chance.sample(pool, len(pool)), number=number, wish=Wish.ANY, seed=seed) == chosen


def test_an_item_that_comes_again_has_its_options_drawn_anew():
    item = candidate("one").item
    orders = {arrangement(item, seed=7, position=position).order for position in range(1, 9)}

    assert len(orders) > 1
    assert arrangement(item, seed=7, position=3) == arrangement(item, seed=7, position=3)


TODAY = date(2026, 11, 22)
DAYS = st.one_of(st.none(), st.dates(TODAY - timedelta(days=40), TODAY + timedelta(days=40)))
WAITING = st.lists(st.tuples(DAYS, st.dates(TODAY - timedelta(days=2), TODAY)), max_size=30).map(
    lambda rows: [
        Waiting(f"v{number}", f"c{number}", due, None if due is None else met) for number, (due, met) in enumerate(rows)
    ]
)


@given(WAITING, SEEDS, st.randoms(use_true_random=False))
def test_a_session_is_small_and_asks_the_longest_overdue_first(waiting, seed, chance):
    found = session(waiting, today=TODAY, seed=seed)
    due = {each.version: each.due_on for each in waiting if each.due_on and each.due_on <= TODAY}
    chance.shuffle(waiting)

    assert [due[version] for version in found.due] == sorted(due.values())
    assert len(found.versions) == min(LONGEST, len(found.due) + len(found.new))
    assert session(waiting, today=TODAY, seed=seed) == found


@given(WAITING, SEEDS)
def test_a_day_brings_a_few_new_ones_only(waiting, seed):
    found = session(waiting, today=TODAY, seed=seed)
    new = {each.version for each in waiting if each.met_on is None}
    met = sum(each.met_on == TODAY for each in waiting)

    assert len(found.new) == min(len(new), max(0, NEW_A_DAY - met))
    assert set(found.new) <= new


@given(WAITING)
def test_the_next_day_is_the_first_on_which_something_comes_back(waiting):
    found = session(waiting, today=TODAY, seed=1)
    later = [each.due_on for each in waiting if each.due_on and each.due_on > TODAY]

    assert found.next_on == min(later, default=None)
    assert found.next_count == later.count(found.next_on)


def test_what_only_people_mark_is_asked_last_once_it_was_met():
    pool = [Candidate("text", "a", None, unmarked=True), Candidate("known", "b", right=True)]

    assert choose(pool, number=1, wish=Wish.ANY, seed=1) == ("known",)


@pytest.mark.parametrize(("questions", "expected"), [(1, 1), (2, 1), (3, 2), (10, 5)])
def test_ten_questions_take_five_minutes(questions, expected):
    assert minutes(questions) == expected
