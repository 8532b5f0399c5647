"""The editor in a real browser: seen while typing, marked beside it, nothing lost or changed on the way."""

import time
from io import BytesIO

import pytest
from playwright.sync_api import expect

from tests.bank import bank
from tests.browser.checks import axe
from tests.browser.serving import DESK, PHONE
from tests.items import samples
from training.bank.files import read_upload
from training.bank.queries import lists
from training.bank.queries.lists import Filters

SOON = 0.5
"""Seconds within which the preview follows what is typed."""
TRIES = 30
"""A machine with much else to do is given more than one chance; a quiet one needs the first only."""


@pytest.fixture
def loaded(site):
    """A few items in the bank."""
    with site.app.app_context():
        bank.load(samples.draft("plain"), samples.draft("two-of-five"), samples.draft("five-steps"))


@pytest.fixture
def every_sample(site):
    with site.app.app_context():
        bank.load()


def edit(page, draft):
    page.goto(f"/bank/items/{draft['code']}/edit")
    return page.get_by_label("Question", exact=True)


def shown(page):
    """Return the frame that shows the item as a trainee sees it."""
    return page.frame_locator("[data-look] iframe")


def seconds_until_shown(page, field, words):
    field.fill(words)
    began = time.monotonic()
    expect(shown(page).locator("body")).to_contain_text(words)
    return time.monotonic() - began


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_preview_follows_within_half_a_second_and_is_in_sight(loaded, open_as, width):
    page = open_as("ines", width=width)
    field = edit(page, samples.draft("plain"))

    times = (seconds_until_shown(page, field, f"Which comes first, {n}?") for n in range(TRIES))

    assert any(seconds < SOON for seconds in times)
    expect(shown(page).locator(".question-text")).to_be_in_viewport()
    expect(field).to_be_in_viewport()


def test_the_preview_is_looked_at_in_another_way_and_nothing_moves(loaded, open_as):
    page = open_as("ines")
    edit(page, samples.draft("plain"))
    frame, save = page.locator("[data-look] iframe"), page.get_by_role("button", name="Save as a draft").first
    expect(shown(page).get_by_text("Choose one answer.")).to_be_visible()
    before = save.bounding_box()

    page.get_by_role("button", name="Desktop").click()
    expect(frame).to_have_attribute("width", "820")
    page.get_by_role("group", name="Show the preview").get_by_role("button", name="Dark").click()
    expect(shown(page).locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="As review").click()
    expect(shown(page).get_by_text("Right answer")).to_be_visible()
    assert save.bounding_box() == before
    assert axe(frame.element_handle().content_frame()) == []

    page.reload()
    expect(shown(page).get_by_text("Right answer")).to_be_visible()
    expect(shown(page).locator("html")).to_have_attribute("data-theme", "dark")


def test_the_preview_is_answered_and_marked_beside_the_form(loaded, open_as):
    page = open_as("ines", width=PHONE)
    field = edit(page, samples.draft("plain"))
    field.fill("Half written?")
    expect(shown(page).locator("body")).to_contain_text("Half written?")

    shown(page).locator(".option > label", has_text="Wait").click()
    page.get_by_role("button", name="Mark this").click()

    expect(page.locator("#preview").locator(".review")).to_contain_text(" of 1")
    expect(field).to_have_value("Half written?")


def test_what_is_to_mend_leads_to_its_field(loaded, open_as):
    page = open_as("ines")
    edit(page, samples.draft("plain")).fill("")

    page.get_by_role("link", name="Question is missing. Write it.").click()

    expect(page.get_by_label("Question", exact=True)).to_be_focused()


def test_items_edited_here_export_and_import_into_an_empty_bank_hash_for_hash(every_sample, site, open_as):
    page = open_as("ines")
    for draft in samples.drafts():
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
        here = {row.item.code: row for row in lists.selected(Filters())}
        assert reading.problems == ()
        assert {found.code: found.version for found in reading.found} == {code: row.hash for code, row in here.items()}
        assert {row.content["objective"] for row in here.values()} == {" Blanks around "}


def test_saving_what_is_shown_changes_nothing(every_sample, open_as):
    page = open_as("ines", width=PHONE)
    for draft in {
        draft["kind"]: draft for draft in samples.drafts()
    }.values():  # one a kind; the others without a browser
        edit(page, draft)

        page.get_by_role("button", name="Save as a draft").first.click()

        expect(page.get_by_text("Nothing changed, so nothing was stored."), draft["code"]).to_be_visible()


