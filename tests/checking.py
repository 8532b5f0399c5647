"""A test browser that fails on any page that is not well-made HTML."""

from typing import Any

import html5lib
from flask import g, has_app_context
from flask.testing import FlaskClient

XHTML = "{http://www.w3.org/1999/xhtml}"


class CheckingClient(FlaskClient):
    """Parses every page strictly and checks what every page must have."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if has_app_context():  # a request inside a test's own context must not find the viewer of the one before
            for name in ("_login_user", "standing", "zone"):
                g.pop(name, None)
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.data.lstrip()[:9].lower() == b"<!doctype":
            check(response.get_data(as_text=True))
        return response


def check(text: str) -> None:
    """Raise AssertionError for a page with broken HTML, a wrong heading, a repeated id or an input without a label."""
    page = html5lib.HTMLParser(strict=True).parse(text)
    headings = ["".join(node.itertext()).strip() for node in page.iter(f"{XHTML}h1")]
    title = "".join(page.find(f".//{XHTML}title").itertext()).split(" · ")[0].strip()
    assert headings == [title], f"one h1 equal to the title: {headings} against {title!r}"
    ids = [node.get("id") for node in page.iter() if node.get("id")]
    repeated = {name for name in ids if ids.count(name) > 1}
    assert not repeated, f"ids used twice: {repeated}"
    labels = {node.get("for") for node in page.iter(f"{XHTML}label")}
    wrapped = {id(field) for label in page.iter(f"{XHTML}label") for field in label.iter()}
    for kind in ("input", "select", "textarea"):
        for node in page.iter(XHTML + kind):
            if node.get("type") in {"hidden", "submit"} or node.get("aria-label") or node.get("aria-labelledby"):
                continue
            assert node.get("id") in labels or id(node) in wrapped, f"no label: {node.attrib}"
    for node in page.iter(f"{XHTML}form"):
        assert node.get("action"), "a form without an action"
