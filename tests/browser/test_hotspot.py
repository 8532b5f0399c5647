"""A figure marked by mouse, by keys and by the list; regions drawn by clicks and by buttons."""

import re

import pytest
from playwright.sync_api import expect

from tests.bank.bank import approved, saved
from tests.browser.worlds import marking
from tests.people import identity
from training import clock
from training import db as database
from training.bank.readings import Picture
from training.bank.service import writing
from training.core.domains import Domain
from training.core.practising import Wish
from training.quiz.practice import queries, service

FOUR = re.compile(r"^\d+ \d+ \d+ \d+$")
"""An ellipse drawn by two clicks: its centre and both radii."""


@pytest.fixture
def prepared(site):
    """A site with a figure and one place on it to practise; returns the set's id."""
    with site.app.app_context():
        picture = Picture("back.svg", "image/svg+xml", marking.BACK)
        with database.commit_command():
            writing.add_figure(picture, by=identity("ines"), now=clock.now())
        approved(saved(marking.hotspot("anatomy/back/place")))
        with database.commit_command():
            return service.start(
                identity("tara"), domains=tuple(Domain), number=1, wish=Wish.ANY, seed=1, now=clock.now()
            )


@pytest.fixture
def asked(prepared, open_as):
    page = open_as("tara")
    page.goto(f"/practice/{prepared}/1")
    return page


def answer_of(site, set_id):
    with site.app.app_context():
        return queries.question(identity("tara"), set_id, 1).response


def point(page):
    """The field of the only mark, which is what is posted."""
    return page.locator("[data-hotspot-point]")


def click(page, x, y, where="[data-hotspot-figure]"):
    box = page.locator(where).bounding_box()
    page.mouse.click(box["x"] + box["width"] * x / 1000, box["y"] + box["height"] * y / 1000)


def test_a_click_sets_a_mark_which_is_what_is_posted(prepared, site, asked):
    click(asked, 380, 350)
    expect(asked.locator("[data-hotspot-mark]:not([data-empty])")).to_have_count(1)
    asked.get_by_role("button", name="Fairly sure").click()

    expect(asked.get_by_role("heading", level=1)).to_have_text("Question 1 of 1: right")
    expect(asked.get_by_text("Above the left shoulder blade (38 % across, 35 % down)")).to_be_visible()
    ((x, y),) = [tuple(map(int, part.split(","))) for part in answer_of(site, prepared)]
    assert abs(x - 380) <= 3
    assert abs(y - 350) <= 4


def test_a_second_click_moves_the_only_mark_and_the_list_takes_its_place(asked):
    click(asked, 380, 350)
    click(asked, 800, 800)
    expect(point(asked)).to_have_value(re.compile("^(80|79)"))

    asked.get_by_text("Between the shoulder blades").click()
    expect(point(asked)).to_have_value("")
    click(asked, 380, 350)
    expect(asked.locator("[data-hotspot-landmark]:checked")).to_have_count(0)


def test_the_arrow_keys_walk_and_enter_marks(asked):
    asked.locator("[data-hotspot-figure]").focus()
    for _ in range(4):
        asked.keyboard.press("ArrowLeft")
    asked.keyboard.press("Shift+ArrowUp")
    asked.keyboard.press("Enter")
    expect(point(asked)).to_have_value("400,495")
    expect(asked.locator("[data-hotspot-said]")).to_contain_text("Mark 1 set, 40 % across")

    asked.keyboard.press("Delete")
    expect(point(asked)).to_have_value("")


def test_marks_tell_the_page_by_change_and_input(asked):
    asked.evaluate(
        "document.said = []; for (const name of ['input', 'change']) "
        "document.addEventListener(name, () => document.said.push(name))"
    )
    click(asked, 380, 350)
    expect(point(asked)).not_to_have_value("")

    assert asked.evaluate("document.said") == ["input", "change"]


def test_without_scripts_a_place_of_the_list_is_an_answer(prepared, open_as):
    page = open_as("tara", java_script_enabled=False)
    page.goto(f"/practice/{prepared}/1")
    page.get_by_label("Above the left shoulder blade").check()
    page.get_by_role("button", name="Fairly sure").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Question 1 of 1: right")


def test_regions_are_drawn_by_clicks_and_moved_by_buttons(prepared, open_as):
    page = open_as("ines")
    page.goto("/bank/items/anatomy/back/place/edit")
    pane = page.locator("[data-regions]")
    pane.get_by_label("A click draws").select_option("Region B")
    pane.get_by_role("button", name="Draw again").click()
    pane.locator("[data-regions-figure]").scroll_into_view_if_needed()
    assert pane.locator("[data-regions-figure]").bounding_box()["width"] >= 400
    field = page.locator("#regions-1-at")
    expect(field).to_have_value("")
    click(page, 500, 600, "[data-regions-figure]")
    click(page, 600, 700, "[data-regions-figure]")
    expect(field).to_have_value(FOUR)
    numbers = [int(word) for word in field.input_value().split()]
    assert numbers == pytest.approx([500, 600, 100, 100], abs=12)

    pane.get_by_role("button", name="Right").click()
    expect(field).to_have_value(re.compile(f"^{numbers[0] + 10} {numbers[1]} "))
    pane.get_by_role("button", name="Larger").click()
    expect(field).not_to_have_value(re.compile(f" {numbers[3]}$"))
    moved = [int(word) for word in field.input_value().split()]
    assert moved[0] == numbers[0] + 10
    assert moved[2] == pytest.approx(numbers[2] * 1.1, abs=1)
