"""What Word numbers by itself, and which paragraphs are headings: read once from its lists and styles."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P

FIGURES = {"decimal", "decimalZero", "ordinal"}
HEADING = re.compile(r"heading|title", re.IGNORECASE)
UNDER = re.compile(r" [2-9]$")
"""The end of the names of Word's styles for lists inside lists, such as "List Number 2"."""
DEEPEST = 12
"""Styles that rest on one another; Word itself stops before that."""


class Numbered(Enum):
    """What Word numbers by itself: a question, an answer under it, or nothing."""

    NO = ""
    QUESTION = "question"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    numbers: Any
    base: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The styles of a document by id, and the formats of its lists: ``("3", "0")`` → ``"decimal"``."""

    styles: Mapping[str, _Style]
    formats: Mapping[tuple[str, str], str]

    def is_heading(self, paragraph: CT_P) -> bool:
        """Return whether a paragraph has a style for headings or titles."""
        style = self.styles.get(paragraph.style or "")
        return bool(style and HEADING.match(style.name))

    def numbered(self, paragraph: CT_P) -> Numbered:
        """Return what Word's own number before a paragraph makes of it: figures ask, letters and dots answer."""
        numbers = self._numbers(paragraph)
        made, level = (_value(numbers, tag) for tag in ("w:numId", "w:ilvl"))
        kind = self.formats.get((made, level or "0"), "none")
        if kind == "none":
            return Numbered.NO
        style = self.styles.get(paragraph.style or "")
        under = bool(style and UNDER.search(style.name))
        return Numbered.QUESTION if kind in FIGURES and level in {"", "0"} and not under else Numbered.ANSWER

    def _numbers(self, paragraph: CT_P) -> Any:  # noqa: ANN401 - an element of lxml, which has no types
        """Return the list a paragraph stands in by itself, by its style or by one that this rests on."""
        properties: Any = paragraph.pPr
        own = None if properties is None else properties.find(qn("w:numPr"))
        name = paragraph.style or ""
        for _step in range(DEEPEST):
            style = self.styles.get(name)
            if own is not None or style is None:
                break
            own, name = style.numbers, style.base
        return own


def read(document: Document) -> Sheet:
    """Return the styles and lists of a document."""
    element: Any = document.styles.element
    styles = {
        style.get(qn("w:styleId"), ""): _Style(
            _value(style, "w:name"), next(style.iter(qn("w:numPr")), None), _value(style, "w:basedOn")
        )
        for style in element.iter(qn("w:style"))
    }
    return Sheet(styles, _formats(document))


def _formats(document: Document) -> Mapping[tuple[str, str], str]:
    parts = [rel.target_part for rel in document.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.NUMBERING]
    if not parts:
        return {}
    root: Any = parts[0].element
    levels = {
        each.get(qn("w:abstractNumId")): {
            level.get(qn("w:ilvl")): _value(level, "w:numFmt") for level in each.iter(qn("w:lvl"))
        }
        for each in root.iter(qn("w:abstractNum"))
    }
    return {
        (made.get(qn("w:numId")), level): kind
        for made in root.iter(qn("w:num"))
        for level, kind in levels.get(_value(made, "w:abstractNumId"), {}).items()
    }


def _value(element: Any, tag: str) -> str:  # noqa: ANN401 - an element of lxml, which has no types
    """Return the value of a child, "" when there is no child or no element."""
    child = None if element is None else element.find(qn(tag))
    return "" if child is None else str(child.get(qn("w:val"), ""))
