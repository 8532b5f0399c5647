"""Texts that people mark: what is kept of what was typed, and what no page does with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.items import samples
from training import items, sources
from training.core.drafts import DraftError
from training.items.extended_text import MOST_CHARACTERS, cleaned

DRAFT = samples.draft("explain")
ITEM = items.parse(DRAFT)


@given(st.text(max_size=200))
def test_a_text_survives_the_way_through_the_page(text):
    response = ITEM.received([text], ())

    assert ITEM.fits(response)
    assert ITEM.received(ITEM.posted(response, ()), ()) == response


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing_more(text):
    assert cleaned(cleaned(text)) == cleaned(text)


def test_markup_stays_text_and_unseen_characters_go():
    assert ITEM.received(["<b>a</b>\r\nb\x00\u202e c "], ()) == ("<b>a</b>\nb c",)


def test_letters_that_are_joined_by_unseen_characters_stay_joined():
    assert cleaned("\u0645\u06cc\u200c\u062e") == "\u0645\u06cc\u200c\u062e"


def test_blank_is_unanswered_and_gets_nothing_without_being_read():
    assert ITEM.received([" \n "], ()) == ()
    assert ITEM.mark(()).awarded == 0


def test_a_text_has_no_mark_until_people_gave_one():
    assert ITEM.mark(("Because.",)) is None


def test_a_text_that_is_far_too_long_is_received_whole_and_does_not_fit():
    response = ITEM.received(["x" * (MOST_CHARACTERS + 1)], ())

    assert response == ("x" * (MOST_CHARACTERS + 1),)
    assert not ITEM.fits(response)
    assert ITEM.complaint(response) == "At most 12,000 characters fit here; these are 12,001. Shorten it by 1."
    assert ITEM.mark(response).awarded == 0


def test_two_texts_are_no_response():
    assert ITEM.received(["one", "two"], ()) is None


@pytest.mark.parametrize(("words", "advice"), [(4, "at least 5"), (5, None), (120, None), (121, "at most 120")])
def test_the_length_is_advice(words, advice):
    complaint = ITEM.complaint((" ".join(["word"] * words),))

    assert (advice in complaint) if advice else complaint is None
    assert ITEM.fits((" ".join(["word"] * words),))


def test_an_essay_without_a_rubric_is_kept_as_an_unfinished_draft():
    bare = DRAFT | {"criteria": [], "model_answer": ""}
    with pytest.raises(DraftError):
        items.parse(bare)

    assert items.kept(bare).header.unfinished
    assert {fault.field for fault in items.missing(items.kept(bare))} == {"criteria", "model_answer"}


def test_nothing_of_the_rubric_is_on_the_answer_page(app):
    with app.test_request_context():
        page = str(
            app.jinja_env.get_template("items/extended_text/answer.html").module.answer(ITEM, (), ("<i>",), "q1")
        )

    assert "&lt;i&gt;</textarea>" in page
    assert "not known" not in page
    assert "आसान" not in page


def test_the_review_shows_text_rubric_points_and_comments(app):
    judged = {"points": {"a": 2.5, "b": 1}, "comments": ["Clear <b>words</b>."], "share": 0.7}
    with app.test_request_context():
        macro = app.jinja_env.get_template("items/extended_text/review.html").module.review
        page = str(macro(ITEM, (), ("<i>mine",), sources.register(), judged))

    for words in (
        "&lt;i&gt;mine",
        "2.5 of 3 points",
        "1 of 2 points",
        "Clear &lt;b&gt;words",
        "<strong>not</strong> known",
    ):
        assert words in page
