"""What holds for any item and any response, garbage included."""

from collections import Counter
from fractions import Fraction
from itertools import permutations, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.items import samples
from training import items
from training.core.items import response_of, texts

SAMPLES = [sample for _, sample in samples.samples()]
ITEMS = st.sampled_from([samples.item(sample) for sample in SAMPLES])
PARTS = sorted({part for sample in SAMPLES for row in sample["marks"] for part in row["response"]})
parts = st.sampled_from([*"abcdef", "", "z", "1", "à", "=", *PARTS]) | st.text(max_size=30)
garbage = st.lists(parts, max_size=8).map(tuple)
LETTERS = "abcdef"


def choice(right, total):
    """Return a multiple-response item with ``right`` correct options of ``total``."""
    draft = samples.draft("two-of-five")
    option = draft["options"][0]
    draft["options"] = [
        option | {"id": letter, "text": letter, "correct": number < right}
        for number, letter in enumerate(LETTERS[:total])
    ]
    return items.parse(draft)


def steps(count, *, key=None):
    draft = samples.draft("five-steps")
    option = draft["options"][0]
    draft["options"] = [option | {"id": letter, "text": letter} for letter in LETTERS[:count]]
    draft["key"] = key or list(LETTERS[:count])
    return items.parse(draft)


@given(ITEMS, garbage)
def test_a_mark_lies_between_nothing_and_all(item, response):
    mark = item.mark(response)

    assert mark is None or 0 <= mark.awarded <= mark.possible == 1


@given(ITEMS, garbage)
def test_a_response_that_does_not_fit_earns_nothing_and_endangers_nobody(item, response):
    mark = item.mark(response)

    assert item.fits(response) or (mark.awarded, mark.dangerous) == (0, False)


@given(ITEMS, garbage)
def test_whatever_is_posted_is_no_response_or_one_that_can_be_shown(item, posted):
    order = item.arrange(Random(1))
    response = item.received(posted, order)

    if response is not None and item.fits(response):
        assert item.received(item.posted(response, order), order) == response
        item.complaint(response)
        assert all(isinstance(text, str) for text in item.words(response))


@given(ITEMS, garbage)
def test_nothing_that_cannot_be_stored_is_a_response(item, posted):
    response = item.received(posted, item.arrange(Random(1))) or ()

    "".join(response).encode()
    assert not any(character < " " and character not in "\n\t" for part in response for character in part)


@given(ITEMS, st.integers())
def test_arranging_loses_no_id(item, seed):
    assert sorted(item.arrange(Random(seed))) == sorted(item.ids)


@given(st.permutations(LETTERS[:4]), st.integers())
def test_the_order_shown_is_never_the_key(key, seed):
    assert steps(4, key=key).arrange(Random(seed)) != tuple(key)


def test_every_order_but_the_key_is_shown_as_often():
    item = steps(4)
    shown = {item.arrange(Random(seed)) for seed in range(600)}

    assert shown == set(permutations("abcd")) - {item.key}


@given(st.lists(st.text(max_size=4), max_size=6))
def test_a_value_that_is_no_place_of_the_paper_is_no_response(values):
    response = response_of(values, ("a", "b"))

    assert response is None or set(response) <= {"a", "b"}


def test_the_keep_button_posts_the_whole_order():
    assert response_of(["", "2", "2 1 3"], ("a", "b", "c")) == ("b", "a", "c")


@pytest.mark.parametrize(
    ("right", "total", "guess"),
    [(2, 5, "0.19"), (2, 4, "0.20"), (3, 5, "0.20")],
)
def test_the_guess_of_multiple_response_is_the_published_one(right, total, guess):
    assert float(choice(right, total).guess) == pytest.approx(float(guess), abs=0.02)


def test_the_guess_of_a_single_choice_is_one_over_its_options():
    assert items.parse(samples.draft("plain")).guess == Fraction(1, 3)


