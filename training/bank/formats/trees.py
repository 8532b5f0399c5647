"""XML of other systems as elements with lines: read with nothing declared, fetched or expanded, and within limits.

Every format with XML reads it here, so that what is refused stands in one place. Prefixes of namespaces are left out;
names are as QTI 2 writes them: QTI 3 has ``qti-choice-interaction`` and ``response-identifier`` for
``choiceInteraction`` and ``responseIdentifier``.
"""

import codecs
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import TypeAlias
from xml.parsers import expat

from training.bank.formats.decoding import decoded
from training.bank.formats.entries import LineFault

MOST_ELEMENTS = 50_000
DEEPEST = 100
UTF_8 = 'Save it as UTF-8 and write encoding="UTF-8" in its first line.'
_ENCODING = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_OWN_CODECS = frozenset({"utf-8", "ascii"})
_READ_CODECS = re.compile(r"iso8859-\d{1,2}|cp125\d|koi8-[ru]|mac-roman")
_AS_BROWSERS_DO = {"iso8859-1": "cp1252"}
"""Files that say ISO-8859-1 hold the quotation marks of Windows-1252 more often than the signs that it lacks."""
Part: TypeAlias = "Element | str"
Take: TypeAlias = "Callable[[Element, Sequence[Element], tuple[int, int]], None]"
"""Takes an element, those it stands in from the outermost, and where it stands among the bytes of its text in UTF-8."""


class XmlFault(ValueError):
    """A file or a part of it cannot be read: the message says why, ``remedy`` what to do, ``line`` where, if it can."""

    def __init__(self, message: str, remedy: str, line: int | None = None) -> None:
        super().__init__(message)
        self.remedy = remedy
        self.line = line


class EntityFault(XmlFault):
    """A file declares what would be put in elsewhere: nothing of it is read."""


