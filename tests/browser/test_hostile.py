"""Every hostile sample in a real browser without any policy: no script runs, no request leaves.

What a page shows of it is cleaned; what is refused is shown as the words of the refusal; a figure of an item that is
accepted is opened as it is.
"""

import pytest

from tests.web import hostile

SAMPLES = hostile.samples()
FIGURES = [sample for sample in SAMPLES if sample.kind == "svg" and hostile.accepted(sample)]
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
        self.page, self.asked, self.dialogs = page, [], []
        self.body, self.kind = "", "text/html"
        page.route("**/*", self.answer)
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))

    def answer(self, route):
        if route.request.url.startswith("http://site.test/"):
            route.fulfill(body=self.body, content_type=f"{self.kind}; charset=utf-8")
        else:
            self.asked.append(route.request.url)
            route.abort()

    def __call__(self, markup, kind="text/html"):
        self.body = PAGE.format(markup) if kind == "text/html" else markup
        self.kind, self.asked, self.dialogs = kind, [], []
        self.page.goto("http://site.test/", wait_until="load")
        self.page.mouse.move(20, 20)
        ran = self.page.evaluate("window.ran === 1")
        return {"asked": self.asked, "ran": ran, "dialogs": self.dialogs, "at": self.page.url}


def test_a_script_and_a_picture_let_through_would_be_seen(shown):
    did = shown("<script>window.ran = 1</script><img src='http://evil.test/pixel.png'>")

    assert did == {"asked": ["http://evil.test/pixel.png"], "ran": True, "dialogs": [], "at": "http://site.test/"}


NOTHING = {"asked": [], "ran": False, "dialogs": [], "at": "http://site.test/"}


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_nothing_runs_and_nothing_is_fetched(shown, sample):
    assert shown(str(hostile.shown(sample))) == NOTHING


@pytest.mark.parametrize("sample", FIGURES, ids=str)
def test_a_figure_of_an_item_opened_by_itself_runs_and_fetches_nothing(shown, sample):
    assert shown(sample.text, "image/svg+xml") == NOTHING
