"""The text of a section as the linter reads it: paragraphs with their lines, and words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from training.web import richtext

_FENCE = re.compile(r"^:::.*$")
_HEADING = re.compile(r"(#{1,6})\s")
_ENTRY = re.compile(r"\s*([-*+]|\d+[.)])\s")
_MARKS = re.compile(r"!\[[^\]]*\]\([^)]*\)|^:::.*$|^\|[\s:|-]+\|$", re.MULTILINE)
_SIGNS = re.compile(r"[*_#|>]|^\s*([-+]|\d+[.)])\s", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_QUOTED = re.compile(r"[\"\u201c\u2018'].*[\"\u201d\u2019'][.!?]?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, table or list with the line it begins on; a list goes with the line before it."""

    line: int
    text: str

    @property
    def words(self) -> str:
        """Return what a reader reads of it."""
        return plain(self.text).strip()

    @property
    def claims(self) -> bool:
        """Return whether it may claim something: it is neither short, nor a question, nor all somebody's words."""
        said = self.words
        sentences = [part for part in re.split(r"(?<=[.!?])\s+", said) if part]
        asks = bool(sentences) and all(part.endswith("?") for part in sentences)
        return count(self.text) > 5 and not asks and not _QUOTED.fullmatch(said)


def headings(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield line, level 1 to 6 and words of each heading."""
    for line, words in enumerate(text.splitlines(), start=1):
        if found := _HEADING.match(words):
            yield line, len(found[1]), words.lstrip("# ").strip()


def paragraphs(text: str) -> list[Paragraph]:
    """Return what may claim something, in order: no headings, no figures, no fences of callouts."""
    found: list[Paragraph] = []
    joins = False
    for line, block in _blocks(text):
        if found and (joins or _ENTRY.match(block)):
            found[-1] = Paragraph(found[-1].line, f"{found[-1].text}\n{block}")
        else:
            found.append(Paragraph(line, block))
        joins = block.endswith(":")
    return found


def plain(text: str) -> str:
    """Return the words a reader reads: no citations, no marks of Markdown, no figures."""
    return _SIGNS.sub(" ", _LINK.sub(r"\1", _MARKS.sub("", richtext.CITATION.sub("", text))))


def count(text: str) -> int:
    """Return how many words a reader reads."""
    return len(re.findall(r"[^\s]*\w[^\s]*", plain(text)))


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    gathered: list[str] = []
    began = 0
    for line, words in enumerate([*text.splitlines(), ""], start=1):
        ends = not words.strip() or _FENCE.match(words) or _HEADING.match(words) or words.startswith("![")
        if ends and gathered:
            yield began, "\n".join(gathered).strip()
            gathered = []
        if not ends:
            began = began if gathered else line
            gathered.append(words)
