"""The browser of the slice tests refuses pages that are not well made."""

import pytest
from html5lib.html5parser import ParseError

from tests.checking import Seen, check

PAGE = '<!doctype html><html lang="en"><head><title>Bank · N</title></head><body><h1>{}</h1>{}</body></html>'
FIELD = '<form action="/a"><label for="a">A</label><input id="a" name="a"></form>'


def test_a_page_that_is_well_made_passes():
    check(PAGE.format("Bank", FIELD))


@pytest.mark.parametrize(
    ("heading", "content"),
    [
        ("Another", FIELD),
        ("Bank</h1><h1>Bank", FIELD),
        ("Bank", FIELD + '<p id="a">twice</p>'),
        ("Bank", FIELD.replace('for="a"', 'for="b"')),
        ("Bank", FIELD.replace(' action="/a"', "")),
        ("Bank", FIELD + "<p><b>open</p>"),
        ("Bank", FIELD + "<p>5 &nbsp 6 &nothing; 7</p>"),
        ("Bank", FIELD + "<table><p>out of place</p></table>"),
        ("Bank", FIELD + '<p class="a" class="b">an attribute twice</p>'),
    ],
)
def test_what_is_wrong_is_found_also_after_a_page_like_it_was_right(heading, content):
    check(PAGE.format("Bank", FIELD + "<p>right</p>"))

    with pytest.raises((AssertionError, ParseError)):
        check(PAGE.format(heading, content))


def test_ids_are_looked_at_on_every_page_of_one_structure():
    two = '<p id="{}">one</p><p id="{}">two</p>'
    check(PAGE.format("Bank", two.format("a", "b")))

    with pytest.raises(AssertionError, match="used twice"):
        check(PAGE.format("Bank", two.format("a", "a")))


def test_what_one_worker_found_well_made_the_others_know(tmp_path):
    one, two = (Seen(tmp_path / "well-made") for _ in range(2))
    first, second = b"a" * Seen.SIZE, b"b" * Seen.SIZE

    one.add(first)
    assert first in two
    two.add(second)
    assert second in one
    assert b"c" * Seen.SIZE not in one
