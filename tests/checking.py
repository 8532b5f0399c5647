"""A test browser that fails on any page that is not well-made HTML."""

import os
import re
from collections import Counter
from hashlib import blake2b
from pathlib import Path
from typing import Any

import html5lib
from flask import g, has_app_context
from flask.testing import FlaskClient
from lxml import html

_VALUE = re.compile(r'="[^"]*"')
_TEXT = re.compile(r">[^<&]+")
SHARED = "WELL_MADE_PAGES"
"""The variable that names a file in which the workers of a run tell each other which structures are well made."""
COMPILED = "COMPILED_TEMPLATES"
"""The variable that names a folder in which the workers of a run find the templates that one of them compiled."""


class Seen:
    """The structures found to be well made, in this process and in those that share its file."""

    SIZE = 16

    def __init__(self, file: str | Path) -> None:
        self._file = Path(file)
        self._known: set[bytes] = set()
        self._read = 0

    def __contains__(self, structure: bytes) -> bool:
        return structure in self._known or structure in self._told()

    def _told(self) -> set[bytes]:
        """Return what is known once what others added to the file since is read."""
        try:
            with self._file.open("rb") as file:
                file.seek(self._read)
                more = file.read()
        except FileNotFoundError:
            return self._known
        whole = len(more) - len(more) % self.SIZE
        self._known.update(more[at : at + self.SIZE] for at in range(0, whole, self.SIZE))
        self._read += whole
        return self._known

    def add(self, structure: bytes) -> None:
        self._known.add(structure)
        with self._file.open("ab", buffering=0) as file:
            file.write(structure)


_well_made = Seen(os.environ.get(SHARED, os.devnull))


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
    _check_well_made(text)
    page = html.document_fromstring(text)
    headings = [node.text_content().strip() for node in page.iter("h1")]
    title = page.find(".//title").text_content().split(" · ")[0].strip()
    assert headings == [title], f"one h1 equal to the title: {headings} against {title!r}"
    repeated = [name for name, times in Counter(page.xpath("//@id")).items() if times > 1]
    assert not repeated, f"ids used twice: {repeated}"
    labels = set(page.xpath("//label/@for"))
    wrapped = set(page.xpath("//label//input | //label//select | //label//textarea"))
    for node in page.iter("input", "select", "textarea"):
        if node.get("type") in {"hidden", "submit"} or node.get("aria-label") or node.get("aria-labelledby"):
            continue
        assert node.get("id") in labels or node in wrapped, f"no label: {node.attrib}"
    for node in page.iter("form"):
        assert node.get("action"), "a form without an action"


def _check_well_made(text: str) -> None:
    """Parse strictly, which is slow; a page with the very tags and attributes of one seen before is as well made."""
    skeleton = blake2b(_TEXT.sub(">", _VALUE.sub("", text)).encode(), digest_size=Seen.SIZE).digest()
    if skeleton not in _well_made:
        html5lib.HTMLParser(strict=True).parse(text)
        _well_made.add(skeleton)
