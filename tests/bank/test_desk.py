"""The desk: what waits for somebody, what of theirs waits for others, and one next step."""

import pytest

from tests.bank.bank import act, approved, load, saved
from tests.items import samples
from training.bank.service import commenting, reviewing

PLAIN = samples.draft("plain")
CODE = PLAIN["code"]


def section(page, name):
    """Return the words of one section of the desk, "" when it is not there."""
    return page.partition(f'id="{name}"')[2].partition("</section>")[0]


@pytest.fixture
def draft(app):
    with app.app_context():
        return saved(PLAIN, by="ines")


def desk_of(browser_of, first):
    return browser_of(first).get("/bank/desk").text


@pytest.mark.parametrize("first", ["ines", "ivo", "rhea", "lena"])
def test_whoever_works_on_items_begins_at_the_desk(browser_of, first):
    assert browser_of(first).get("/").location == "/bank/desk"


def test_a_draft_lies_on_its_authors_desk_only(draft, browser_of):
    assert CODE in section(desk_of(browser_of, "ines"), "drafts")
    assert CODE not in desk_of(browser_of, "ivo")


def test_an_item_in_review_waits_for_others_and_lies_on_their_desks(app, draft, browser_of):
    with app.app_context():
        act(reviewing.submit, draft, by="ines")

    assert "0 of 1 approvals" in section(desk_of(browser_of, "ines"), "waiting")
    assert CODE in section(desk_of(browser_of, "rhea"), "to-review")
    assert "Review 1 version" in desk_of(browser_of, "rhea")


def test_an_item_sent_back_lies_there_with_the_words_said(app, draft, browser_of):
    with app.app_context():
        act(reviewing.submit, draft, by="ines")
        act(reviewing.answer_for_review, draft, ("a",), by="rhea")
        act(reviewing.ask_for_changes, draft, "Too <easy>.", by="rhea")

    assert "Rhea Lind" in section(desk_of(browser_of, "ines"), "sent-back")
    assert "Too &lt;easy&gt;." in section(desk_of(browser_of, "ines"), "sent-back")
    assert section(desk_of(browser_of, "ines"), "drafts") == ""


def test_an_approved_item_waits_for_the_clinical_lead(app, draft, browser_of):
    with app.app_context():
        approved(draft)

    assert "waits for the clinical lead" in section(desk_of(browser_of, "ines"), "waiting")
    assert "Sign off 1 item" in desk_of(browser_of, "lena")


def test_items_loaded_from_files_lie_on_every_reviewers_desk(app, browser_of):
    with app.app_context():
        load()

    assert f"All {len(samples.drafts())} to review" in section(desk_of(browser_of, "ivo"), "to-review")


def test_a_desk_without_work_says_so_and_offers_a_way_on(browser_of):
    assert "Nothing waits for you" in desk_of(browser_of, "rhea")
    assert "Find an item" in desk_of(browser_of, "rhea")


def test_the_desk_counts_the_comments_that_wait_on_what_one_wrote(app, draft, browser_of):
    with app.app_context():
        act(reviewing.submit, draft, by="ines")
        act(reviewing.answer_for_review, draft, ("a",), by="rhea")
        act(commenting.say, draft, "stem", "Which?", by="rhea")
        act(reviewing.ask_for_changes, draft, "See there.", by="rhea")

    assert "2 comments not resolved" in section(desk_of(browser_of, "ines"), "sent-back")