def test_what_is_typed_survives_a_closed_tab(loaded, open_as):
    page = open_as("ines", width=PHONE)
    edit(page, samples.draft("plain")).fill("Half a thought")
    expect(page.get_by_text("not saved yet")).to_be_visible()
    page.close(run_before_unload=False)

    again = open_as("ines")
    edit(again, samples.draft("plain"))
    again.get_by_role("link", name="Go on with them").click()

    expect(again.get_by_label("Question", exact=True)).to_have_value("Half a thought")
    expect(shown(again).locator("body")).to_contain_text("Half a thought")


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

    expect(page.get_by_text("not saved yet")).to_be_visible()


def test_a_similar_item_is_declared_an_enemy_while_typing(loaded, site, open_as):
    plain = samples.draft("plain")
    with site.app.app_context():
        bank.load(plain | {"code": "safety/sample/twin"})
    page = open_as("ines", width=PHONE)
    edit(page, plain)

    page.get_by_role("button", name="Declare an enemy: safety/sample/twin").click()

    expect(page.locator("#preview")).to_contain_text("Declared an enemy")
    expect(page.get_by_label("Enemy items")).to_have_value("safety/sample/twin")
    expect(page.get_by_role("heading", name="Similar items in the bank")).to_be_focused()


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>p.MsoNormal {margin:0cm}</style></head><body><!--StartFragment--><p class=MsoNormal>Before needling the
<b>upper</b><b> trapezius</b>
at&nbsp;<st1:place>Bergen</st1:place>, check <i>all</i> of CO<sub>2</sub>:<o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='margin-left:36pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times"'>&nbsp;&nbsp;</span></span></span><![endif]>consent<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>o<span>&nbsp;</span></span>written</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>allergy</p>
<p class=MsoNormal>Which is <b><i>first</i></b>?</p><!--EndFragment--></body></html>"""
WORD_DONE = """Before needling the **upper trapezius** at Bergen, check *all* of CO₂:

- consent
  - written
- allergy

