"""The browser run itself: what it promises to catch, it catches."""

import io
import re

import pypdf
import pytest
from playwright.sync_api import expect

from tests.browser import checks
from tests.quiz import exams

BOTTOM_OF_TEXT = """element => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect().bottom;
}"""


def test_axe_finds_a_picture_without_words(open_as):
    page = open_as()
    page.goto("/sign-in")
    assert checks.axe(page) == []

    page.evaluate("document.querySelector('main').append(document.createElement('img'))")

    assert [found.split()[0] for found in checks.axe(page)] == ["image-alt"]


def test_a_script_in_the_page_is_refused_and_noticed(chromium, site):
    context = chromium.new_context(base_url=site.url)
    page = context.new_page()
    watch = checks.Watch(page, site.url)
    page.goto("/sign-in")

    with page.expect_console_message(lambda said: "Content Security Policy" in said.text):
        page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<i onclick=\"alert(1)\"></i><img src=https://other.test/>')"
        )
    context.close()

    assert any("Content Security Policy" in problem for problem in watch.problems)


def test_a_button_on_paper_is_found(open_as):
    page = open_as()
    page.goto("/sign-in")

    page.evaluate("document.querySelector('main').innerHTML = '<input type=submit value=Send>'")

    assert checks.printed_buttons(page) == ['<input type="submit" value="Send">']


def filled(page):
    """Return the colours that the page fills on paper, each as it stands in CSS."""
    (sheet,) = pypdf.PdfReader(io.BytesIO(page.pdf())).pages
    fills = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) rg", sheet.get_contents().get_data())
    return {"#" + "".join(f"{round(255 * float(part)):02x}" for part in fill) for fill in fills}


@pytest.mark.parametrize(
    "shape",
    [
        "<progress value=18 max=30></progress>",
        "<ol class=steps><li class='step step-done'><span class=step-point></span></li></ol>",
    ],
)
def test_what_a_filled_shape_says_is_said_on_paper(open_as, shape):
    page = open_as()
    page.goto("/sign-in")
    accent = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent')")

    page.evaluate("shape => { document.querySelector('main').innerHTML = shape }", shape)

    assert accent in filled(page)


def test_signing_in_through_the_form_opens_a_session(open_as):
    page = open_as()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("tara@demo.test")
    page.get_by_label("Password").fill("slow needles, steady hands")
    page.get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url(re.compile("/sign-in"))

    page.goto("/sign-in")

    expect(page).not_to_have_url(re.compile("/sign-in"))


def test_a_hidden_field_takes_nobodys_distance(open_as):
    page = open_as()
    page.goto("/sign-in?next=/home")
    stay = page.get_by_label("Stay signed in on this device").locator("xpath=../..")
    button = page.get_by_role("button", name="Sign in")

    above, below = stay.bounding_box(), button.bounding_box()

    assert below["y"] - (above["y"] + above["height"]) >= 16


@pytest.mark.parametrize("width", [1280, 1200, 1000])
def test_the_most_entries_a_role_finds_stand_on_one_line(open_as, width):
    page = open_as("ada")
    page.set_viewport_size({"width": width, "height": 800})

    page.goto("/admin")

    broken = page.locator(".site-nav a:visible").evaluate_all(
        """links => links.filter(link => {
            const range = document.createRange();
            range.selectNodeContents(link);
            return range.getClientRects().length > 1;
        }).map(link => link.textContent)"""
    )
    edge = page.locator(".page").evaluate(
        "page => page.getBoundingClientRect().right - parseFloat(getComputedStyle(page).paddingRight)"
    )
    end = page.locator(".site-header summary:visible").evaluate("mark => mark.getBoundingClientRect().right")
    assert broken == []
    assert end <= edge + 1


def test_a_word_of_state_stands_on_the_line_of_its_link(open_as):
    page = open_as("ada")

    page.goto("/admin")

    row = page.get_by_role("listitem").filter(has_text="No job failed")
    word, link = (row.locator(name).last.evaluate(BOTTOM_OF_TEXT) for name in (".status > span", "a"))
    assert abs(word - link) <= 1


def test_the_table_of_an_exam_stands_whole_on_a_desk(open_as, app):
    with app.app_context():
        exams.ready()
    page = open_as("ada")

    page.goto("/exams/foundations")

    region = page.get_by_role("region", name="Questions by domain and level")
    assert region.evaluate("region => region.scrollWidth - region.clientWidth") == 0
    count = page.get_by_label("Foundations and professional context, recall")
    assert count.evaluate("field => field.getBoundingClientRect().height") >= 24
    assert count.evaluate("field => getComputedStyle(field).color") == page.get_by_label("Name").evaluate(
        "field => getComputedStyle(field).color"
    )


def test_what_was_typed_stands_apart_from_the_notice_above_it(open_as):
    page = open_as("ines")
    page.goto("/patterns")

    page.locator(".notice").first.evaluate("notice => notice.after(document.querySelector('form.form'))")

    gap = page.locator(".notice + .form").first.evaluate(
        "form => form.getBoundingClientRect().top - form.previousElementSibling.getBoundingClientRect().bottom"
    )
    assert gap >= 16
