"""Markdown as a reader sees it, and its parts: sentences and words."""

import re
from collections.abc import Iterator
from html import unescape

PICTURE = re.compile(r"!\[(?P<alt>[^\[\]]*)\]\((?P<address>[^()\s]*)[^()]{0,300}\)")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]{0,2000}\)")
_CODE = re.compile(r"`[^`\n]*`")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MARKS = re.compile(r"\*+|(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w)|`+|^\s*(?:>|#+)(?=\s|$)", re.MULTILINE)
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|‘[^’]*’")
_SENTENCE_END = re.compile(r"(?<=[.?!])[\"”’)]*\s+(?=[^\sa-z])|\n\s*\n")


def plain(markdown: str) -> str:
    """Return the text as read: marks, tags and addresses gone, blanks single; a picture is its alternative text.

    >>> plain("The **first** [rib](https://example.org)")
    'The first rib'
    """
    text = PICTURE.sub(lambda found: found["alt"], markdown)
    text = _LINK.sub(r"\1", text)
    text = _MARKS.sub("", _TAG.sub(" ", text))
    return " ".join(unescape(text).split())


def readable(markdown: str) -> bool:
    """Return whether there is anything to read or see; a dash or dots alone stand for nothing."""
    if PICTURE.search(markdown):
        return True
    text = plain(markdown).strip("-–—… .>_")
    return bool(text) or bool(re.fullmatch(r"\s*[-+<>=]\s*", markdown) and markdown.strip() not in ("-", ">"))


def pictures(markdown: str) -> Iterator[tuple[str, str]]:
    """Yield alternative text and address of each picture; what stands between backticks is no picture."""
    for found in PICTURE.finditer(_CODE.sub("", markdown)):
        yield found["alt"].strip(), found["address"]


def words(text: str) -> list[str]:
    """Return the words of a text, in order, in lower case."""
    return [word.casefold() for word in WORD.findall(text)]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a new paragraph begins a new one.

    >>> sentences("She faints. What now?")
    ['She faints.', 'What now?']
    """
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def unquoted(text: str) -> str:
    """Return the text without what somebody in it says."""
    return _QUOTED.sub(" ", text)


def without_emphasis(markdown: str) -> str:
    """Return the text without words that stand out: bold or italic spans of up to three words."""
    span = r"(\*{1,3}|_{1,3})(?=\S)((?:[^\s*_]+\s+){0,2}[^\s*_]+)\1"
    return re.sub(span, " ", markdown)