Which is ***first***?"""
DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span
style="font-weight:400;font-style:normal">One </span><span style="font-weight:700">bold</span><span
style="font-weight:400"> and a </span><a href="https://www.who.int/"><span style="font-weight:400">source</span></a></p>
<ol><li aria-level="1"><p dir="ltr"><span>first</span></p></li><li aria-level="1"><p><span>second</span></p></li>
<ul><li aria-level="2"><p>nested * star</p></li></ul><li aria-level="1"><p><span>third</span></p></li></ol></b>"""
DOCS_DONE = r"""One **bold** and a [source](https://www.who.int/)

1. first
2. second
   - nested \* star
3. third"""
PASTE = """(field, [html, text]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", text);
  field.focus();
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


PASTED = {
    "word": (WORD, "whatever", WORD_DONE),
    "docs": (DOCS, "whatever", DOCS_DONE),
    "escaped": ("<p>1. not a list, <b>bold</b></p><p>- nor this</p>", "x", "1\\. not a list, **bold**\n\n\\- nor this"),
    "nested": ("<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>", "x", "- a\n  - b\n    - c"),
    "blanks": ("<p>a&nbsp;b</p>", "a\u00a0b", "a b"),
    "a picture and a script": (
        "<b>a</b><script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:x'>b</a>",
        "ab",
        "**a**b",
    ),
}


def test_what_a_word_processor_copied_keeps_emphasis_and_lists_and_nothing_harmful(loaded, open_as):
    page = open_as("ines")
    field = edit(page, samples.draft("plain"))
    for name, (html, plain, done) in PASTED.items():
        field.fill("")

        field.evaluate(PASTE, [html, plain])

        expect(field, name).to_have_value(done)


def select(field, words):
    field.evaluate(
        "(field, words) => { const at = field.value.indexOf(words);"
        " field.focus(); field.setSelectionRange(at, at + words.length); }",
        words,
    )


CHANGES = [
    ("Bold (Ctrl+B)", "one two", "two", "one **two**"),
    ("Bold (Ctrl+B)", "one **two**", "two", "one two"),
    ("Italic (Ctrl+I)", "one **two**", "two", "one ***two***"),
    ("Italic (Ctrl+I)", "one ***two***", "two", "one **two**"),
    ("List", "what:\na\nb", "a\nb", "what:\n\n- a\n- b"),
    ("List", "- a\n- b", "a\n- b", "a\nb"),
    ("Numbered list", "- a\n- b", "- a\n- b", "1. a\n2. b"),
    ("Link (Ctrl+K)", "see https://who.int", "https://who.int", "see [](https://who.int)"),
    ("Subscript", "CO2", "2", "CO₂"),
    ("Superscript", "10₂", "₂", "10²"),
]


def test_the_toolbar_changes_what_is_selected_and_can_be_undone(loaded, open_as):
    page = open_as("ines")
    edit(page, samples.draft("plain"))
    field = page.get_by_role("textbox", name="Why it is right or wrong").first
    for button, before, words, after in CHANGES:
        field.fill(before)
        select(field, words)

        page.get_by_role("toolbar").get_by_role("button", name=button, exact=True).click()
        expect(field, button).to_have_value(after)
        page.keyboard.press("Control+z")

        expect(field, button).to_have_value(before)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_toolbar_is_one_tab_stop_reached_and_left_by_keys(loaded, open_as, width):
    page = open_as("ines", width=width)
    field = edit(page, samples.draft("plain"))
    field.fill("one")
    field.press("Control+a")
    field.press("Alt+F10")
    expect(page.get_by_role("button", name="Bold (Ctrl+B)")).to_be_focused()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    expect(field).to_have_value("*one*")
    expect(field).to_be_focused()
    expect(page.locator("[role=toolbar] [tabindex='0']")).to_have_count(1)
    boxes = [button.bounding_box() for button in page.get_by_role("toolbar").get_by_role("button").all()]
    assert {box["width"] >= 44 and box["height"] >= 44 for box in boxes} == {True}
    assert all(box["x"] + box["width"] <= width for box in boxes)


def test_an_item_is_written_by_keys_alone(loaded, open_as):
    page = open_as("ines")
    edit(page, samples.draft("plain"))
    texts = page.get_by_role("textbox", name="Text", exact=True)
    before = texts.count()
    first = texts.first.input_value()

    texts.first.press("Alt+ArrowDown")
    expect(texts.nth(1)).to_have_value(first)
    expect(texts.nth(1)).to_be_focused()
    page.keyboard.press("Alt+n")
    expect(texts).to_have_count(before + 1)
    expect(texts.last).to_be_focused()
    page.keyboard.type("A new option")
    page.keyboard.press("Alt+k")
    expect(page.get_by_role("checkbox", name="Right answer").last).to_be_checked()


def test_the_key_for_the_next_item_keeps_what_was_typed(loaded, open_as):
    page = open_as("ines")
    page.goto(f"/bank/items/{samples.draft('plain')['code']}/edit?list=sort%3D-code")
    title = page.get_by_role("heading", level=1).inner_text()
    page.get_by_label("Question", exact=True).fill("Half a thought")

    page.keyboard.press("Alt+PageDown")

    expect(page.get_by_role("heading", level=1)).not_to_have_text(title)
    page.keyboard.press("Alt+PageUp")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.get_by_role("link", name="Go on with them").click()
    expect(page.get_by_label("Question", exact=True)).to_have_value("Half a thought")
    page.get_by_role("button", name="Keys").first.click()
    expect(page.get_by_role("dialog", name="Keys of the editor")).to_contain_text("the next item of the list")


DROP = """(field, text) => {
  const data = new DataTransfer();
  data.items.add(new File([text], "Back view.svg", { type: "image/svg+xml" }));
  field.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def test_a_dropped_picture_is_drawn_on_by_keys(loaded, open_as):
    page = open_as("ines")
    page.goto("/bank/new/hotspot")
    page.get_by_label("Question", exact=True).evaluate(DROP, bank.SVG.format("back"))
    expect(page.get_by_label("Question", exact=True)).to_have_value("![](figure:Back-view.svg)")

    page.get_by_label("Figure", exact=True).evaluate(DROP, bank.SVG.format("back"))
    expect(page.locator("[data-regions-figure] img")).to_be_visible()
    page.get_by_role("button", name="Put in the middle").press("Enter")
    page.get_by_role("button", name="Left", exact=True).press("Enter")

    expect(page.get_by_label("Numbers").first).to_have_value("390 400 590 600")
    expect(page.get_by_label("Figure", exact=True)).to_have_value("Back-view.svg")


def test_control_and_enter_save(loaded, open_as):
    page = open_as("ines")
    field = edit(page, samples.draft("plain"))
    field.fill("Saved by a key?")

    field.press("Control+Enter")

    expect(page.get_by_text("Saved as a draft.")).to_be_visible()
