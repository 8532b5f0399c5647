"""What a person's name may hold."""

import pytest

from training.core import names


@pytest.mark.parametrize(
    "name", ["Tara Okafor", "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627", "\u0915\u094d\u200d\u0937", "O\u2019Neill"]
)
def test_names_of_any_script_hold_nothing_unseen(name):
    assert names.unseen(name) == ()


def test_what_nobody_can_see_is_named_once():
    assert names.unseen("Ta\u202er\u200ba\u202e") == ("U+202E RIGHT-TO-LEFT OVERRIDE", "U+200B ZERO WIDTH SPACE")
    assert names.unseen("Ta\tra") == ("U+0009",)


def test_blanks_of_any_kind_become_one():
    assert names.plainly_spaced(" \u5c71\u7530\u3000\u592a\u90ce\u00a0 ") == "\u5c71\u7530 \u592a\u90ce"
    assert names.plainly_spaced(None) is None


@pytest.mark.parametrize("name", ["\u200d\u200c", " ", "\u0301", "- . -", "12"])
def test_marks_and_signs_alone_are_no_name(name):
    assert not names.has_letter(name)


@pytest.mark.parametrize("name", ["X", "\u5c71", "\u0e2a\u0e21", "\u0915\u094d\u200d\u0937"])
def test_one_letter_of_any_script_is_enough(name):
    assert names.has_letter(name)
