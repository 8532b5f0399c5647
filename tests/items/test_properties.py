"""What holds for any item and any response, garbage included."""

from fractions import Fraction
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.items import samples
from training import items
from training.core.items import places_of, response_of

drafts = st.sampled_from(samples.drafts())
garbage = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", "", "z", "1", "à"]), max_size=8).map(tuple)
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


@given(drafts, garbage)
def test_a_mark_lies_between_nothing_and_all(draft, response):
    mark = items.parse(draft).mark(response)

    assert 0 <= mark.awarded <= mark.possible == 1


@given(drafts, garbage)
def test_a_response_that_does_not_fit_earns_nothing_and_endangers_nobody(draft, response):
    item = items.parse(draft)
    mark = item.mark(response)

    assert item.fits(response) or (mark.awarded, mark.dangerous) == (0, False)


@given(drafts, st.integers())
def test_arranging_loses_no_option(draft, seed):
    item = items.parse(draft)

    assert sorted(item.arrange(Random(seed))) == sorted(option.id for option in item.options)


@given(st.permutations(LETTERS[:4]), st.integers())
def test_the_order_shown_is_never_the_key(key, seed):
    assert steps(4, key=key).arrange(Random(seed)) != tuple(key)


def test_every_order_but_the_key_is_shown_as_often():
    item = steps(4)
    shown = {item.arrange(Random(seed)) for seed in range(600)}

    assert shown == set(permutations("abcd")) - {item.key}


@given(drafts, st.data())
def test_a_response_survives_the_way_through_the_page(draft, data):
    item = items.parse(draft)
    order = item.arrange(Random(data.draw(st.integers())))
    response = tuple(data.draw(st.permutations(order))[: data.draw(st.integers(0, len(order)))])

    assert response_of(places_of(response, order), order) == response


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
