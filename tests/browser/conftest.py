"""Fixtures of the browser tests: one Chromium, a live site, and pages that are watched."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import serving, worlds
from tests.browser.checks import Watch
from tests.browser.serving import DESK, HEIGHTS, Site, serve
from tests.once import made_once

PATIENCE = 30_000
"""Milliseconds for whatever a page is waited for: a slow machine is no fault, and what comes soon costs nothing."""

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this folder, so that a machine without a browser can leave it out.

    Visits keep the order of their list whatever the order of tests is: people take turns in one tab, and a tab that
    changes hands is cleared first.
    """
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
    places = [place for place, item in enumerate(items) if "visited" in item.keywords]
    visits = sorted((items[place] for place in places), key=lambda item: item.callspec.params["number"])
    for place, item in zip(places, visits, strict=True):
        items[place] = item


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this worker."""
    try:
        with serving.chromium() as browser:
            yield browser
    except serving.NoBrowser as error:
        stop = pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip
        stop(str(error))


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
        context.set_default_timeout(PATIENCE)
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


@pytest.fixture(scope="session")
def full_site(template, tmp_path_factory) -> Iterator[Site]:
    """A site in use, which tests only look at."""
    with looked_at("full", worlds.full, template, tmp_path_factory) as running:
        yield running


@pytest.fixture(scope="session")
def empty_site(template, tmp_path_factory) -> Iterator[Site]:
    """A fresh site, which tests only look at."""
    with looked_at("empty", worlds.empty, template, tmp_path_factory) as running:
        yield running


@contextmanager
def looked_at(name: str, with_what: Callable, template: Path, factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve this worker's copy of a site that one of the workers filled."""
    made, known = made_once(factory, name, lambda folder: serving.fill(template, folder, with_what))
    folder = factory.mktemp(name) / "site"
    shutil.copytree(made, folder)
    with serving.filled(folder, known) as running:
        yield running