@dataclass(slots=True)
class Element:
    """One element: its name, attributes, line, what stands in it, and the elements among that."""

    name: str
    attributes: Mapping[str, str]
    line: int
    parts: list[Part] = field(default_factory=list)
    children: list["Element"] = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute."""
        return self.attributes.get(name, default)

    def child(self, name: str) -> "Element | None":
        """Return its first child of this name."""
        for each in self.children:
            if each.name == name:
                return each
        return None

    def named(self, *names: str) -> "list[Element]":
        """Return its children with one of these names."""
        return [each for each in self.children if each.name in names]

    def every(self) -> "list[Element]":
        """Return every element in it, however deep, in the order written."""
        found: list[Element] = []
        waiting = self.children[::-1]
        while waiting:
            element = waiting.pop()
            found.append(element)
            if element.children:
                waiting += element.children[::-1]
        return found

    def all(self, *names: str) -> "list[Element]":
        """Return every element in it with one of these names, however deep, in the order written."""
        return [each for each in self.every() if each.name in names]

    def first(self, *names: str) -> "Element | None":
        """Return the first element in it with one of these names, None when there is none."""
        return next(iter(self.all(*names)), None)

    @property
    def own(self) -> str:
        """Return the text that stands directly in it."""
        return "".join([part for part in self.parts if isinstance(part, str)]).strip()

    @property
    def said(self) -> str:
        """Return what its <text> says, or what stands directly in it."""
        inner = self.child("text")
        return self.own if inner is None else inner.own

    def value(self, name: str, default: str = "") -> str:
        """Return what its child of this name says, ``default`` when it says nothing."""
        found = self.child(name)
        return default if found is None else found.said or default

    def words(self) -> str:
        """Return the text in it, however deep, blanks as one."""
        return " ".join(self.letters().split())

    def letters(self) -> str:
        """Return the text in it, however deep, as it stands."""
        return "".join([part if isinstance(part, str) else part.letters() for part in self.parts])


def text_of(content: bytes) -> str:
    """Return the text of an XML file, line ends of one kind. Raises XmlFault for an encoding that is not read.

    UTF-16 is read where its mark says so, as every reader of XML has to.
    """
    found = _ENCODING.match(content[:400].removeprefix(codecs.BOM_UTF8))
    named = found[1].decode() if found else "UTF-8"
    codec = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else _codec(named)
    if codec in _OWN_CODECS:
        text = decoded(content)
        if isinstance(text, LineFault):
            raise XmlFault(text.message, text.remedy, text.line)
        return text
    if codec != "utf-16" and not _READ_CODECS.fullmatch(codec):
        raise XmlFault(f"says that it is written as {named}", UTF_8, 1)
    try:
        text = content.decode(_AS_BROWSERS_DO.get(codec, codec))
    except UnicodeDecodeError as error:
        if codec == "utf-16":
            raise XmlFault("begins as UTF-16 and is not", UTF_8, 1) from error
        line = content[: error.start].count(b"\n") + 1
        raise XmlFault(f"holds the byte 0x{content[error.start]:02X}, which is not {named}", UTF_8, line) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read(text: str, *, line: int = 1, most: int = MOST_ELEMENTS, deepest: int = DEEPEST) -> Element:
    """Return the outermost element of a text that begins on ``line`` of its file.

    Raises XmlFault for what is no XML or holds more than ``most`` elements, EntityFault where entities are declared.
    """
    return _built(text, _Builder(line, most, deepest)).outer.children[0]


def indexed(text: str, *, most: int = MOST_ELEMENTS) -> tuple[Element, Mapping[str, Sequence[Element]]]:
    """Return what `read` does, and all elements by their names, in the order written."""
    builder = _built(text, _Builder(1, most, DEEPEST))
    named: dict[str, list[Element]] = {}
    for each in builder.elements:
        named.setdefault(each.name, []).append(each)
    return builder.outer.children[0], named


def taken(text: str, name: str, take: Take, *, most: int = MOST_ELEMENTS) -> Element:
    """Return what `read` does, without the elements of a name: each is given to ``take`` when it ends.

    So a file of many is never held as a whole. One that breaks off raises after those before it were given.
    """
    return _built(text, _Taker(name, take, most)).outer.children[0]


def _built(text: str, builder: "_Builder") -> "_Builder":
    try:
        builder.parser.Parse(text, True)  # noqa: FBT003 - this is all of it
    except expat.ExpatError as error:
        message = f"is no XML at column {error.offset + 1} ({expat.ErrorString(error.code)})"
        remedy = "Correct the tag or sign there; write & as &amp; outside of CDATA."
        raise XmlFault(message, remedy, builder.outer.line + error.lineno - 1) from error
    finally:
        builder.let_go()
    return builder


class _Builder:
    """Builds the elements of one text, within limits."""

    def __init__(self, line: int, most: int, deepest: int) -> None:
        self.elements: list[Element] = []
        self.outer = Element("", {}, line)
        self._open = [self.outer]
        self._before = line - 1
        self._most, self._left, self._deepest = most, most, deepest
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._letters
        self.parser.SkippedEntityHandler = self._entity
        self.parser.EntityDeclHandler = self._declared
        self.parser.UseForeignDTD(True)  # noqa: FBT003 - so that &nbsp; is skipped, and no fault, where nothing declares it
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def let_go(self) -> None:
        """Part from the parser, so that a tree is gone as soon as nobody holds it, and no ring of two keeps it."""
        self.parser.StartElementHandler = self.parser.EndElementHandler = self.parser.CharacterDataHandler = None
        self.parser.SkippedEntityHandler = self.parser.EntityDeclHandler = None

    @property
    def _line(self) -> int:
        return self._before + self.parser.CurrentLineNumber

    def _start(self, name: str, given: dict[str, str]) -> None:
        line = self._before + self.parser.CurrentLineNumber
        self._left -= 1
        if self._left < 0:
            raise XmlFault(f"has more than {self._most:,} tags", "Split it.", line)
        if len(self._open) > self._deepest:
            raise XmlFault("has tags too deep in each other", "Write it flatter.", line)
        plain, is_qti = _named(name)
        attributes = given
        if given and (is_qti or ":" in "".join(given)):
            attributes = {_attribute(key, is_qti): value for key, value in given.items()}
        element = Element(plain, attributes, line, [], [])
        self.elements.append(element)
        outer = self._open[-1]
        outer.parts.append(element)
        outer.children.append(element)
        self._open.append(element)

    def _end(self, name: str) -> None:
        self._open.pop()

    def _letters(self, text: str) -> None:
        self._open[-1].parts.append(text)

    def _entity(self, name: str, is_parameter: bool) -> None:  # noqa: FBT001 - expat calls it so
        """Add the letter that an entity of HTML stands for."""
        letter = unescape(f"&{name};")
        if not is_parameter and letter != f"&{name};":
            self._letters(letter)
        elif not is_parameter:
            message = f"uses the entity &{name[:40]};, which nothing declares"
            raise XmlFault(message, "Write the letter itself, and & as &amp; outside of CDATA.", self._line)

    def _declared(self, name: str, *_rest: object) -> None:
        raise EntityFault(f"declares the entity {name[:40]!r}", "Write the characters themselves.", self._line)


class _Taker(_Builder):
    """Gives the elements of one name away as soon as they end."""

    def __init__(self, name: str, take: Take, most: int) -> None:
        super().__init__(1, most, DEEPEST)
        self._name, self._take = name, take
        self._begun: list[int] = []

    def _start(self, name: str, given: dict[str, str]) -> None:
        super()._start(name, given)
        self.elements.clear()
        if self._open[-1].name == self._name:
            self._begun.append(self.parser.CurrentByteIndex)

    def _end(self, name: str) -> None:
        element = self._open[-1]
        super()._end(name)
        if element.name != self._name:
            return
        span = (self._begun.pop(), self.parser.CurrentByteIndex + len(f"</{name}>".encode()))
        holder = self._open[-1]
        holder.parts.pop()
        holder.children.pop()
        self._take(element, self._open[1:], span)


def _codec(named: str) -> str:
    """Return the codec that an encoding's name stands for, the name where nothing does."""
    try:
        return codecs.lookup(named).name
    except LookupError:
        return named


@lru_cache(maxsize=2_000)
def _named(name: str) -> tuple[str, bool]:
    plain = name.rpartition(":")[2]
    if plain.startswith("qti-"):
        return _camel(plain.removeprefix("qti-")), True
    return plain, False


@lru_cache(maxsize=2_000)
def _attribute(name: str, is_qti: bool) -> str:  # noqa: FBT001 - cached by both
    plain = name.rpartition(":")[2]
    return _camel(plain) if is_qti else plain


def _camel(name: str) -> str:
    return re.sub(r"-([a-z0-9])", lambda found: found[1].upper(), name)
