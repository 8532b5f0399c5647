"""Every hostile sample, cleaned, in a real browser without any policy: no script runs, no request leaves."""

import pytest

from tests.web import hostile

PAGE = "<!doctype html><meta charset=utf-8><title>x</title><body>{}</body>"


@pytest.fixture(scope="module")
def shown(chromium):
    """A function: what a browser did with some markup: requests to elsewhere, whether a script ran, dialogs."""
    page = chromium.new_page()
    yield Visitor(page)
    page.close()


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
