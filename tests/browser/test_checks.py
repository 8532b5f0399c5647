"""The checks of the editor as one types, at the desk and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.bank.bank import saved
from tests.browser.checks import axe, sideways
from tests.browser.serving import TURNS
from tests.items import samples

FLAWED = "Which of these is not done in a faint?"


@pytest.fixture
def stored(site):
    with site.app.app_context():
        saved(samples.draft("plain"))


@pytest.mark.parametrize(("width", "scheme"), TURNS)
def test_a_finding_appears_as_one_types_and_leads_to_its_field(stored, open_as, width, scheme):
    page = open_as("ines", width=width, scheme=scheme)
    page.goto("/bank/items/safety/sample/plain/edit")
    panel, told = page.get_by_role("region", name="Checks"), page.locator("#preview").get_by_role("status")
    expect(told).to_contain_text("0 errors, 0 warnings")

    page.get_by_label("Question", exact=True).fill(FLAWED)

    expect(told).to_contain_text("0 errors, 1 warning")
    panel.get_by_text("Why, and how to word it better").first.click()
    assert axe(page) == []
    assert sideways(page) == 0
    panel.get_by_role("link", name="asks for what is not so").click()
    expect(page.get_by_label("Question", exact=True)).to_be_focused()


def test_a_finding_goes_when_it_is_mended(stored, open_as):
    page = open_as("ines")
    page.goto("/bank/items/safety/sample/plain/edit")
    told = page.locator("#preview").get_by_role("status")
    page.get_by_label("Question", exact=True).fill(FLAWED)
    expect(told).to_contain_text("1 warning")

    page.get_by_label("Question", exact=True).fill("Which of these is **not** done in a faint?")

    expect(told).to_contain_text("0 warnings")


def test_what_was_opened_stays_open_while_one_types_on(stored, open_as):
    page = open_as("ines")
    page.goto("/bank/items/safety/sample/plain/edit")
    page.get_by_label("Question", exact=True).fill(FLAWED)
    page.get_by_text("Why, and how to word it better").first.click()

    page.get_by_label("Question", exact=True).fill(FLAWED.replace("faint", "collapse"))

    expect(page.frame_locator("[data-look] iframe").locator("body")).to_contain_text("in a collapse?")
    expect(page.get_by_text("Who overlooks the small word")).to_be_visible()
