"""Narrowing the list by what the linter finds: kept once a version, read by the worker, blind where it must be."""

from datetime import timedelta

import pytest

from tests.bank.bank import act, load, saved
from tests.bank.test_asking import ask
from tests.items import samples
from tests.people import identity
from training import db as database
from training.bank import checks, saved_filters
from training.bank.queries import linted, lists
from training.bank.queries.lists import Filters
from training.bank.service import linting
from training.linting.registry import RULES

PLAIN = samples.draft("plain")
NEGATIVE = PLAIN | {"code": "safety/lint/negative", "stem": "Which of these is not a sign?"}


def found(wanted):
    return [row.version.item.code for row in lists.search(Filters(lint=wanted)).rows]


def read_more(limit=linting.AT_ONCE):
    with database.commit_command():
        return linting.read_more(limit)


@pytest.mark.usefixtures("context")
def test_what_is_saved_is_found_at_once_by_rule_severity_and_by_nothing_found():
    saved(NEGATIVE)
    named = {each.rule.name for each in checks.of(NEGATIVE).findings}
    assert "negative-stem" in named

    for rule in RULES:
        assert (NEGATIVE["code"] in found(rule.name)) == (rule.name in named)
    assert found("warning") == [NEGATIVE["code"]]
    assert found("error") == found("none") == []


@pytest.mark.usefixtures("context")
def test_a_new_version_is_listed_by_what_is_found_in_it_and_not_in_the_one_before():
    first = saved(NEGATIVE)
    saved(NEGATIVE | {"stem": "Which of these is a sign?"}, base=first)

    assert found("negative-stem") == []


@pytest.mark.usefixtures("context")
def test_what_was_loaded_is_read_by_the_worker_in_steps_and_then_no_more():
    load()
    number = len(samples.drafts())
    assert linted.unread() == number
    assert read_more(number - 1) == timedelta(seconds=1)
    assert linted.unread() == 1
    assert read_more() is None

    assert linted.unread() == 0
    load(*(draft | {"objective": "Reworded"} for draft in samples.drafts()))
    assert linted.unread() == number
    read_more()
    every = {row.version.item.code for wanted in ("error", "warning", "info", "none")
             for row in lists.search(Filters(lint=wanted)).rows}  # fmt: skip
    assert every == {draft["code"] for draft in samples.drafts()}


@pytest.mark.usefixtures("context")
def test_another_edition_of_the_linter_reads_all_of_it_again(monkeypatch):
    saved(NEGATIVE)
    monkeypatch.setattr(linted, "edition", lambda: "another")
    assert (linted.unread(), found("negative-stem")) == (1, [])

    read_more()
    assert (linted.unread(), found("negative-stem")) == (0, [NEGATIVE["code"]])


@pytest.mark.usefixtures("context")
def test_a_filter_that_is_kept_narrows_by_it_too():
    filters = Filters.of({"lint": "negative-stem"})
    act(saved_filters.keep, "Negative", filters, by="ines")

    (kept,) = saved_filters.all_of(identity("ines"))
    assert Filters.of(kept.values) == filters
    assert found("nothing-like-it") == found("")


def test_the_page_offers_rules_and_says_what_is_still_to_be_read(app, browser_of):
    with app.app_context():
        load(PLAIN)
        saved(NEGATIVE)
    page = browser_of("ines").get("/bank?lint=negative-stem").text

    assert NEGATIVE["code"] in page
    assert f'href="/bank/items/{PLAIN["code"]}"' not in page
    assert "The linter is still to read 1 item" in page
    assert '<option selected value="negative-stem">' in page


def test_what_a_reviewer_is_to_answer_first_is_left_out_of_it(app, browser_of):
    with app.app_context():
        ask(saved(NEGATIVE), "rhea")

    assert NEGATIVE["code"] not in browser_of("rhea").get("/bank?lint=warning").text
    assert NEGATIVE["code"] in browser_of("ines").get("/bank?lint=warning").text
