"""Comparing what was typed with accepted spellings: what is alike, what is close, what stays wrong."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core import likeness
from training.core.drafts import Reader
from training.core.spellings import Spellings

LETTERS = st.text("abc ", max_size=8)


def key(*texts, **more):
    answers = [{"text": text, "rationale": "x", "sources": ["y"]} for text in texts]
    return Spellings.read(Reader({"answers": answers} | more))


def share(spellings, text):
    return spellings.judged(text).share


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("upper trapezius", "Upper  Trapezius"),
        ("trapèze", "TRAPEZE"),
        ("straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("knee-joint", "knee\u2013joint"),
        ("don't", "don\u2019t"),
        ("CO2", "CO₂"),
        ("e\u0301tat", "état"),
        ("ΣΗΜΕΙΟ", "σημείο"),
        ("深い", "深い"),
        ("nerf*", "nerf vague"),
        ("*nerve", "the vagus nerve"),
        ("a*b*c", "axxbyyc"),
        ("*", "anything"),
        (r"2 \* 3", "2 * 3"),
    ],
)
def test_these_are_alike(accepted, typed):
    assert share(key(accepted), typed) == 1


@pytest.mark.parametrize(
    ("accepted", "typed", "more"),
    [
        ("Vagus", "vagus", {"case": True}),
        ("trapèze", "trapeze", {"accents": True}),
        (r"2 \* 3", "2 x 3", {}),
        ("a*b", "ab c", {}),
        ("aba*ba", "aba", {}),
        ("が", "か", {}),
        ("नि", "न", {}),
        ("rib", "ribs", {}),
    ],
)
def test_these_differ(accepted, typed, more):
    assert share(key(accepted, **more), typed) == 0


def test_of_several_matching_answers_the_largest_share_counts():
    spellings = Spellings.read(
        Reader({"answers": [{"text": "*", "share": "1/4"}, {"text": "rib*"}, {"text": "rib cage", "share": "0"}]})
    )

    assert share(spellings, "rib cage") == 1
    assert share(spellings, "lung") == Fraction(1, 4)


@pytest.mark.parametrize("typed", ["trapezuis", "trapezios", "trapezius.", "the trapezius muscle", "trpezis"])
def test_what_is_close_goes_to_a_person(typed):
    assert share(key("trapezius", unsure="person"), typed) is None
    assert share(key("trapezius"), typed) == 0


@pytest.mark.parametrize("typed", ["trap", "deltoid", "tribezuis", "L5", "C6"])
def test_what_is_not_close_is_wrong(typed):
    assert share(key("trapezius", "C5", unsure="person"), typed) == 0


def test_a_known_mistake_does_not_go_to_a_person():
    spellings = Spellings.read(
        Reader({"answers": [{"text": "ileum"}, {"text": "ilium", "share": "0"}], "unsure": "person"})
    )

    assert share(spellings, "ilium") == 0
    assert share(spellings, "ilum") is None


def test_what_is_close_to_a_dangerous_text_goes_to_a_person():
    spellings = key("stop", unsure="person", dangerous=[{"text": "needle deeper", "why": "z"}])

    assert spellings.judged("needle deeper").danger
    assert share(spellings, "needle deper") is None


@given(st.text(max_size=60), st.booleans(), st.booleans())
def test_a_text_is_like_itself_and_folding_again_changes_nothing(text, case, accents):
    once = likeness.folded(text, case=case, accents=accents)

    assert likeness.matches(once, once)
    assert likeness.folded(once, case=case, accents=accents) == once


@given(LETTERS, LETTERS)
def test_no_edits_apart_is_matching(wanted, text):
    starred = wanted.replace(" ", likeness.STAR)

    assert (likeness.distance(starred, text, 3) == 0) == likeness.matches(starred, text)


@given(LETTERS, LETTERS)
def test_distance_is_the_same_both_ways(one, other):
    assert likeness.distance(one, other, 9) == likeness.distance(other, one, 9)


@given(LETTERS, st.integers(0, 8), st.sampled_from("abc"))
def test_one_letter_more_is_one_edit_away(text, place, letter):
    assert likeness.distance(text, text[:place] + letter + text[place:], 2) == 1


def test_many_stars_and_a_long_text_take_no_time():
    spellings = key("*a" * 140, unsure="person")

    assert share(spellings, "b" * 500) == 0
