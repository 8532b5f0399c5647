"""The blocks of a GIFT file: questions, categories and comments, each with its line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from training.bank.formats.decoding import glimpse
from training.bank.formats.entries import Piece
from training.bank.formats.gift.signs import hidden

_CATEGORY = re.compile(r"\s*\$CATEGORY:(.*)")
_TAG = re.compile(r"\[tag:\s*((?:\\\]|[^\]])+?)\s*\]")
_ID = re.compile(r"\[id:\s*((?:\\\]|[^\]])+?)\s*\]")
_EMBEDDED = re.compile(r"\{\d*:[A-Z_]+:")


@dataclass(slots=True)
class Block:
    """Lines that belong to one question, the line of the first, and the comments above and among them."""

    line: int = 0
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    category: str = ""
    depth: int = 0
    closed: bool = False

    @property
    def text(self) -> str:
        """Return the question without its comments."""
        return "\n".join(self.lines).strip()

    @property
    def tags(self) -> list[str]:
        """Return the tags that comments name."""
        return [_plain(tag) for tag in _TAG.findall("\n".join(self.comments))]

    @property
    def id(self) -> str:
        """Return the lasting id that a comment names, ``""`` for none."""
        found = _ID.search("\n".join(self.comments))
        return _plain(found[1]) if found else ""

    def add(self, number: int, line: str) -> None:
        """Add a line of the question."""
        if not self.lines:
            self.line = number
        plain = hidden(line)
        self.lines.append(line)
        self.source.append(line)
        self.depth += plain.count("{") - plain.count("}")
        self.closed = self.closed or "}" in plain


def blocks(text: str) -> Iterator[Block]:
    """Yield the questions of a text, each with the category it stands under.

    A blank line ends a question, also within braces that never close, so that one of them does not swallow what
    follows; within braces that do close it is read over. A line that begins a name ends a question whose braces
    closed before.
    """
    lines = text.split("\n")
    category, block = "", Block()
    for number, line in enumerate(lines, start=1):
        named = _CATEGORY.match(line) if block.depth <= 0 else None
        comment = line.lstrip().startswith("//")
        ends = not line.strip() and (block.depth <= 0 or not _closes(lines, number))
        begins = block.closed and block.depth <= 0 and (line.startswith("::") or (comment and bool(_ID.search(line))))
        if named or ends or begins:
            if block.lines:
                yield block
            block = Block(category=category)
        if named:
            category = named[1].strip()
            block = Block(category=category)
        elif comment:
            block.comments.append(line)
            block.source.append(line)
        elif line.strip():
            block.add(number, line)
    if block.lines:
        yield block


def recognises(content: bytes) -> bool:
    """Return whether a file looks like GIFT: braces that are not those of embedded answers."""
    text = glimpse(content)
    return "{" in hidden(text) and not _EMBEDDED.search(text)


def mend(pieces: Sequence[Piece]) -> bytes:
    """Return refused questions as GIFT, the reasons above each as comments."""
    parts = ["\n".join([*(f"// {reason}" for reason in piece.reasons), piece.text]) for piece in pieces]
    return ("\n\n".join(parts) + "\n").encode()


def _closes(lines: Sequence[str], number: int) -> bool:
    """Return whether braces that are open at a blank line close before another question begins."""
    for line in lines[number : number + 200]:
        plain = hidden(line)
        if line.startswith(("::", "$CATEGORY:")):
            return False
        opening, closing = plain.find("{"), plain.find("}")
        if closing >= 0 and (opening < 0 or closing < opening):
            return True
        if opening >= 0:
            return False
    return False


def _plain(text: str) -> str:
    return text.replace("\\]", "]").strip()
