"""XML as elements with lines, read with nothing declared, fetched or expanded; names as QTI 2 writes them.

QTI 3 writes ``qti-choice-interaction`` and ``response-identifier`` for ``choiceInteraction`` and
``responseIdentifier``; prefixes of namespaces are left out.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import TypeAlias
from xml.parsers import expat

MOST_ELEMENTS = 50_000
MOST_DEEP = 100
SAVE_AGAIN = "Export it again from where it comes."
Part: TypeAlias = "Element | str"


class NotRead(ValueError):
    """A file or an item cannot be read; the message says why, ``remedy`` what to do, ``line`` where."""

    def __init__(self, message: str, remedy: str, line: int | None = None) -> None:
        super().__init__(message)
        self.remedy = remedy
        self.line = line


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

    def every(self) -> Iterator["Element"]:
        """Yield every element in it, however deep, in the order written."""
        waiting = self.children[::-1]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += element.children[::-1]

    def all(self, *names: str) -> Iterator["Element"]:
        """Yield every element in it with one of these names, however deep, in the order written."""
        return (each for each in self.every() if each.name in names)

    def first(self, *names: str) -> "Element | None":
        """Return the first element in it with one of these names, None when there is none."""
        return next(self.all(*names), None)

    def text(self) -> str:
        """Return the text in it without its elements, blanks as one."""
        return " ".join(self.letters().split())

    def letters(self) -> str:
        """Return the text in it as it stands."""
        return "".join(part if isinstance(part, str) else part.letters() for part in self.parts)


def read(content: bytes, *, most: int = MOST_ELEMENTS) -> Element:
    """Return the outermost element of a file. Raises NotRead for what is no XML, or XML that declares entities."""
    builder = _Builder(most)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, given: builder.start(name, given, parser.CurrentLineNumber)
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.letters
    parser.SkippedEntityHandler = builder.entity
    parser.EntityDeclHandler = _refuse_entity
    parser.UseForeignDTD(True)  # noqa: FBT003 - so that &nbsp; is skipped, and no fault, where nothing declares it
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(content, True)  # noqa: FBT003 - this is all of it
    except expat.ExpatError as error:
        raise NotRead(f"is not well-formed XML ({expat.ErrorString(error.code)})", SAVE_AGAIN, error.lineno) from error
    except (LookupError, ValueError) as error:
        if isinstance(error, NotRead):
            raise NotRead(str(error), error.remedy, parser.CurrentLineNumber) from None
        raise NotRead("is written in an encoding that is not read", "Save it as UTF-8.", 1) from error
    return builder.root


class _Builder:
    """Builds the elements, within limits."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: list[Element] = [Element("", {}, 0)]

    @property
    def root(self) -> Element:
        """Return the outermost element."""
        return self._open[0].children[0]

    def start(self, name: str, given: Mapping[str, str], line: int) -> None:
        """Open an element."""
        self._most -= 1
        if self._most < 0 or len(self._open) > MOST_DEEP:
            raise NotRead("holds too many elements, or too deep ones", "Split it.")
        plain, is_qti = _named(name)
        attributes = {_attribute(key, is_qti): value for key, value in given.items()}
        element = Element(plain, attributes, line)
        self._open[-1].parts.append(element)
        self._open[-1].children.append(element)
        self._open.append(element)

    def end(self, _name: str) -> None:
        """Close the element that is open."""
        self._open.pop()

    def letters(self, text: str) -> None:
        """Add text."""
        self._open[-1].parts.append(text)

    def entity(self, name: str, is_parameter: bool) -> None:  # noqa: FBT001 - expat calls it so
        """Add the letter that an entity of HTML stands for."""
        letter = unescape(f"&{name};")
        if not is_parameter and letter != f"&{name};":
            self.letters(letter)
        elif not is_parameter:
            raise NotRead(f"uses the entity &{name[:40]};, which nothing declares", "Write the letter itself.")


def _refuse_entity(*_declared: object) -> None:
    raise NotRead("declares entities", "Remove the <!ENTITY …> declarations.")


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
