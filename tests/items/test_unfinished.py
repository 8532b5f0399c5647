"""Drafts that still lack something, and items that came from elsewhere."""

from fractions import Fraction

import pytest

from tests.items import samples
from training import items
from training.core.drafts import DraftError

BARE = {name: value for name, value in samples.draft("plain").items() if name not in {"objective", "facts", "sources"}}
MISSING = {"objective", "facts", "sources"}
ORIGIN = {
    "format": "gift",
    "id": "q 17",
    "name": "Réponse",
    "category": "a/b",
    "tags": ["x", "y z"],
    "extra": {"penalty": "0.1"},
}


def weighted(kind, *weights):
    draft = samples.draft("plain" if kind == "single_choice" else "two-of-five")
    options = [
        option | ({"weight": weight} if weight else {})
        for option, weight in zip(draft["options"], weights, strict=False)
    ]
    return items.parse(draft | {"options": options + draft["options"][len(options) :]})


def test_a_finished_draft_may_not_lack_anything():
    with pytest.raises(DraftError) as caught:
        items.parse(BARE)

    assert {fault.field for fault in caught.value.faults} == MISSING
    assert caught.value.unfinished


def test_a_draft_that_says_it_is_unfinished_may():
    item = items.parse(BARE | {"unfinished": True})

    assert {fault.field for fault in items.missing(item)} == MISSING
    assert items.parse(item.draft()) == item


def test_keeping_a_draft_says_by_itself_whether_it_is_finished():
    assert items.kept(BARE).header.unfinished
    assert not items.kept(samples.draft("plain") | {"unfinished": True}).header.unfinished


def test_what_is_wrong_is_refused_of_an_unfinished_draft_too():
    with pytest.raises(DraftError) as caught:
        items.kept(BARE | {"level": "evaluate"})

    assert "level" in {fault.field for fault in caught.value.faults}


def test_a_finished_item_lacks_nothing():
    assert items.missing(items.parse(samples.draft("plain"))) == ()


def test_where_an_item_came_from_is_kept_to_the_letter():
    item = items.parse(samples.draft("plain") | {"origin": ORIGIN, "feedback": "Read section 3. "})

    assert item.draft()["origin"] == ORIGIN
    assert item.draft()["feedback"] == "Read section 3. "


@pytest.mark.parametrize("weight", ["2", "-1.5", "half", "1/0", "0.1234567891"])
def test_a_weight_is_a_share(weight):
    with pytest.raises(DraftError) as caught:
        weighted("single_choice", None, weight)

    assert "options[2].weight" in {fault.field for fault in caught.value.faults}


@pytest.mark.parametrize(("chosen", "awarded"), [("a", 1), ("b", Fraction(1, 3)), ("c", 0)])
def test_a_partly_right_choice_gets_its_weight(chosen, awarded):
    item = weighted("single_choice", None, "1/3", "-1/2")

    assert item.mark((chosen,)).awarded == awarded


@pytest.mark.parametrize(
    ("chosen", "awarded"),
    [("ab", 1), ("a", Fraction(1, 2)), ("abc", Fraction(3, 4)), ("c", 0), ("abcd", Fraction(3, 4))],
)
def test_weights_of_several_choices_add_up_and_never_below_nothing(chosen, awarded):
    draft = samples.draft("two-of-five")
    for option, correct, weight in zip(
        draft["options"], (True, True, False, False, False), ("1/2", "1/2", "-1/4", "0", "-1"), strict=True
    ):
        option |= {"correct": correct, "weight": weight}
    item = items.parse(draft)

    assert item.mark(tuple(chosen)).awarded == awarded


def test_the_guess_by_weights_is_the_mean_mark_of_a_random_option():
    item = weighted("single_choice", None, "1/2")

    assert item.guess == Fraction(3, 2) / len(item.options)
