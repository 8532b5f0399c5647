"""What a screen reader is given of the pages that matter most: reviewed once, and compared ever since.

The trees stand in ``trees/``. After a change that is meant, RENEW_TREES=1 writes them anew; read the difference before
it is committed. Times, days and numbers made by chance stand in them as dots.
"""

import os
import re
from pathlib import Path

import pytest

from tests.browser.conftest import pages_of
from tests.browser.visits import VISITS

FOLDER = Path(__file__).parent / "trees"
PAGES = {
    "check-answers": "quiz.check-full-tara",
    "result-failed": "quiz.result-full-tara",
    "result-passed": "quiz.result-full-tom",
    "certificate-check": "check.show-full-stranger",
}
CHANGING = re.compile(
    r"(?:\w+ )?\b\d{1,2} [A-Z][a-z]+ \d{4}\b"  # a day
    r"|\b\d{1,2}:\d{2}(?::\d{2})?(?: [A-Z]{3,4}| \([^)]*\))?"  # a time with its zone
    r"|\b[0-9A-Za-z]{4}(?:-[0-9A-Za-z]{4}){3}\b"  # a certificate's number
    r"|\b[0-9a-f]{64}\b|(?<=/static/)[0-9a-f]+"
)


@pytest.fixture
def open_in_use(chromium, full_site):
    yield from pages_of(chromium, full_site)


@pytest.mark.parametrize("name", PAGES)
def test_the_tree_is_the_reviewed_one(open_in_use, full_site, name):
    visit = next(visit for visit in VISITS if str(visit) == PAGES[name])
    page = open_in_use(visit.who)
    page.goto(full_site.address(visit.path))

    tree = CHANGING.sub("…", page.locator("main").aria_snapshot()) + "\n"

    path = FOLDER / f"{name}.yaml"
    if os.environ.get("RENEW_TREES") == "1":
        path.write_text(tree, encoding="utf-8")
    assert tree == path.read_text(encoding="utf-8")
