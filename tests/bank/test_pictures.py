"""Figures of items: whatever is hostile is refused, with the reason; what is kept is kept byte for byte."""

import pytest

from tests.web import hostile
from training.bank import pictures
from training.bank.pictures import NotAPicture

HOSTILE = [sample for sample in hostile.samples() if sample.kind == "svg"]
HARMLESS = {
    "attribute that closes itself",
    "class that borrows the site's looks",
    "character data that holds markup",
    "description that leaves the drawing",
}
"""They live on the page that holds them; a figure of an item is shown as a picture, where they are text."""
HEAD = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>"


@pytest.mark.parametrize("sample", [sample for sample in HOSTILE if sample.name not in HARMLESS], ids=str)
def test_a_hostile_drawing_is_refused_with_the_reason(sample):
    with pytest.raises(NotAPicture, match=r"^is \w"):
        pictures.media_type("a.svg", sample.text.encode())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"just words",
        HEAD.encode() + b"<g>" * 50 + b"</g>" * 50 + b"</svg>",
        HEAD.encode() + b"<g id='a'>" + b"<path d='M0 0'/>" * 999 + b"</g>" + b"<use href='#a'/>" * 999 + b"</svg>",
        (HEAD + "</svg>").encode("utf-16"),
        HEAD.encode() + b"<title>caf\xe9</title></svg>",
    ],
    ids=["nothing", "words", "too deep", "too many copies", "UTF-16", "Latin-1"],
)
def test_what_is_no_drawing_or_would_choke_a_browser_is_refused(content):
    with pytest.raises(NotAPicture):
        pictures.media_type("a.svg", content)


def test_a_drawing_with_colours_and_letters_of_its_own_is_kept():
    drawing = HEAD + "<title>Ünï</title><path d='M0 0h9' fill='#1b6b6f' stroke='rgb(1,2,3)' font-size='3'/></svg>"

    assert pictures.media_type("a.svg", drawing.encode()) == "image/svg+xml"
