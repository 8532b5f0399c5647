"""What a format reads and writes: drafts with the lines they came from, and what is wrong with the text itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from training.core.drafts import Draft, Fault


@dataclass(frozen=True, slots=True)
class Entry:
    """One draft of a text. ``base`` is the version it was exported from, ``""`` when the text does not say.

    ``lines`` gives the line of a field by its path (``options[2].rationale``) as far as the format knows it.
    ``losses`` say in whole sentences what the text holds and the draft cannot, or holds otherwise. ``source`` is the
    piece of text the draft was read from, so that it can be given back to be mended.
    """

    draft: Draft
    line: int | None = None
    base: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    losses: tuple[str, ...] = ()
    source: str = ""

    def line_of(self, path: str) -> int | None:
        """Return the line of a field, or of the nearest thing that holds it."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path.rpartition("[" if path.endswith("]") else ".")[0]
        return self.line


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with the text outside of any draft."""

    message: str
    remedy: str
    line: int | None = None
    field: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a file holds: its drafts, and its own faults. Both may be there.

    ``skipped`` is what is no question and is left out without harm, ``pictures`` the figures found inside, by name.
    """

    entries: tuple[Entry, ...] = ()
    faults: tuple[LineFault, ...] = ()
    skipped: tuple[LineFault, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written, and why some drafts (by their place among those given, from 0) are not in it."""

    content: bytes
    left_out: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a file that cannot be imported, and everything that keeps it out."""

    text: str
    reasons: tuple[str, ...]
    line: int | None = None
