"""Practice under one thumb and by single keys, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.bank.bank import approved, saved
from tests.browser.serving import PHONE
from tests.items import samples
from tests.people import identity
from training import clock
from training import db as database
from training.quiz.practice import history, service


@pytest.fixture
def set_id(site):
    """A set of two questions: a choice, and a name to type."""
    with site.app.app_context():
        for name in ("plain", "name-the-muscle"):
            approved(saved(samples.draft(name)))
        with database.commit_command():
            return service.start_session(identity("tara"), seed=1, now=clock.now())


def question_of(page):
    """Return which of the two is shown."""
    return "typed" if page.locator(".typed").count() else "chosen"


def test_the_buttons_that_check_are_under_the_thumb(set_id, open_as):
    page = open_as("tara", width=PHONE)
    for position in (1, 2):
        page.goto(f"/practice/{set_id}/{position}")
        boxes = [page.get_by_role("button", name=name, exact=True) for name in ("Sure", "Fairly sure", "Guessed")]
        sizes = [button.bounding_box() for button in boxes]

        assert all(button["height"] >= 44 and button["width"] >= 44 for button in sizes)
        assert all(button["y"] + button["height"] <= page.viewport_size["height"] for button in sizes)


def test_a_set_is_done_by_single_keys_that_rest_while_one_types(site, set_id, open_as):
    page = open_as("tara")
    page.goto(f"/practice/{set_id}/1")
    for position in (1, 2):
        expect(page).to_have_url(re.compile(f"/{position}$"))
        expect(page.get_by_role("group", name="Check my answer")).to_be_visible()
        if question_of(page) == "typed":
            page.get_by_label("Your answer").fill("")
            page.get_by_label("Your answer").type("sfg")
            page.keyboard.press("Enter")
            expect(page.get_by_role("button", name="Sure", exact=True)).to_be_focused()
        else:
            page.keyboard.press("2")
            expect(page.get_by_role("radio").nth(1)).to_be_checked()
            page.keyboard.press("Control+g")
        page.keyboard.press("f")
        expect(page.get_by_role("heading", level=1)).to_contain_text("right")
        page.keyboard.press("n")

    with site.app.app_context():
        assert [entry.certainty for entry in history.of_person(identity("tara"))] == ["fairly sure"] * 2


def test_offline_nothing_is_sent_and_the_answer_stays(set_id, open_as):
    page = open_as("tara")
    page.goto(f"/practice/{set_id}/1")
    given = page.get_by_label("Your answer") if question_of(page) == "typed" else page.get_by_role("radio").nth(1)
    given.fill("trapezius") if question_of(page) == "typed" else given.check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Fairly sure").click()
    expect(page.get_by_role("alert")).to_contain_text("You are offline. Nothing was sent")
    page.context.set_offline(False)
    page.get_by_role("button", name="Fairly sure").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("right")


def test_keys_switched_off_stay_off_and_enter_says_no_certainty(site, set_id, open_as):
    page = open_as("tara")
    for position in (1, 2):
        page.goto(f"/practice/{set_id}/{position}")
        if position == 1:
            page.get_by_text("Keys", exact=True).click()
            page.get_by_label("Use single keys on this device").uncheck()
        if question_of(page) == "chosen":
            page.keyboard.press("2")
            expect(page.get_by_role("radio").nth(1)).not_to_be_checked()
            page.get_by_role("radio").nth(1).check()
        else:
            page.get_by_label("Your answer").fill("trapezius")
        page.keyboard.press("Enter")
        page.keyboard.press("g")
        expect(page.get_by_role("button", name="Sure", exact=True)).to_be_focused()

    with site.app.app_context():
        assert history.of_person(identity("tara")) == []
