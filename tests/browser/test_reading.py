"""Reading with scripts: a section notes itself, an answer comes in its place, signs of study stop with the reader."""

import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser.sitting import stopped
from tests.conftest import NOON
from tests.modules import samples
from training.modules import queries

PAGE = "/modules/bands/sections/bands"
TARA = people.identity("tara")


@pytest.fixture
def reading(site, open_as, tmp_path):
    """A function: the first section, open in Tara's browser, with the clock of the page in hand."""
    with site.app.app_context():
        samples.load(tmp_path / "modules", NOON, questions=("first", "second"))

    def reading(**options):
        page = stopped(open_as("tara", **options))
        signs = []
        page.on("request", lambda request: signs.append(request.url) if request.url.endswith("/study") else None)
        with page.expect_response("**/opened"):
            page.goto(PAGE)
        return page, signs

    return reading


def use(page, minutes):
    """Let minutes go by with a key pressed in each, which gives a sign."""
    for _ in range(minutes):
        page.keyboard.press("Shift")
        with page.expect_request("**/study"):
            page.clock.run_for(60_000)


def test_a_section_that_is_looked_at_is_noted_as_opened(reading, site):
    reading()

    with site.app.app_context():
        assert queries.standing(TARA, "bands").read == {"bands"}


def test_an_answer_is_explained_in_its_place_and_the_focus_goes_there(reading):
    page, _ = reading()
    question = page.locator("#question-first")
    question.get_by_label("The second").check()

    question.get_by_role("button", name="Check my answer").click()

    expect(question.get_by_text("Your answer, right")).to_be_visible()
    expect(page.locator("#question-first")).to_be_focused()
    expect(page.locator("#question-second").get_by_role("button", name="Check my answer")).to_be_visible()


def test_an_empty_answer_is_told_what_to_do_in_its_place(reading):
    page, _ = reading()

    page.locator("#question-first").get_by_role("button", name="Check my answer").click()

    page.locator("#question-first").get_by_text("Choose an answer first.").wait_for()


def test_while_somebody_reads_a_sign_is_given_each_minute(reading):
    page, signs = reading()

    use(page, 3)

    assert len(signs) == 3


def test_two_minutes_after_the_last_key_the_signs_stop(reading):
    page, signs = reading()
    use(page, 1)

    page.clock.run_for(600_000)

    assert len(signs) <= 2


def test_the_keyboard_alone_reads_answers_and_goes_on(reading):
    page, _ = reading()
    page.locator("#question-first").get_by_label("The first").focus()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.locator("#question-first").get_by_text("Your answer, right").wait_for()
    page.get_by_role("button", name="Next: Points").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Points", level=1).wait_for()
