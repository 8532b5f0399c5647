"""Interactive parts in a real browser: one section shows all of them, worked by keyboard alone, and axe looks at it."""

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
    for name in interactives.NAMES:
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


def test_the_slider_shows_one_body_size_and_the_buttons_one_needle(section):
    page = section()
    depth = part(page, "needle-depth")
    slider = depth.get_by_role("slider", name="Body size in the drawing")
    slider.focus()
    page.keyboard.press("End")

    expect(slider).to_have_attribute("aria-valuetext", "Body mass index 25 and over")
    expect(depth.locator("[data-state]:visible")).to_have_count(1)
    expect(depth.get_by_text("rib at 27 ± 5 mm")).to_be_visible()

    depth.get_by_role("radio", name="Both").focus()
    page.keyboard.press("ArrowLeft")
    expect(depth.get_by_role("radio", name="Deep")).to_be_checked()
    expect(depth.get_by_text("Baldry's account")).to_be_hidden()
