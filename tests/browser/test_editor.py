"""The editor in a real browser: seen while typing, marked beside it, nothing lost or changed on the way."""

import time
from io import BytesIO

import pytest
from playwright.sync_api import expect

from tests.bank import bank
from tests.browser.serving import DESK, PHONE
from tests.items import samples
from training.bank import queries
from training.bank.files import read_upload
from training.bank.queries import Filters

SOON = 0.5
"""Seconds within which the preview follows what is typed."""
TRIES = 4
"""A machine with much else to do is given more than one chance."""
each_draft = pytest.mark.parametrize("draft", samples.drafts(), ids=lambda draft: draft["code"])


@pytest.fixture
def loaded(site):
    with site.app.app_context():
        bank.load()


def edit(page, draft):
    page.goto(f"/bank/items/{draft['code']}/edit")
    return page.get_by_label("Question", exact=True)


def seconds_until_shown(page, field, words):
    field.fill(words)
    began = time.monotonic()
    page.wait_for_function("words => document.querySelector('#preview').innerText.includes(words)", arg=words)
    return time.monotonic() - began


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_preview_follows_within_half_a_second_and_is_in_sight(loaded, open_as, width):
    page = open_as("ines", width=width)
    field = edit(page, samples.draft("plain"))

    times = [seconds_until_shown(page, field, f"Which comes first, {n}?") for n in range(TRIES)]

    assert min(times) < SOON
    expect(page.locator("#preview .question-text")).to_be_in_viewport()
    expect(field).to_be_in_viewport()


def test_the_preview_is_answered_and_marked_beside_the_form(loaded, open_as):
    page = open_as("ines", width=PHONE)
    field = edit(page, samples.draft("plain"))
    field.fill("Half written?")
    expect(page.locator("#preview")).to_contain_text("Half written?")

    page.locator("#preview .option > label", has_text="Wait").click()
    page.get_by_role("button", name="Mark this").click()

    expect(page.locator("#preview").locator(".review")).to_contain_text(" of 1")
    expect(field).to_have_value("Half written?")


def test_what_is_to_mend_leads_to_its_field(loaded, open_as):
    page = open_as("ines")
    edit(page, samples.draft("plain")).fill("")

    page.get_by_role("link", name="Question is missing. Write it.").click()

    expect(page.get_by_label("Question", exact=True)).to_be_focused()


@each_draft
def test_an_item_edited_here_exports_and_imports_into_an_empty_bank_hash_for_hash(loaded, site, open_as, draft):
    page = open_as("ines")
    field = edit(page, draft)
    field.fill(field.input_value().rstrip() + "  \n\nƯu tiên gì? 先に何を, أولاً?  ")
    page.get_by_label("Objective").fill(" Blanks around ")
    page.get_by_role("button", name="Save as a draft").first.click()
    expect(page.get_by_text("Saved as a draft.")).to_be_visible()

    page.goto("/bank/export")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    archive = BytesIO(download.value.path().read_bytes()).read()

    with site.app.app_context():
        reading = read_upload([("bank.zip", archive)], bank.known())
        here = {row.item.code: row.hash for row in queries.selected(Filters())}
        assert reading.problems == ()
        assert {found.code: found.version for found in reading.found} == here
        assert queries.newest(draft["code"]).content["objective"] == " Blanks around "


@each_draft
def test_saving_what_is_shown_changes_nothing(loaded, open_as, draft):
    page = open_as("ines", width=PHONE)
    edit(page, draft)

    page.get_by_role("button", name="Save as a draft").first.click()

    expect(page.get_by_text("Nothing changed, so nothing was stored.")).to_be_visible()


def test_what_is_typed_survives_a_closed_tab(loaded, open_as):
    page = open_as("ines", width=PHONE)
    edit(page, samples.draft("plain")).fill("Half a thought")
    expect(page.get_by_text("not saved yet")).to_be_visible()
    page.close(run_before_unload=False)

    again = open_as("ines")
    edit(again, samples.draft("plain"))
    again.get_by_role("link", name="Go on with them").click()

    expect(again.get_by_label("Question", exact=True)).to_have_value("Half a thought")
    expect(again.locator("#preview")).to_contain_text("Half a thought")


def test_a_second_tab_is_told_and_may_take_over(loaded, open_as):
    first, second = open_as("ines"), open_as("ines")
    fields = [edit(page, samples.draft("plain")) for page in (first, second)]
    fields[0].fill("First tab")
    expect(first.get_by_text("not saved yet")).to_be_visible()
    fields[1].fill("Second tab")
    expect(second.get_by_text("Not kept: other unsaved changes")).to_be_visible()

    second.get_by_role("button", name="Keep what is on this page instead").click()

    expect(second.get_by_text("not saved yet")).to_be_visible()


def test_without_a_connection_it_is_tried_again(loaded, open_as):
    page = open_as("ines")
    field = edit(page, samples.draft("plain"))
    page.route("**/api/bank/unsaved", lambda route: route.abort("internetdisconnected"))
    field.fill("On the train")
    expect(page.get_by_text("Not kept yet: no connection.")).to_be_visible()

    page.unroute("**/api/bank/unsaved")

    expect(page.get_by_text("not saved yet")).to_be_visible(timeout=15_000)
