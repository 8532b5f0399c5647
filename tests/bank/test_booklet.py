"""The booklet for paper: every kind, with keys or without, and no key for whoever is still to answer."""

import pytest

from tests.bank.bank import act, load, saved
from tests.items import samples
from training.bank.service import reviewing
from training.bank.views import booklet

PLAIN = samples.draft("plain")


@pytest.fixture
def loaded(app):
    with app.app_context():
        load()


def page(browser, query=""):
    return browser.get(f"/bank/booklet?{query}").text


def reasons(drafts=None):
    """The reasons of options, which stand beside keys only."""
    return {
        option["rationale"]
        for draft in drafts or samples.drafts()
        for option in draft.get("options", [])
        if "rationale" in option
    }


def test_every_kind_stands_in_it_with_its_key_and_without(loaded, browser_of):
    otto = browser_of("otto")
    plain, keyed = page(otto), page(otto, "keys=y")

    for draft in samples.drafts():
        assert draft["code"] in plain
    assert [reason for reason in reasons() if reason in plain] == []
    assert " object at 0x" not in plain + keyed
    plainly = {reason for reason in reasons() if not set(reason) & set("'\"![")}
    assert [reason for reason in plainly if reason not in keyed] == []
    assert keyed.count("Because the source says so.") > len(samples.drafts())


def test_it_holds_what_the_list_is_narrowed_to_and_says_so(loaded, browser_of):
    narrowed = page(browser_of("ines"), "domain=anatomy&critical=")

    assert "Domain: anatomy" in narrowed
    assert PLAIN["code"] not in narrowed
    assert "/bank/booklet?domain=anatomy&amp;keys=y" in narrowed


def test_it_says_whom_it_must_not_reach_where_it_holds_questions_of_an_exam(loaded, browser_of):
    ines = browser_of("ines")

    assert "questions of the exam pool: it must not reach" in page(ines, "pool=exam")
    assert "practice questions only" in page(ines, "pool=practice")


def test_whoever_is_still_to_answer_an_item_finds_no_key_of_it(app, browser_of):
    with app.app_context():
        act(reviewing.submit, saved(PLAIN, by="ines"), by="ines")

    for_reviewer, for_author = page(browser_of("rhea"), "keys=y"), page(browser_of("ines"), "keys=y")

    assert [reason for reason in reasons([PLAIN]) if reason in for_reviewer] == []
    assert "you are still to answer it for review" in for_reviewer
    assert all(reason in for_author for reason in reasons([PLAIN]))


def test_a_long_one_ends_and_says_so(loaded, browser_of, monkeypatch):
    monkeypatch.setattr(booklet, "MOST", 3)

    assert f"Only the first 3 of {len(samples.drafts())}" in page(browser_of("ines"))


def test_an_empty_list_makes_no_booklet(browser_of):
    assert "No item matches" in page(browser_of("ines"), "text=nothing")
