"""Whole journeys: the trainee's by keyboard alone, the instructor's with a second pair of eyes, the stranger's."""

import re

import pytest
from playwright.sync_api import expect

from tests import people
from tests.bank.bank import approved, saved
from tests.browser.keyboard import Keyboard
from tests.browser.worlds import certificates
from tests.items import samples as items
from tests.modules import samples as modules
from tests.quiz import exams
from training import clock
from training import db as database


@pytest.fixture
def prepared(site, tmp_path):
    """A site with a module of one question, one question to practise, and an exam Tara may sit."""
    with site.app.app_context():
        modules.load(tmp_path / "modules", clock.now(), questions=("first",))
        approved(saved(items.draft("plain") | {"code": "safety/practice/plain"}))
        exams.ready("tara")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_trainee_goes_from_a_module_to_the_result_by_keyboard(prepared, open_as, scripts):
    keys = Keyboard(open_as(java_script_enabled=scripts))
    sign_in(keys)
    read_and_answer(keys)
    practise(keys)
    start_the_exam(keys)
    (answer_all if scripts else answer_all_by_forms)(keys)

    expect(keys.page.get_by_role("heading", name="Your exam is submitted")).to_be_visible()
    keys.press("link", "See the result")
    expect(keys.page.get_by_role("heading", level=1)).to_contain_text("assed")


def sign_in(keys):
    keys.page.goto("/sign-in")
    keys.write("E-mail", people.email("tara"))
    keys.write("Password", people.PASSWORD)
    keys.page.keyboard.press("Enter")


def read_and_answer(keys):
    keys.press("link", "Modules", exact=True)
    expect(keys.page).to_have_url(re.compile("/modules/?$"))
    keys.press("link", "Bands and points")
    keys.press("link", re.compile("Bands$"))
    keys.choose(keys.page.locator("#question-first").get_by_role("radio"), "The second")
    keys.press("button", "Check my answer")
    expect(keys.page.get_by_text("Your answer, right")).to_be_visible()


def practise(keys):
    keys.press("link", "Practice", exact=True)
    expect(keys.page).to_have_url(re.compile("/practice/?$"))
    keys.press("button", "Start practising")
    keys.choose(keys.page.get_by_role("radio"), "Ring for help")
    keys.press("button", "Fairly sure")
    keys.press("link", "See how it went")
    expect(keys.page.get_by_role("heading", name="How it went")).to_be_visible()


def start_the_exam(keys):
    keys.press("link", "Exams", exact=True)
    expect(keys.page).to_have_url(re.compile("/exam/?$"))
    keys.press("link", "Dry needling: foundations")
    keys.tick(keys.page.get_by_role("checkbox"))
    keys.press("button", "Start the exam")


def answer_all(keys):
    """Answer every question as it is shown, and submit."""
    for position in range(1, 6):
        keys.choose(keys.page.locator(f"#q{position}").get_by_role("radio"))
        expect(keys.page.locator("[data-save-state]")).to_contain_text("Saved")
        if position < 5:
            keys.press("button", "Next")
    keys.press("link", "Check answers and submit")
    keys.press("button", "Submit the exam")
    keys.press("button", "Submit now")


def answer_all_by_forms(keys):
    """Save every question with its button, and submit."""
    for position in range(1, 6):
        keys.choose(keys.page.locator(f"#q{position}").get_by_role("radio"))
        keys.press("button", f"Save answer {position}")
        expect(keys.page.get_by_text(f"Question {position} saved")).to_be_visible()
    keys.press("link", "Check answers and submit")
    keys.press("button", "Submit the exam")


def test_an_item_goes_from_the_editor_to_the_signature_through_three_people(site, open_as):
    with site.app.app_context():
        saved(items.draft("plain"))

    write_and_submit(open_as("ines"))
    answer_and_approve(open_as("ivo"))
    sign(open_as("lena"))

    page = open_as("ines", width=390)
    page.goto("/bank/items/safety/sample/plain")
    expect(page.locator("main").get_by_text("Signed").first).to_be_visible()


def write_and_submit(page):
    page.goto("/bank")
    page.get_by_role("searchbox", name="Words or code").fill("sample/plain")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="safety/sample/plain").click()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Question", exact=True).fill("What do you do first?")
    expect(page.frame_locator("[data-look] iframe").locator("body")).to_contain_text("What do you do first?")
    page.get_by_role("button", name="Save as a draft").first.click()
    expect(page.get_by_text("Saved as a draft.")).to_be_visible()
    page.get_by_role("button", name="Send to review").click()
    expect(page.locator("main").get_by_text("In review").first).to_be_visible()


def answer_and_approve(page):
    page.goto("/bank/review")
    page.get_by_role("link", name="safety/sample/plain").click()
    page.locator(".option > label").first.click()
    page.get_by_role("button", name="Answer, then show the key").click()
    expect(page.get_by_role("button", name="Approve this version")).to_be_visible()
    for point in page.get_by_role("group", name="Before you approve").get_by_role("checkbox").all():
        point.check()
    page.get_by_role("button", name="Approve this version").click()
    expect(page.get_by_text("Approved.")).to_be_visible()


def sign(page):
    page.goto("/bank/sign-off")
    page.get_by_label(re.compile("Sign safety/sample/plain")).check()
    page.get_by_role("button", name="Sign the ticked versions").click()
    expect(page.get_by_text(re.compile("Signed"))).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_stranger_checks_a_certificate_and_leaves_no_trace(site, open_as, scripts):
    with site.app.app_context(), database.commit_command():
        known = certificates.fill(clock.now())
    number = str(known["valid_certificate"]).lower().replace("-", " ")
    page = open_as(java_script_enabled=scripts)

    page.goto("/check")
    page.get_by_label("Certificate number").fill(number)
    page.get_by_role("button", name="Check").first.click()

    expect(page.get_by_role("heading", name="Valid")).to_be_visible()
    expect(page.get_by_text("Tara")).to_be_visible()
    assert page.context.cookies() == []
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
