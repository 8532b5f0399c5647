"""An exam with a question of every kind, and how a person answers each in the open page."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.serving import Site
from tests.browser.sitting import Sitting, shown
from tests.browser.worlds import marking
from tests.items import samples
from tests.people import identity
from tests.quiz import exams
from training import clock, items
from training import db as database
from training.bank.readings import Picture
from training.bank.service import writing

TEXT = "She said “no”. 👩🏽‍⚕️ אמרה לא.\n\nאמרה שלא: one.\n<b>Not bold</b> & \\ 'quoted'"
"""Emoji of several code points, words from right to left, markup that is none."""

MARK = "[data-hotspot-mark]:not([data-empty])"
LEFT, RIGHT = (380, 350), (640, 350)
"""Places on the figure that lie in its two correct regions."""


def drafts() -> list[dict]:
    """Return a draft of every kind, of the exam pool, none of them critical."""
    plain = [draft for draft in exams.every_kind() if draft["code"] != "evidence/sample/partly-right"]
    return [*plain, two_places(), samples.draft("explain") | {"pool": "exam"}]


def two_places(**changes: object) -> dict:
    """Return two places to be marked on the back, both from its list as well."""
    left, other = marking.REGIONS
    right = left | {"id": "c", "at": [550, 290, 710, 260, 670, 420, 560, 400]}
    safe = {name: value for name, value in other.items() if name != "dangerous"}
    landmarks = [*marking.LANDMARKS, {"id": "d", "text": "Above the right shoulder blade", "at": list(RIGHT)}]
    own = {"pool": "exam", "targets": 2, "regions": [left, safe, right], "landmarks": landmarks, "safety_point": ""}
    return {name: value for name, value in (marking.hotspot("anatomy/back/two") | own | changes).items() if value}


def start(site: Site, changed: Callable[[dict], dict] = dict) -> Sitting:
    """Start an exam with a question of every kind, each ``changed``."""
    with site.app.app_context(), database.commit_command():
        writing.add_figure(Picture("back.svg", "image/svg+xml", marking.BACK), by=identity("ines"), now=clock.now())
    return Sitting(site, drafts=[changed(draft) for draft in drafts()], critical=0)


def positions(sitting: Sitting) -> dict[str, int]:
    """Return where on the paper each kind stands."""
    slots = sitting.ask(lambda: exams.sheet(sitting.attempt).slots)
    return {slot.item.kind: slot.position for slot in slots}


def turn(page: Page, number: int) -> Locator:
    """Open a question by the map and return it."""
    map_ = page.locator("[data-question-map]")
    if not map_.locator("details").evaluate("node => node.open"):
        map_.locator("summary").click()
    map_.get_by_role("link", name=f"Question {number},").click()
    expect(shown(page)).to_have_attribute("data-question", str(number))
    return shown(page)


def single_choice(form: Locator) -> None:
    form.locator(".option label").nth(1).click()


def multiple_response(form: Locator) -> None:
    for place in (0, 2):
        form.get_by_role("checkbox").nth(place).check()


def ordering(form: Locator) -> None:
    form.get_by_role("button", name="Down").first.click()


def matching(form: Locator) -> None:
    for row, field in enumerate(form.get_by_role("combobox").all()):
        field.select_option(index=1 + row % 3)


def numeric(form: Locator) -> None:
    form.get_by_role("textbox").press_sequentially("12,5")


def short_text(form: Locator) -> None:
    form.get_by_role("textbox").press_sequentially("trapèze ← עליון 💪")


def cloze(form: Locator) -> None:
    form.get_by_role("combobox").select_option(index=2)
    for field in form.get_by_role("textbox").all():
        field.press_sequentially("10")


def hotspot(form: Locator) -> None:
    for number, place in enumerate((LEFT, RIGHT), start=1):
        click(form, *place)
        expect(form.locator(MARK)).to_have_count(number)


def extended_text(form: Locator) -> None:
    form.get_by_role("textbox").fill(TEXT)


ACTS: dict[str, Callable[[Locator], None]] = {
    "single_choice": single_choice,
    "multiple_response": multiple_response,
    "ordering": ordering,
    "matching": matching,
    "numeric": numeric,
    "calculated": numeric,
    "short_text": short_text,
    "cloze": cloze,
    "hotspot": hotspot,
    "extended_text": extended_text,
}
"""How each kind is answered whole, given its question."""

assert set(ACTS) == {kind.kind for kind in items.KINDS}


def click(form: Locator, x: int, y: int) -> None:
    """Click a question's figure, in thousandths of its width and height."""
    figure = form.locator("[data-hotspot-figure]")
    figure.scroll_into_view_if_needed()
    box = figure.locator("img").bounding_box()
    form.page.mouse.click(box["x"] + box["width"] * x / 1000, box["y"] + box["height"] * y / 1000)


def values(page: Page) -> list[str]:
    """Return what the open question would post, without blanks."""
    given: list[str] = shown(page).evaluate(
        """section => new FormData(section.querySelector('form')).getAll(`q${section.dataset.question}`)
          .filter(value => value.trim())"""
    )
    return given


def marks(page: Page) -> Locator:
    """Return the marks that stand on the open question's figure."""
    return shown(page).locator(MARK)


def rows(page: Page) -> list[str]:
    """Return the places of an ordering's steps as they stand."""
    found: list[str] = (
        shown(page).locator("[data-ordering-rows] > li").evaluate_all("rows => rows.map(row => row.dataset.place)")
    )
    return found
