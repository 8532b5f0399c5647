"""The questions of a Moodle XML file, each parsed on its own, so that a broken one never hides the others.

A question is parsed without any document type, so that it knows no entities; a file that declares one is refused.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from training.bank.formats import trees
from training.bank.formats.decoding import glimpse
from training.bank.formats.entries import LineFault, Piece
from training.bank.formats.trees import Element, EntityFault, XmlFault

DEEPEST = 40
MOST_BLOCKS = 40_000
MOST_TAGS = 20_000
"""Tags of one question: sets of a hundred values for dozens of variables, and no more."""
ROOT = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
_ROOT = re.compile(r"<quiz[\s>/]")
_MARK = re.compile(r"<!\[CDATA\[|<!--|<question(?=[\s>/])|</question\s*>")
_CLOSED = re.compile(r"</question\s*>\Z|^[^<>]*<[^<>]*/>\Z")
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}


@dataclass(frozen=True, slots=True)
class Block:
    """The text of one question, and the line it begins on."""

    source: str
    line: int


@dataclass(frozen=True, slots=True)
class File:
    """A file taken apart: its questions, what is wrong around them, and whether nothing of it may be read."""

    blocks: tuple[Block, ...] = ()
    faults: tuple[LineFault, ...] = ()


def taken_apart(content: bytes) -> File:
    """Return the questions of a file and what is wrong outside of them."""
    try:
        text = trees.text_of(content)
    except XmlFault as error:
        return File(faults=(_fault(error),))
    blocks: list[Block] = []
    rest: list[str] = []
    line, place = 1, 0
    for start, last in _spans(text):
        if len(blocks) == MOST_BLOCKS:
            message = f"holds more than {MOST_BLOCKS:,} questions and categories"
            return File(faults=(LineFault(message, "Split the file.", line),))
        end = start + len(text[start:last].rstrip())
        between = text[place:start]
        line += between.count("\n")
        source = text[start:end]
        blocks.append(Block(source, line))
        line += source.count("\n")
        rest += [between, "\n" * source.count("\n")]
        place = end
    fault, harmful = _fault_around("".join([*rest, text[place:]]))
    return File(() if harmful else tuple(blocks), () if fault is None else (fault,))


def parsed(block: Block) -> Element:
    """Return a question as a tree. Raises XmlFault that names line and column."""
    if not _CLOSED.search(block.source):
        raise XmlFault("is a <question> that never closes", "Write </question> after it.")
    question = trees.read(block.source, line=block.line, most=MOST_TAGS, deepest=DEEPEST)
    inside = next((each.children[0] for each in question.all("text") if each.children), None)
    if inside is not None:
        message = f"has the tag <{inside.name[:40]}> in a <text>"
        raise XmlFault(message, "Write the text in <![CDATA[…]]>.", inside.line)
    return question


def recognises(content: bytes) -> bool:
    """Return whether a file holds Moodle's <quiz>."""
    return _ROOT.search(glimpse(content)) is not None


def mend(pieces: Sequence[Piece]) -> bytes:
    """Return refused questions as Moodle XML, the reasons above each as comments."""
    parts = ["\n".join([*(f"<!-- {_comment(reason)} -->" for reason in piece.reasons), piece.text]) for piece in pieces]
    return (ROOT + "\n\n".join(parts) + "\n</quiz>\n").encode()


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where questions begin and end; one that never closes ends where the next one begins."""
    opened: int | None = None
    for mark, start, end in _marks(text):
        closes = mark.startswith("</")
        if opened is not None:
            yield opened, end if closes else start
        opened = None if closes else start
    if opened is not None:
        end = text.rfind("</quiz", opened)
        yield opened, end if end >= 0 else len(text)


def _marks(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the tags that begin and end questions, with their places; those in CDATA and in comments are none."""
    never: set[str] = set()
    place = 0
    while (found := _MARK.search(text, place)) is not None:
        mark, place = found[0], found.end()
        if mark not in _ENDS:
            yield mark, found.start(), place
            continue
        end = -1 if mark in never else text.find(_ENDS[mark], place)
        never |= {mark} if end < 0 else set()
        place = place if end < 0 else end + len(_ENDS[mark])


def _fault_around(skeleton: str) -> tuple[LineFault | None, bool]:
    """Return what is wrong with a file without its questions, and whether that is reason to read none of them."""
    try:
        root = trees.read(skeleton, deepest=DEEPEST)
    except XmlFault as error:
        return _fault(error), isinstance(error, EntityFault)
    if root.name != "quiz":
        message = f"is no Moodle XML: it holds <{root.name[:40]}>"
        return LineFault(message, "Export it from Moodle as Moodle XML.", 1), True
    return None, False


def _fault(error: XmlFault) -> LineFault:
    return LineFault(str(error), error.remedy, error.line)


def _comment(reason: str) -> str:
    return re.sub(r"-(?=-)|-$", "- ", reason)
