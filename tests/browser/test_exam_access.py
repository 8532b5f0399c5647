"""The exam for everybody: axe in every state, the keyboard alone, single keys and their switch, small screens."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import checks
from tests.browser.exam_states import STATES
from tests.browser.keyboard import Keyboard
from tests.browser.serving import HEIGHTS, PHONE, SMALLEST, TURNS
from tests.browser.sitting import SAVED, Sitting, chip, expect_chosen, mixed, shown
from tests.browser.test_trees import CHANGING, FOLDER
from tests.quiz import exams


@pytest.fixture
def sitting(site):
    return Sitting(site)


def test_every_state_is_accessible_and_fits(sitting, open_as):
    found = {}
    for number, (name, reach) in enumerate(STATES.items()):
        width, scheme = TURNS[number % 2]
        page = open_as("tara", width=width, scheme=scheme)
        sitting.set(epoch_client=None)
        reach(sitting, page)
        found[name] = checks.axe(page)
        for narrow in {width, SMALLEST}:
            page.set_viewport_size({"width": narrow, "height": HEIGHTS[narrow]})
            found[name] += [f"wider than {narrow}"] if checks.sideways(page) else []
        page.context.close()

    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.parametrize("width", [PHONE, SMALLEST])
def test_without_scripts_the_questions_fit_a_phone(site, open_as, width):
    drafts = [draft | {"options": [long(option) for option in draft["options"]]} for draft in exams.kinds()]
    sitting = mixed(site, drafts)
    page = open_as("tara", width=width, java_script_enabled=False)
    page.goto(sitting.path)

    assert page.locator("select").count() > 0
    assert checks.sideways(page) == 0
    assert page.get_by_role("region", name="Exam status").bounding_box()["height"] <= 60


def long(option):
    """An option with a text longer than any phone is wide."""
    return option | {"text": option["text"] + ", and then everything that has to be said about it at some length"}


@pytest.mark.parametrize("state", ["question", "marked", "check", "offline", "submit"])
def test_what_a_screen_reader_is_told_is_the_reviewed_tree(sitting, open_as, state):
    page = open_as("tara")
    STATES[state](sitting, page)

    tree = CHANGING.sub("…", page.locator("body").aria_snapshot()) + "\n"

    path = Path(FOLDER) / f"exam-{state}.yaml"
    if os.environ.get("RENEW_TREES") == "1":
        path.write_text(tree, encoding="utf-8")
    assert tree == path.read_text(encoding="utf-8")


def test_a_whole_exam_by_keyboard_alone(site, open_as):
    sitting = mixed(site)
    keys = Keyboard(sitting.open(open_as("tara")))
    page, length = keys.page, 6
    for position in range(1, length + 1):
        expect(page.get_by_role("heading", name=f"Question {position} of {length}")).to_be_visible()
        answer(keys)
        expect(chip(page)).to_have_text(SAVED)
        keys.press("button", "Check" if position == length else "Next")
    expect(page.get_by_role("heading", name="Check your answers")).to_be_focused()

    keys.press("button", "Submit the exam")
    expect(page.get_by_role("button", name="Close").locator("visible=true")).to_be_focused()
    keys.press("button", "Go back")
    expect(page.get_by_role("button", name="Submit the exam")).to_be_focused()
    keys.press("button", "Submit the exam")
    keys.press("button", "Submit now")

    expect(page.get_by_role("heading", name="Your exam is submitted")).to_be_visible()
    expect(page.get_by_text(f"{length} of {length}")).to_be_visible()


def answer(keys):
    """Answer the open question, of whatever kind, by keys."""
    question = shown(keys.page)
    if question.locator("[data-ordering]").count():
        keys.reach(question.get_by_role("button", name="Down").first)
        keys.page.keyboard.press("Enter")
        expect(question.get_by_role("button", name="Down").nth(1)).to_be_focused()
    elif question.get_by_role("checkbox").count():
        keys.tick(question.get_by_role("checkbox").first)
        keys.tick(question.get_by_role("checkbox").nth(1))
    else:
        keys.choose(question.get_by_role("radio"))


def test_moving_puts_the_focus_on_the_heading_and_back_works(sitting, open_as):
    page = sitting.open(open_as("tara"))
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_focused()
    expect(page).to_have_url(re.compile("#q2$"))

    page.go_back()

    expect(page.get_by_role("heading", name="Question 1 of 5")).to_be_focused()


def test_single_keys_choose_move_and_flag(sitting, open_as):
    page = sitting.open(open_as("tara"))
    page.keyboard.press("2")
    expect_chosen(page, 2)
    page.keyboard.press("n")
    page.keyboard.press("n")
    page.keyboard.press("p")
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_focused()
    page.keyboard.press("f")
    expect(page.get_by_role("link", name="Question 2, not answered, flagged")).to_be_visible()

    page.keyboard.press("?")

    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def test_single_keys_can_be_switched_off_for_good(sitting, open_as):
    page = sitting.open(open_as("tara"))
    page.get_by_text("Menu", exact=True).click()
    page.get_by_label("Single keys").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    expect(chip(page)).to_have_text("Nothing to save yet")

    for key in ("2", "n", "f", "?"):
        page.keyboard.press(key)

    expect(page.get_by_role("heading", name="Question 1 of 5")).to_be_visible()
    expect_chosen(page)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_single_keys_rest_while_somebody_types_or_holds_a_modifier(sitting, open_as):
    page = sitting.open(open_as("tara"))
    page.keyboard.press("Alt+2")
    STATES["problem"](sitting, page)
    page.get_by_label("What is wrong?").press_sequentially("No. 2 fits: n, p, f?")
    page.keyboard.press("Escape")

    expect(page.get_by_role("heading", name="Question 1 of 5")).to_be_visible()
    expect_chosen(page)


def test_larger_text_is_larger_and_stays(sitting, open_as):
    page = sitting.open(open_as("tara"))
    size = "getComputedStyle(document.querySelector('.question-text')).fontSize"
    before = float(page.evaluate(size).removesuffix("px"))
    page.get_by_text("Menu", exact=True).click()
    page.get_by_label("Larger text").check()
    page.reload()

    assert float(page.evaluate(size).removesuffix("px")) > 1.2 * before


def test_the_focus_is_never_behind_the_bars_of_a_phone(site, open_as):
    sitting = mixed(site)
    page = sitting.open(open_as("tara", width=320))
    hidden = """() => {
      const box = document.activeElement.getBoundingClientRect()
      const bar = document.querySelector('.exam-bar').getBoundingClientRect()
      const acts = document.querySelector('.exam-actions').getBoundingClientRect()
      const inside = document.activeElement.closest('.exam-bar, .exam-actions, .question-map, .skip-link')
      return !inside && (box.bottom <= bar.bottom || box.top >= acts.top)
    }"""
    for _ in range(25):
        page.keyboard.press("Tab")
        assert not page.evaluate(hidden), page.evaluate("document.activeElement.outerHTML")
