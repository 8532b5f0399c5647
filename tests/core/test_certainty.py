"""How sure somebody was, counted back."""

import pytest
from scipy import stats

from training.core.certainty import SURE_OF, Certainty, Said, levels, surprises

SURE, FAIRLY, GUESSED = Certainty


def said(*answers):
    """Return answers of (code, certainty, right), each later than the one before."""
    return [Said(code, certainty, right, (1, number)) for number, (code, certainty, right) in enumerate(answers)]


def test_each_level_says_how_often_it_was_right_and_in_what_range():
    found = levels(said(*[("a", SURE, True)] * 7, *[("b", SURE, False)] * 3, ("c", GUESSED, True)))

    assert [(level.certainty, level.count, level.right) for level in found] == [
        (SURE, 10, 7),
        (FAIRLY, 0, 0),
        (GUESSED, 1, 1),
    ]
    assert (found[0].low, found[0].high) == pytest.approx(stats.beta(7.5, 3.5).interval(SURE_OF))
    assert (found[1].low, found[1].high) == (None, None)


def test_surprises_are_each_item_once_at_its_last_place_the_newest_first():
    answers = said(
        ("a", SURE, False), ("b", SURE, False), ("a", SURE, False), ("c", SURE, True), ("d", GUESSED, True),
        ("e", FAIRLY, False),
    )  # fmt: skip

    assert [(one.code, one.place) for one in surprises(answers, SURE, right=False)] == [("a", (1, 2)), ("b", (1, 1))]
    assert [one.code for one in surprises(answers, GUESSED, right=True)] == ["d"]
