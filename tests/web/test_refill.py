"""Filling a form of a page again."""

import html5lib
import pytest

from training.web.refill import refill

PAGE = """<!doctype html><html><body><p>A &amp; B &#8212; &eacute;</p><!-- note -->
<form action="/rows/1" method="post"><button name="remove" value="1">Remove</button></form>
<form action="/rows/1?tab=2" method="post"><input type="hidden" name="csrf_token" value="new">
<input type="hidden" name="version" value="8">
<input name="name" id="name" value="old &quot;one&quot;" required>
<input name="alias" value="a"><input name="alias" value="b"><input name="alias" value="c">
<input type="checkbox" name="tags" value="x" checked><input type="checkbox" name="tags" value="y">
<input type="radio" name="pick" value="1"><input type="radio" name="pick" value="2" checked>
<select name="zone"><option value="A" selected>A<option value="B">B</option></select>
<input type="password" name="password"><input type="file" name="picture">
<textarea name="text" rows="3">before &lt;b&gt;</textarea>
</form><form action="/rows/1" method="get"><input name="name" value="search"></form></body></html>"""
VALUES = [
    ("csrf_token", "stale"),
    ("version", "7"),
    ("name", 'new "two" <script>'),
    ("alias", "1"),
    ("alias", "2"),
    ("tags", "y"),
    ("pick", "1"),
    ("zone", "B"),
    ("text", "\nfirst & </textarea><b>"),
    ("gone", "no field takes this"),
]


@pytest.fixture
def done():
    return refill(PAGE, action="/rows/1", values=VALUES)


@pytest.fixture
def page(done):
    return html5lib.parse(done.html, namespaceHTMLElements=False)


def one(page, path):
    return page.find(f".//form[@action='/rows/1?tab=2']{path}")


def test_text_comes_back_as_it_was_typed(page):
    assert one(page, "//input[@name='name']").get("value") == 'new "two" <script>'
    assert one(page, "//textarea").text == "\nfirst & </textarea><b>"


def test_fields_of_one_name_are_filled_in_order(page):
    aliases = [node.get("value") for node in page.findall(".//input[@name='alias']")]

    assert aliases == ["1", "2", "c"]


def test_choices_are_made_again(page):
    checked = {node.get("value") for node in page.findall(".//input") if node.get("checked") is not None}
    selected = [node.get("value") for node in page.findall(".//option") if node.get("selected") is not None]

    assert checked == {"y", "1"}
    assert selected == ["B"]


def test_the_token_is_the_new_one_and_the_version_the_old(page):
    assert one(page, "//input[@name='csrf_token']").get("value") == "new"
    assert one(page, "//input[@name='version']").get("value") == "7"


def test_other_forms_and_the_rest_of_the_page_are_left(page, done):
    assert page.findall(".//form")[2].find("input").get("value") == "search"
    assert "<p>A &amp; B &#8212; &eacute;</p><!-- note -->" in done.html


def test_a_value_without_a_field_is_named(done):
    assert done.missing == ("gone",)


def test_the_button_that_was_pressed_is_no_value_without_a_field():
    page = '<form method="post" action="/save"><input name="a"><button name="then" value="check">Go</button></form>'

    assert refill(page, action="/save", values=[("a", "1"), ("then", "check")]).missing == ()


def test_a_page_without_the_form_is_said_to_have_none():
    assert refill(PAGE, action="/elsewhere", values=VALUES) is None


def test_filling_with_what_is_there_changes_nothing_a_browser_sees():
    same = refill(
        PAGE,
        action="/rows/1",
        values=[("version", "8"), ("name", 'old "one"'), ("tags", "x"), ("pick", "2"), ("zone", "A")],
    )
    before, after = (html5lib.serialize(html5lib.parse(text)) for text in (PAGE, same.html))

    assert sorted(before) == sorted(after)
