"""Fixtures of the browser tests: one Chromium, a live site, and pages that are watched."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import event

from scripts import find_browser
from tests.browser import worlds
from tests.browser.checks import Watch
from tests.browser.serving import Site, serve
from tests.conftest import _no_write_in_a_get, build, settings_for
from training.db import db

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, DESK = 390, 1280
HEIGHTS = {320: 640, PHONE: 844, DESK: 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this folder, so that a machine without a browser can leave it out."""
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this worker."""
    environment, wrong = find_browser.node()
    found = find_browser.find()
    if wrong or found is None:
        stop = pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip
        stop(wrong or find_browser.REMEDY)
    os.environ.update(environment)
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else [*FLAGS]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.program, args=flags, env={**os.environ, **found.environment}
        )
        yield browser
        browser.close()


@pytest.fixture
def site(app) -> Iterator[Site]:
    """This test's own site, on a fresh copy of the prepared database."""
    with serve(app) as running:
        yield running


@pytest.fixture
def open_as(chromium, site) -> Iterator[Callable[..., Page]]:
    """A function: a page in a browser of its own, signed in as a person by first name, or as a stranger."""
    yield from pages_of(chromium, site)


def pages_of(chromium: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Yield a function that opens watched pages, and fail afterwards if any of them did what it must not."""
    watches, contexts = [], []

    def open_as(first: str | None = None, *, width: int = DESK, scheme: str = "light", **options: object) -> Page:
        context = chromium.new_context(
            base_url=site.url,
            viewport={"width": width, "height": HEIGHTS[width]},
            color_scheme=scheme,
            locale="en-GB",
            timezone_id="Europe/Berlin",
            **options,
        )
        context.set_default_timeout(10_000)
        if first:
            context.add_cookies(site.cookies_of(first))
        page = context.new_page()
        watches.append(Watch(page, site.url))
        contexts.append(context)
        return page

    yield open_as
    for context in contexts:
        context.close()
    problems = [problem for watch in watches for problem in watch.problems]
    assert not problems, "\n".join(problems)


def _prepared(template, tmp_path_factory, name: str, fill: Callable[[Flask], worlds.Known]) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp(name)
    shutil.copy(template, folder / "test.db")
    app = build(settings_for(folder, f"sqlite:///{folder / 'test.db'}"))
    with app.app_context():
        known = fill(app)
        event.listen(db.engine, "before_cursor_execute", _no_write_in_a_get)
    with serve(app) as running:
        running.known.update(known)
        yield running
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def full_site(template, tmp_path_factory) -> Iterator[Site]:
    """A site in use, which tests only look at."""
    yield from _prepared(template, tmp_path_factory, "full", worlds.full)


@pytest.fixture(scope="session")
def empty_site(template, tmp_path_factory) -> Iterator[Site]:
    """A fresh site, which tests only look at."""
    yield from _prepared(template, tmp_path_factory, "empty", worlds.empty)
