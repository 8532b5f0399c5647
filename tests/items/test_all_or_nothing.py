"""Items that are marked as a whole without being critical: what they give, what a guess gets, what their name is."""

from fractions import Fraction
from itertools import chain, combinations, permutations, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.items import samples
from training import items
from training.core.items import figures, is_whole

PARTED = [samples.draft(name) for name in ("two-of-five", "five-steps", "four-premises", "three-gaps")]
PARTED.append({name: value for name, value in samples.draft("one-place").items() if name not in {"near", "near_share"}})
BOTH = [(items.parse(draft), items.parse(draft | {"all_or_nothing": True})) for draft in PARTED]
WHOLE = [draft for draft in samples.drafts() if draft.get("all_or_nothing")]
NAMES = ["two-of-four", "four-steps", "three-premises", "three-gaps", "two-places"]
each_whole = pytest.mark.parametrize("draft", WHOLE, ids=lambda draft: draft["kind"])


def mean(marks):
    marks = list(marks)
    return sum(marks, Fraction(0)) / len(marks)


def anything(parts_and_whole):
    """Responses near the key: its parts, other options and garbage, in any order."""
    parts, _whole = parts_and_whole
    known = [*parts.key, *parts.ids, *(f"{one}={other}" for one in ("p1", "g1", "g2") for other in "abcd")]
    response = st.lists(st.sampled_from([*known, "g3=10", "g2=shoulder blade", "200,150", "x"]), max_size=6)
    return st.tuples(st.just(parts_and_whole), response.map(tuple) | st.permutations(parts.key).map(tuple))


@given(st.sampled_from(BOTH).flatmap(anything))
def test_it_gives_everything_where_parts_give_everything_and_else_nothing(given_):
    (parts, whole), response = given_

    assert whole.mark(response).awarded == Fraction(parts.mark(response).awarded == 1)
    assert not whole.mark(response).dangerous


@pytest.mark.parametrize(("parts", "whole"), BOTH, ids=[draft["kind"] for draft in PARTED])
def test_it_is_not_critical_and_a_guess_gets_no_more_than_with_part_marks(parts, whole):
    assert is_whole(whole)
    assert not is_whole(parts)
    assert not whole.critical
    assert whole.guess <= parts.guess
    assert whole.draft() == parts.draft() | {"all_or_nothing": True}


def random_responses(item):
    """Return every response a guesser of the kind's rule may give, each as likely as any."""
    if item.kind == "multiple_response":
        return chain.from_iterable(combinations(item.ids, size) for size in range(1, len(item.ids) + 1))
    if item.kind == "ordering":
        return permutations(item.ids)
    return product(*([f"{premise.id}={option}" for option in item.ids] for premise in item.premises))


@pytest.mark.parametrize("name", NAMES[:3])
def test_its_guess_is_the_mean_mark_of_a_random_response(name):
    item = items.parse(samples.draft(f"{name}-as-a-whole"))

    assert item.guess == mean(item.mark(tuple(response)).awarded for response in random_responses(item))


def test_its_guess_is_nothing_where_a_gap_is_typed_and_the_chance_of_all_lists_where_none_is():
    draft = samples.draft("three-gaps-as-a-whole")
    gap = draft["gaps"][0]
    lists = items.parse(draft | {"passage": "[[g1]] [[g2]]", "gaps": [gap, gap | {"id": "g2"}]})

    assert items.parse(draft).guess == 0
    assert lists.guess == mean(
        lists.mark((f"g1={one}", f"g2={other}")).awarded for one, other in product("ab", repeat=2)
    )


def test_its_guess_of_two_places_is_that_of_two_random_clicks():
    draft = samples.draft("two-places-as-a-whole")
    left, right = (
        draft["regions"][place] | {"shape": "rectangle", "at": at}
        for place, at in enumerate(([0, 0, 400, 500], [600, 500, 1000, 1000]))
    )
    landmarks = [one | {"at": at} for one, at in zip(draft["landmarks"], ([9, 9], [990, 990], [990, 9]), strict=True)]
    item = items.parse(draft | {"regions": [left, right], "landmarks": landmarks})
    chance = Random(5)
    clicks = [f"{chance.randrange(1001)},{chance.randrange(1001)}" for _ in range(8_000)]

    marks = [item.mark(pair).awarded for pair in zip(clicks[::2], clicks[1::2], strict=True) if len(set(pair)) == 2]

    assert float(item.guess) == pytest.approx(float(mean(marks)), abs=0.015)
    assert item.guess == 2 * Fraction(1, 5) * Fraction(1, 5)


@pytest.mark.parametrize(
    ("name", "danger"),
    [
        ("two-of-four", {"option": {"number": 2, "dangerous": True}}),
        ("four-steps", {"set": {"dangerous_orders": [{"first": "b", "then": "c", "why": "x"}]}}),
        ("three-premises", {"set": {"dangerous_matches": [{"premise": "p1", "option": "b", "why": "x"}]}}),
        ("two-places", {"entry": {"list": "regions", "number": 3, "dangerous": True}}),
    ],
)
def test_its_guess_is_that_of_a_critical_item(name, danger):
    whole = samples.draft(f"{name}-as-a-whole")
    critical = {name: value for name, value in samples.changed(whole, danger).items() if name != "all_or_nothing"}

    assert items.parse(whole).guess == items.parse(critical | {"safety_point": "C1"}).guess


@each_whole
def test_the_name_of_a_version_changes_with_it_and_not_with_part_marks_said_aloud(draft):
    shown = dict.fromkeys(figures(items.parse(draft)), "0")
    parts = {name: value for name, value in draft.items() if name != "all_or_nothing"}

    assert items.version(parts | {"all_or_nothing": False}, shown) == items.version(parts, shown)
    assert items.version(draft, shown) != items.version(parts, shown)
