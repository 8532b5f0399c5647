"""An exam being sat in a browser: opening it, answering, and what the server has of it."""

import re
from collections.abc import Callable
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import update

from tests.browser.serving import Site
from tests.quiz import exams
from training import clock
from training import db as database
from training.core.domains import Domain, Level
from training.db import db
from training.quiz import sittings
from training.quiz.models import Attempt

CELLS = [(Domain.SAFETY, Level.APPLY), (Domain.ANATOMY, Level.RECALL)]
EVENTS = re.compile(r"/api/attempts/\d+/events$")
API = re.compile(r"/api/")
SAVED = re.compile(r"^Saved \d\d:\d\d:\d\d$")
READY = re.compile(r"^(Saved \d\d:\d\d:\d\d|Nothing to save yet)$")


class Sitting:
    """Tara's attempt at an exam of five single choices, or of other ``drafts`` with so many ``critical`` ones."""

    def __init__(self, site: Site, *, drafts: list | None = None, critical: int = 2) -> None:
        self.site = site
        with site.app.app_context():
            spec = exams.specification(exams.cells(drafts), critical=critical) if drafts else None
            exams.ready("tara", spec=spec, drafts=drafts)
            self.attempt = exams.start("tara", now=clock.now())
        self.path = f"/exam/attempts/{self.attempt}"

    def open(self, page: Page, where: str = "", *, worker: bool = False) -> Page:
        """Open the exam in a page and wait until the server knows the device.

        Without ``worker`` the page has no service worker, past which a test cannot reliably disturb requests.
        """
        if not worker:
            page.context.add_init_script("delete Navigator.prototype.serviceWorker")
        page.goto(self.path + where)
        expect(chip(page)).to_have_text(READY)
        return page

    def turn(self, page: Page, number: int) -> Locator:
        """Open a question of the open exam by its address and return it."""
        page.goto(f"{self.path}#q{number}")
        expect(shown(page)).to_have_attribute("data-question", str(number))
        return shown(page)

    def answers(self) -> dict[int, list[int]]:
        """Return the places the server has as answers, by position."""
        with self.site.app.app_context():
            sheet, log = exams.sheet(self.attempt), sittings.log(self.attempt)
            return {
                position: [int(place) for place in sheet.slot(position).places(response)]
                for position, response in sittings.said(log).answers.items()
            }

    def posted(self) -> dict[int, tuple[str, ...]]:
        """Return what the server has as answers, by position, as its page would post them."""
        with self.site.app.app_context():
            sheet, log = exams.sheet(self.attempt), sittings.log(self.attempt)
            return {
                position: sheet.slot(position).places(response)
                for position, response in sittings.said(log).answers.items()
            }

    def events(self, *kinds: str) -> list[sittings.Logged]:
        """Return the stored events, of some kinds only where they are named."""
        with self.site.app.app_context():
            return [event for event in sittings.log(self.attempt) if not kinds or event.kind in kinds]

    def ask(self, question: Callable[[], object]) -> object:
        """Return what ``question`` finds on the server."""
        with self.site.app.app_context():
            return question()

    def set(self, **values: object) -> None:
        """Change the attempt's row, such as its deadline."""
        with self.site.app.app_context(), database.commit_command():
            db.session.execute(update(Attempt).where(Attempt.id == self.attempt).values(**values))


def mixed(site: Site, kinds: list | None = None) -> Sitting:
    """Start an exam with a multiple response, an ordering (as sampled, or ``kinds``) and two single choices."""
    return Sitting(site, drafts=[*(kinds or exams.kinds()), *exams.generated(2, CELLS)])


def chip(page: Page) -> Locator:
    return page.locator("[data-save-state]")


def shown(page: Page) -> Locator:
    """Return the question that is open."""
    return page.locator("section[data-question]:visible")


def stopped(page: Page) -> Page:
    """Stop the clock of a page that is not opened yet: time passes in it by ``page.clock.run_for`` only.

    Nothing is tried again or asked for by itself, so what offers to try now stays. What is sent while something else
    is on its way waits for a timer: ``page.clock.resume()`` lets time go on.
    """
    began = int(clock.now().timestamp())
    page.clock.install(time=began)
    page.clock.pause_at(began + 60)
    return page


def choose(page: Page, place: int) -> None:
    """Choose the option at a place of the open question."""
    shown(page).locator(f".option[data-place='{place}'] label").click()


def expect_chosen(page: Page, *places: int) -> None:
    """Expect exactly these places to be chosen in the open question."""
    for place in places:
        expect(shown(page).locator(f"input[value='{place}']")).to_be_checked()
    expect(shown(page).locator("input:checked")).to_have_count(len(places))


def notice(page: Page, words: str) -> Locator:
    return page.locator(".exam-notice", has_text=words)


def ready_offline(page: Page) -> None:
    """Wait until a reload would work without a connection."""
    page.wait_for_selector("html[data-offline=ready]", state="attached")


def lost(route: Route) -> None:
    """Let the server answer, and lose the answer on the way."""
    route.fetch()
    route.abort()


@contextmanager
def disturbed(page: Page, how: Callable[[Route], object], where: re.Pattern[str] = EVENTS):
    """Answer what a page asks for in another way, until the block ends."""
    page.route(where, how)
    yield
    page.unroute(where, how)
