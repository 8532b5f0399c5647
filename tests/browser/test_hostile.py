"""Every hostile sample, cleaned, in a real browser without any policy: no script runs, no request leaves."""

import shutil

import pytest

from tests.web import hostile

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGE = "<!doctype html><meta charset=utf-8><title>x</title><body>{}</body>"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium found: apt-get install chromium-headless-shell"),
]


@pytest.fixture(scope="module")
def shown():
    """A function: what a browser did with some markup: requests to elsewhere, whether a script ran, dialogs."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield Visitor(browser.new_page())
        browser.close()


class Visitor:
    """One tab of a site whose only page is the markup given."""

    def __init__(self, page):
        self.page, self.markup, self.asked, self.dialogs = page, "", [], []
        page.route("**/*", self.answer)
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))

    def answer(self, route):
        if route.request.url.startswith("http://site.test/"):
            route.fulfill(body=PAGE.format(self.markup), content_type="text/html; charset=utf-8")
        else:
            self.asked.append(route.request.url)
            route.abort()

    def __call__(self, markup):
        self.markup, self.asked, self.dialogs = markup, [], []
        self.page.goto("http://site.test/", wait_until="load")
        self.page.mouse.move(20, 20)
        ran = self.page.evaluate("window.ran === 1")
        return {"asked": self.asked, "ran": ran, "dialogs": self.dialogs, "at": self.page.url}


def test_a_script_and_a_picture_let_through_would_be_seen(shown):
    did = shown("<script>window.ran = 1</script><img src='http://evil.test/pixel.png'>")

    assert did == {"asked": ["http://evil.test/pixel.png"], "ran": True, "dialogs": [], "at": "http://site.test/"}


@pytest.mark.parametrize("sample", [sample for sample in hostile.samples() if not sample.refused], ids=str)
def test_nothing_runs_and_nothing_is_fetched(shown, sample):
    did = shown(str(hostile.shown(sample)))

    assert did == {"asked": [], "ran": False, "dialogs": [], "at": "http://site.test/"}
