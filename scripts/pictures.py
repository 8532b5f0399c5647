"""Photograph the two pages that the README shows, as the demonstration serves them: ``make pictures``."""

import sys
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser

from scripts import vendor
from tests.browser import serving
from tests.browser.serving import Site
from tests.conftest import build, settings_for
from training import clock
from training.accounts import queries as accounts
from training.accounts.links import Site as Address
from training.accounts.passwords import Cost
from training.certificates import queries as certificates
from training.db import Base, db
from training.demo import cast, service
from training.programmes.statement import Issuer

FOLDER = vendor.ROOT / "docs/pictures"
SECTION = "/modules/anatomy-of-danger/sections/chest-wall"
SIZE = {"width": 1200, "height": 760}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        try:
            browser = stack.enter_context(serving.chromium())
        except serving.NoBrowser as error:
            sys.exit(f"No browser: {error}.")
        site, number = _demonstration(Path(scratch), stack)
        _photograph(browser, site, "reading", SECTION)
        _photograph(browser, site, "check", f"/check/{number}")


def _demonstration(folder: Path, stack: ExitStack) -> tuple[Site, str]:
    """Serve the demonstration, and return it with the number of a valid certificate."""
    settings = replace(settings_for(folder, f"sqlite:///{folder / 'demo.db'}"), institution="Needlewise Institute")
    app = build(settings)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        issuer = Issuer(settings.institution, settings.zone, settings.base_url, demo=True)
        where, cost = Address.of(settings), Cost(8, 1)
        bank = vendor.ROOT / "question_bank"
        service.make(bank, site=where, issuer=issuer, cost=cost, say=lambda _words: None, now=clock.now())
        vera = accounts.person_by_email("vera@demo.test")
        assert vera is not None
        number = certificates.of_person(vera.id, now=clock.now())[0].number
    return stack.enter_context(serving.serve(app)), number


def _photograph(browser: Browser, site: Site, name: str, path: str) -> None:
    """Photograph a page as a trainee of the demonstration sees it; the check page needs nobody."""
    page = browser.new_page(viewport=SIZE, color_scheme="light", locale="en-GB")
    page.goto(f"{site.url}/sign-in?next={path}")
    page.get_by_label("E-mail").fill("tara@demo.test")
    page.get_by_label("Password", exact=True).fill(cast.PASSWORD)
    page.get_by_role("button", name="Sign in").first.click()
    page.wait_for_url(f"**{path}")
    page.screenshot(path=FOLDER / f"{name}.png")
    page.close()


if __name__ == "__main__":
    main()
