"""Writes the layout that `reading` reads; what it has no place for is left out by name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Opened
from docx.image.exceptions import UnrecognizedImageError
from docx.oxml import OxmlElement
from docx.shared import Cm, Emu
from docx.text.paragraph import Paragraph
from markdown_it import MarkdownIt
from markdown_it.token import Token

from training.bank.formats import identity, shapes
from training.bank.formats.entries import Entry, Piece, Written
from training.bank.formats.word.reading import COMMENT, NAME, begins_something
from training.core.drafts import Draft

WIDEST = Cm(14)
DASH = "\N{EN DASH} "
_MARKS = {"strong": "bold", "em": "italic", "s": "strike"}
_SIGN = re.compile(r"[^\w ,.:;?()'%/]|^\s*(?:\d+[.)]|\s{4})|_|  ")
"""What may mean more than itself in Markdown; a text without it is one paragraph of plain words."""
_markdown = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of a paragraph with their marks, or a picture by its figure's name."""

    text: str
    marks: frozenset[str] = frozenset()
    figure: str = ""


def write(entries: Sequence[Entry], pictures: Mapping[str, bytes]) -> Written:
    """Return a document with the choices and short texts; the rest is left out."""
    document = Document()
    left_out: dict[int, str] = {}
    category, number = "", 0
    for place, entry in enumerate(entries):
        reason = _unwritable(entry.draft)
        if reason:
            left_out[place] = reason
            continue
        number += 1
        if (own := identity.category_of(entry.draft)) != category:
            category = own
            _paragraph(document, category, style="Heading1")
        _question(document, number, entry.draft, pictures)
    return Written(_saved(document), left_out)


def mend(pieces: Sequence[Piece]) -> bytes:
    """Return refused questions, each after its reasons, which the reader passes over."""
    document = Document()
    for piece in pieces:
        for reason in piece.reasons:
            _paragraph(document, f"{COMMENT} {reason}")
        for line in piece.text.split("\n"):
            _paragraph(document, line)
    return _saved(document)


def _question(document: Opened, number: int, draft: Draft, pictures: Mapping[str, bytes]) -> None:
    _say(document, f"{number}. ", shapes.asked(draft), pictures)
    _paragraph(document, f"Id: {identity.id_of(draft, NAME)}")
    if draft.get("kind") == "short_text":
        for answer in shapes.answers_of(draft):
            _paragraph(document, f"Answer: {answer.text}")
            _reason(document, answer.rationale, pictures)
    else:
        for place, choice in enumerate(shapes.choices_of(draft)):
            _say(document, f"{'*' if choice.share > 0 else ''}{chr(65 + place)}) ", choice.text, pictures)
            _reason(document, choice.rationale, pictures)
    if feedback := shapes.text(draft, "feedback").strip():
        _say(document, "Feedback: ", feedback, pictures)


def _paragraph(document: Opened, text: str, style: str | None = None) -> Paragraph:
    """Add a paragraph at the end, which python-docx looks for from the beginning each time."""
    element: Any = OxmlElement("w:p")
    document.element.body[-1].addprevious(element)  # before the properties of the section
    element.style = style
    paragraph = Paragraph(element, document._body)  # noqa: SLF001 - where a document's paragraphs belong
    if text:
        paragraph.add_run(text)
    return paragraph


def _reason(document: Opened, rationale: str, pictures: Mapping[str, bytes]) -> None:
    if rationale.strip():
        _say(document, "Reason: ", rationale, pictures)


def _say(document: Opened, label: str, markdown: str, pictures: Mapping[str, bytes]) -> None:
    """Add the paragraphs of a text, the label before the first."""
    for place, words in enumerate(_paragraphs(markdown)):
        paragraph = _paragraph(document, label if place == 0 else "")
        for each in words:
            if each.figure:
                _picture(paragraph, each, pictures)
                continue
            run = paragraph.add_run(each.text)
            for mark in each.marks:
                setattr(run.font, mark, True)


