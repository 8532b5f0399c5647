"""The questions of a Moodle XML file, each parsed on its own, so that a broken one never hides the others.

A question is parsed without any document type, so that it knows no entities; a file that declares one is refused.
"""

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from training.bank.formats.decoding import decoded, glimpse
from training.bank.formats.entries import LineFault, Piece

DEEPEST = 40
MOST_BLOCKS = 40_000
MOST_TAGS = 20_000
"""Tags of one question: sets of a hundred values for dozens of variables, and no more."""
ROOT = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
UTF_8 = 'Save it as UTF-8 and write encoding="UTF-8" in its first line.'
_ENCODING = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_OWN_CODECS = frozenset({"utf-8", "ascii"})
_READ_CODECS = frozenset({"iso8859-1", "iso8859-15", "cp1252"})
_ROOT = re.compile(r"<quiz[\s>/]")
_MARK = re.compile(r"<!\[CDATA\[|<!--|<question(?=[\s>/])|</question\s*>")
_CLOSED = re.compile(r"</question\s*>\Z|^[^<>]*<[^<>]*/>\Z")
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}


class XmlFault(ValueError):
    """A question cannot be read; ``remedy`` says what to do, ``line`` where, None for where it begins."""

    def __init__(self, message: str, remedy: str, line: int | None = None) -> None:
        super().__init__(message)
        self.remedy, self.line = remedy, line


@dataclass(slots=True)
class Node:
    """An element: its tag, its attributes, the line it begins on, the text directly in it, and its children."""

    tag: str
    attributes: Mapping[str, str]
    line: int
    parts: list[str] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    @property
    def own(self) -> str:
        """Return the text that stands directly in it."""
        return "".join(self.parts).strip()

    @property
    def text(self) -> str:
        """Return what its <text> says, or what stands directly in it, as in old files."""
        inner = self.child("text")
        return self.own if inner is None else inner.own

    def child(self, tag: str) -> "Node | None":
        """Return its first child of this name."""
        for each in self.children:
            if each.tag == tag:
                return each
        return None

    def all(self, tag: str) -> "list[Node]":
        """Return its children of this name."""
        return [each for each in self.children if each.tag == tag]

    def value(self, tag: str, default: str = "") -> str:
        """Return what its child of this name says, ``default`` when it says nothing."""
        found = self.child(tag)
        return default if found is None else found.text or default


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
    text = _text(content)
    if isinstance(text, LineFault):
        return File(faults=(text,))
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


def parsed(block: Block) -> Node:
    """Return a question as a tree. Raises XmlFault that names line and column."""
    if not _CLOSED.search(block.source):
        raise XmlFault("is a <question> that never closes", "Write </question> after it.")
    tree = _Tree(block.line)
    _run(tree.parser, block.source, block.line)
    return tree.root


def recognises(content: bytes) -> bool:
    """Return whether a file holds Moodle's <quiz>."""
    return _ROOT.search(glimpse(content)) is not None


def mend(pieces: Sequence[Piece]) -> bytes:
    """Return refused questions as Moodle XML, the reasons above each as comments."""
    parts = ["\n".join([*(f"<!-- {_comment(reason)} -->" for reason in piece.reasons), piece.text]) for piece in pieces]
    return (ROOT + "\n\n".join(parts) + "\n</quiz>\n").encode()


class _Tree:
    """Builds the tree of one question."""

    def __init__(self, line: int) -> None:
        self.root = Node("", {}, line)
        self._open: list[Node] = []
        self._line = line
        self._tags = 0
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        line = self._line + self.parser.CurrentLineNumber - 1
        node = Node(tag, attributes, line)
        self._tags += 1
        if self._tags > MOST_TAGS:
            raise XmlFault(f"has more than {MOST_TAGS:,} tags", "Split the question.", line)
        if len(self._open) >= DEEPEST:
            raise XmlFault("has tags too deep in each other", "Write it as Moodle does.", line)
        if not self._open:
            self.root = node
        elif self._open[-1].tag == "text":
            raise XmlFault(f"has the tag <{tag[:40]}> in a <text>", "Write the text in <![CDATA[…]]>.", line)
        else:
            self._open[-1].children.append(node)
        self._open.append(node)

    def _end(self, _tag: str) -> None:
        self._open.pop()

    def _data(self, data: str) -> None:
        if self._open:
            self._open[-1].parts.append(data)


def _text(content: bytes) -> str | LineFault:
    found = _ENCODING.match(content[:400].removeprefix(codecs.BOM_UTF8))
    if found is None:
        return decoded(content)
    named = found[1].decode()
    try:
        codec = codecs.lookup(named).name
    except LookupError:
        codec = ""
    if codec in _OWN_CODECS:
        return decoded(content)
    if codec not in _READ_CODECS:
        return LineFault(f"says that it is written as {named}", UTF_8, 1)
    try:
        text = content.decode(codec)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return LineFault(f"holds the byte 0x{content[error.start]:02X}, which is not {named}", UTF_8, line)
    return text.replace("\r\n", "\n").replace("\r", "\n")


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
    parser = expat.ParserCreate("utf-8")
    roots: list[str] = []
    depth = 0

    def start(tag: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        roots.append(tag) if not roots else None
        if depth > DEEPEST:
            raise XmlFault("has tags too deep in each other", "Write it as Moodle does.", parser.CurrentLineNumber)

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(name: str, *_rest: object) -> None:
        raise _Harmful(
            f"declares the entity {name[:40]!r}", "Write the characters themselves.", parser.CurrentLineNumber
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = declared
    try:
        _run(parser, skeleton, 1)
    except XmlFault as error:
        return LineFault(str(error), error.remedy, error.line), isinstance(error, _Harmful)
    if roots != ["quiz"]:
        return LineFault(
            f"is no Moodle XML: it holds <{roots[0][:40]}>", "Export it from Moodle as Moodle XML.", 1
        ), True
    return None, False


class _Harmful(XmlFault):
    """A file declares what would be put in elsewhere."""


def _run(parser: expat.XMLParserType, text: str, line: int) -> None:
    whole = True
    try:
        parser.Parse(text.encode("utf-8", "replace"), whole)
    except expat.ExpatError as error:
        where = line + error.lineno - 1
        message = f"is no XML at column {error.offset + 1} ({expat.ErrorString(error.code)})"
        raise XmlFault(message, "Correct the tag or sign there; write & as &amp; outside of CDATA.", where) from error


def _comment(reason: str) -> str:
    return re.sub(r"-(?=-)|-$", "- ", reason)
