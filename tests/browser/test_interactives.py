"""Interactive parts in a real browser: one section shows all of them, worked by keyboard alone, and axe looks at it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import checks
from tests.browser.serving import DESK, SMALLEST
from tests.conftest import NOON
from tests.modules import samples
from training.modules import interactives

ALL = "Parts to try [@SHAH15].\n\n" + "\n\n".join(f"![](interactive:{name})" for name in interactives.NAMES)


@pytest.fixture
def section(site, open_as, tmp_path):
    """A function: the section that shows every part, in Tara's browser."""
    with site.app.app_context():
        samples.load(tmp_path / "modules", NOON, points=ALL)

    def section(**options):
        page = open_as("tara", **options)
        page.goto("/modules/bands/sections/points")
        return page

    return section


def part(page, name):
    return page.locator(f'[data-interactive="{name}"]')


@pytest.mark.parametrize(("width", "scheme"), [(SMALLEST, "light"), (DESK, "dark")])
def test_all_parts_pass_axe_fit_and_print_every_state(section, width, scheme):
    page = section(width=width, scheme=scheme)
    for name, shown in interactives.register().items():
        if shown.scripted:
            expect(part(page, name)).to_have_attribute("data-ready", "")

    assert checks.axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.emulate_media(media="print")
    assert page.evaluate("[...document.querySelectorAll('[data-state]')].every((each) => each.checkVisibility())")
    assert not page.evaluate("[...document.querySelectorAll('[data-controls]')].some((each) => each.checkVisibility())")


def test_without_scripts_every_state_and_no_control_is_there(section):
    page = section(java_script_enabled=False)

    expect(page.locator("[data-controls]:visible")).to_have_count(0)
    expect(page.locator("[data-state]:not(:visible)")).to_have_count(0)


def test_every_part_answers_to_the_keyboard(section):
    page = section()
    for name, act in ACTS.items():
        act(page, part(page, name))
    assert set(ACTS) == set(interactives.NAMES)


def size_and_needle(page, depth):
    slider = depth.get_by_role("slider", name="Body size in this illustration")
    slider.focus()
    page.keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "Body mass index 25 and over")
    expect(depth.locator("[data-state]:visible")).to_have_count(1)
    expect(depth.get_by_text("rib at 27 ± 5 mm")).to_be_visible()

    depth.get_by_role("radio", name="Both").focus()
    page.keyboard.press("ArrowLeft")
    expect(depth.get_by_role("radio", name="Deep")).to_be_checked()
    expect(depth.get_by_text("account the tip lies")).to_be_hidden()


def decision(page, decide):
    press(page, decide, re.compile("Yes.*question 1"))
    expect(decide.locator("[data-question]:visible")).to_be_focused()
    press(page, decide, re.compile("No.*question 2"))
    expect(decide.locator("[data-outcome=latent]")).to_be_focused()
    press(page, decide, "Decide another")
    expect(decide.locator("[data-question]:visible")).to_contain_text("At least two of three are needed")


def next_steps(page, workflow):
    press(page, workflow, "Clean the hands")
    expect(workflow.get_by_role("status")).to_contain_text("Not yet.")
    press(page, workflow, "Check")
    expect(workflow.get_by_role("status")).to_have_text("Right: Check.")
    expect(workflow.locator("[data-state]:visible")).to_have_count(1)


def reading(page, plot):
    plot.get_by_label("Row", exact=True).focus()
    page.keyboard.type("Tension")
    expect(plot.locator("g[data-chosen]")).to_contain_text("Tension-type headache")
    press(page, plot, "Yes")
    expect(plot.get_by_role("status")).to_contain_text("Look again at the marked line.")
    expect(plot.get_by_role("status")).to_contain_text("1.27 SMD")
    press(page, plot, "No")
    expect(plot.get_by_role("status")).to_contain_text("Right.")


def rows(page, table):
    table.get_by_label("Words in the row").focus()
    page.keyboard.type("heel")
    expect(table.get_by_role("status")).to_have_text("2 of 15 rows")
    table.get_by_label("Order").focus()
    page.keyboard.type("By")
    expect(table.locator("tbody tr").first).to_contain_text("Carpal tunnel")


def zones(page, body):
    body.get_by_label("Zone", exact=True).focus()
    page.keyboard.press("End")
    expect(body.get_by_role("status")).to_contain_text("14 Side of the neck over the carotid")
    expect(body.locator("figure:visible")).to_have_count(1)
    page.keyboard.press("Home")
    expect(body.locator("g[data-zone='1'][data-chosen]")).not_to_have_count(0)


def pads(page, bracketing):
    bracketing.get_by_role("radio", name="As it should be").focus()
    page.keyboard.press("ArrowRight")
    expect(bracketing.get_by_text("the needle points into the interspace")).to_be_visible()
    bracketing.get_by_role("slider", name="How sure the hand feels").focus()
    page.keyboard.press("End")
    expect(bracketing.get_by_text("Certain: still 11 of 15")).to_be_visible()


def drill(_page, way):
    expect(way.get_by_role("link", name="Open the emergency drill")).to_have_attribute("href", "/drill")


def press(page, place, name):
    """Press a button by the keyboard."""
    place.get_by_role("button", name=name, exact=isinstance(name, str)).focus()
    page.keyboard.press("Enter")


ACTS = {
    "active-or-latent": decision,
    "clean-needle": next_steps,
    "danger-zones": zones,
    "emergency-drill": drill,
    "evidence-table": rows,
    "forest-plot": reading,
    "needle-depth": size_and_needle,
    "rib-bracketing": pads,
}