def test_the_guess_of_ordering_five_steps_is_the_published_one():
    item = steps(5)
    mean = sum((item.mark(order).awarded for order in permutations("abcde")), Fraction(0)) / 120

    assert item.guess == mean
    assert float(mean) == pytest.approx(0.16, abs=0.005)


def test_the_guess_of_a_multiple_response_is_its_mean_mark():
    item = choice(2, 5)
    chosen = [tuple(letter for bit, letter in enumerate("abcde") if mask >> bit & 1) for mask in range(1, 32)]

    assert item.guess == sum((item.mark(response).awarded for response in chosen), Fraction(0)) / 31


@given(st.sets(st.sampled_from("abcde")), st.sampled_from("ab"))
def test_a_further_right_option_never_lowers_the_mark(chosen, more):
    item = choice(2, 5)

    assert item.mark(tuple(sorted(chosen | {more}))).awarded >= item.mark(tuple(sorted(chosen))).awarded


@given(st.sets(st.sampled_from("abcde")), st.sampled_from("cde"))
def test_a_further_wrong_option_never_raises_the_mark(chosen, more):
    item = choice(2, 5)

    assert item.mark(tuple(sorted(chosen | {more}))).awarded <= item.mark(tuple(sorted(chosen))).awarded


def mean_mark(item, responses):
    marks = [item.mark(response).awarded for response in responses]
    return sum(marks, Fraction(0)) / len(marks)


def test_the_guess_of_matching_is_its_mean_mark():
    for name in ("four-premises", "critical-matches"):
        item = items.parse(samples.draft(name))
        rows = [[f"{premise.id}={option}" for option in item.ids] for premise in item.premises]

        assert item.guess == mean_mark(item, product(*rows))


def test_the_guess_of_a_cloze_item_is_its_mean_mark_with_nothing_typed():
    draft = samples.draft("three-gaps")
    other = draft["gaps"][0] | {"id": "g2"}
    item = items.parse(draft | {"gaps": [draft["gaps"][0], other, draft["gaps"][2]]})
    rows = [[f"{gap}={option}" for option in "abc"] for gap in ("g1", "g2")]

    assert item.guess == mean_mark(item, product(*rows))


@given(st.integers(), st.integers())
def test_drawn_values_follow_from_the_seed_and_lie_where_they_may(seed, other):
    item = items.parse(samples.draft("dose-by-mass"))
    values = item.drawn(Random(seed))

    assert values == item.drawn(Random(seed))
    assert 50 <= Fraction(values["mass"]) <= 90
    assert Fraction(values["mass"]) % Fraction("2.5") == 0
    assert values["hours"] in ("1", "2", "3")
    assert item.bound(values).mark(item.bound(values).key).awarded == 1
    assert item.bound(item.drawn(Random(other))).header == item.header


def test_every_value_is_drawn_about_as_often():
    item = items.parse(samples.draft("dose-by-mass"))
    seen = Counter(item.drawn(Random(seed))["mass"] for seed in range(1700))

    assert len(seen) == 17
    assert min(seen.values()) > 60


def test_an_item_bound_to_its_values_shows_them_and_no_names():
    item = items.parse(samples.draft("dose-by-mass")).bound({"mass": "70", "hours": "3"})

    assert "{mass}" not in "".join(texts(item))
    assert "Half of 70 is 35." in item.wrong_rationale


def test_a_value_that_was_lost_is_not_made_up():
    with pytest.raises(KeyError):
        items.parse(samples.draft("dose-by-mass")).bound({"mass": "70"})


def test_the_same_answer_is_right_on_one_paper_and_wrong_on_another():
    item = items.parse(samples.draft("dose-by-mass"))
    one, other = item.bound({"mass": "70", "hours": "1"}), item.bound({"mass": "80", "hours": "1"})

    assert one.mark(("35",)).awarded == 1
    assert other.mark(("35",)).awarded == 0