def _picture(paragraph: Paragraph, words: _Words, pictures: Mapping[str, bytes]) -> None:
    """Add a picture with its alternative text, where Word can show one of its kind."""
    content = pictures.get(words.figure)
    if content is None:
        return
    try:
        shape = paragraph.add_run().add_picture(BytesIO(content))
    except (UnrecognizedImageError, ZeroDivisionError):
        return
    if shape.width > WIDEST:
        shape.height, shape.width = Emu(round(shape.height * WIDEST / shape.width)), WIDEST
    shape._inline.docPr.set("descr", words.text)  # noqa: SLF001 - python-docx has no alternative text


def _unwritable(draft: Draft) -> str:
    """Return why a draft has no place in the layout, "" when it has."""
    kind = draft.get("kind")
    if kind == "short_text":
        return _untypable(draft) or _ambiguous(draft, [])
    if kind not in {"single_choice", "multiple_response"}:
        return "the Word layout has choices and short texts only"
    return _unchoosable(draft) or _ambiguous(draft, [choice.text for choice in shapes.choices_of(draft)])


def _untypable(draft: Draft) -> str:
    answers = shapes.answers_of(draft)
    if any(answer.share != 1 for answer in answers) or draft.get("case"):
        return "the Word layout has no shares and no capitals that count"
    several = any(answer.text != " ".join(answer.text.split()) for answer in answers)
    return "an accepted text of it has several lines" if several else ""


def _unchoosable(draft: Draft) -> str:
    options = shapes.tables(draft, "options")
    right = sum(bool(option.get("correct")) for option in options)
    if any("weight" in option for option in options):
        return "the Word layout has no weights"
    if right == 0 or (right == 1) != (draft.get("kind") == "single_choice"):
        return "the Word layout takes one right answer for a single choice and several for a multiple response"
    return "the Word layout has the letters A to Z" if len(options) > 26 else ""


def _ambiguous(draft: Draft, options: Sequence[str]) -> str:
    """Return what would be read otherwise than it is meant: a line that looks like an answer, a star at an end."""
    texts = [shapes.asked(draft), *options, shapes.text(draft, "feedback")]
    texts += [choice.rationale for choice in (shapes.choices_of(draft) or shapes.answers_of(draft))]
    if any(begins_something(line) for text in texts for line in _plain(text).split("\n")[1:]):
        return "a line of it begins as a question, an answer or a label does"
    starred = any(_plain(option).strip(" \n").strip("*") != _plain(option).strip(" \n") for option in options)
    return "an answer of it begins or ends with a star" if starred else ""


def _plain(markdown: str) -> str:
    """Return the lines that a text has in the document, without their marks."""
    return "\n".join("".join(each.text for each in words) for words in _paragraphs(markdown))


@lru_cache(maxsize=256)
def _paragraphs(markdown: str) -> tuple[tuple[_Words, ...], ...]:
    """Return the paragraphs of a text; those of a list begin with a dash."""
    if not _SIGN.search(markdown):
        return ((_Words(markdown.strip()),),)
    found: list[tuple[_Words, ...]] = []
    in_list = False
    for token in _markdown.parse(markdown):
        if token.type == "list_item_open":
            in_list = True
        elif token.type == "inline":
            found.append((*([_Words(DASH)] if in_list else []), *_words(token.children or [])))
            in_list = False
        elif token.type in {"fence", "code_block"}:
            found.append((_Words(token.content.rstrip()),))
    return tuple(found) or ((_Words(""),),)


def _words(tokens: Sequence[Token]) -> Iterator[_Words]:
    marks: frozenset[str] = frozenset()
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in _MARKS:
            marks = marks | {_MARKS[name]} if token.nesting == 1 else marks - {_MARKS[name]}
        elif token.type == "image":
            source = str(token.attrs.get("src", ""))
            yield _Words(token.content, figure=source.removeprefix("figure:"))
        elif token.type in {"softbreak", "hardbreak"}:
            yield _Words(" " if token.type == "softbreak" else "\n", marks)
        else:
            yield _Words(token.content, marks)


def _saved(document: Opened) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
