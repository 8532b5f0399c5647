"""The states of the exam page, each with the way there: for axe, for the trees, and to look at."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.sitting import API, SAVED, Sitting, chip, choose, notice, shown

State = Callable[[Sitting, Page], None]


def question(sitting: Sitting, page: Page) -> None:
    sitting.open(page)


def marked(sitting: Sitting, page: Page) -> None:
    sitting.open(page, "#q2")
    choose(page, 2)
    if page.get_by_role("button", name="Flag").get_attribute("aria-pressed") == "false":
        page.get_by_role("button", name="Flag").click()
    shown(page).get_by_role("button", name="Rule out").first.click()
    expect(chip(page)).to_have_text(SAVED)


def menu(sitting: Sitting, page: Page) -> None:
    sitting.open(page)
    page.locator(".exam-menu summary").click()


def keys(sitting: Sitting, page: Page) -> None:
    sitting.open(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def problem(sitting: Sitting, page: Page) -> None:
    menu(sitting, page)
    page.get_by_role("link", name="Report a problem").click()


def check(sitting: Sitting, page: Page) -> None:
    sitting.open(page, "#check")


def submit(sitting: Sitting, page: Page) -> None:
    check(sitting, page)
    page.get_by_role("button", name="Submit").first.click()
    expect(page.get_by_role("dialog", name="Submit the exam?")).to_be_visible()


def offline(sitting: Sitting, page: Page) -> None:
    sitting.open(page, "#q3")
    page.route(API, lambda route: route.abort())
    choose(page, 2)
    expect(notice(page, "You are offline.")).to_be_visible()


def offline_check(sitting: Sitting, page: Page) -> None:
    offline(sitting, page)
    page.goto(sitting.path + "#check")
    expect(page.get_by_role("button", name="Send now")).to_be_visible()


def server(sitting: Sitting, page: Page) -> None:
    sitting.open(page, "#q3")
    page.route(API, lambda route: route.fulfill(status=429, json={}))
    choose(page, 3)
    expect(notice(page, "The server cannot save")).to_be_visible()


def signed_out(sitting: Sitting, page: Page) -> None:
    sitting.open(page, "#q3")
    page.route(API, lambda route: route.fulfill(status=401, json={}))
    choose(page, 1)
    expect(page.get_by_role("dialog", name="You were signed out")).to_be_visible()


def elsewhere(sitting: Sitting, page: Page) -> None:
    said = {"mine": False, "held_since": "2026-11-28T13:05:00+00:00", "remaining_ms": 2_000_000, "epoch": 9}
    state = {"state": "in progress", "answers": {"1": [2]}, "flagged": [], "eliminated": {}}
    page.route("**/device", lambda route: route.fulfill(json={**said, **state}))
    page.goto(sitting.path)
    expect(notice(page, "This exam goes on at another device.")).to_be_visible()


def over(sitting: Sitting, page: Page) -> None:
    offline(sitting, page)
    page.evaluate("const now = Date.now; Date.now = () => now() + 3_600_000")
    expect(notice(page, "The time is up.")).to_be_visible()


def large(sitting: Sitting, page: Page) -> None:
    """Show every notice at once, in large text."""
    menu(sitting, page)
    page.get_by_label("Larger text").check()
    page.keyboard.press("Escape")
    page.evaluate(
        "document.querySelectorAll('template[data-notice]').forEach(one => one.after(one.content.cloneNode(true)))"
    )


STATES: dict[str, State] = {
    "question": question,
    "marked": marked,
    "menu": menu,
    "keys": keys,
    "problem": problem,
    "check": check,
    "submit": submit,
    "offline": offline,
    "offline-check": offline_check,
    "server": server,
    "signed-out": signed_out,
    "elsewhere": elsewhere,
    "over": over,
    "large": large,
}
