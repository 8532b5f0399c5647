"""What files hold, as values: items that can be loaded, their figures, problems, and what loading would do."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from training.bank.formats.entries import Entry, Piece
from training.core.differences import Change
from training.core.items import Item


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps something out: where, what, and what to do about it."""

    file: str
    message: str
    remedy: str = ""
    line: int | None = None
    field: str = ""
    code: str = ""
    kind: str = ""

    def __str__(self) -> str:
        """Return one line, as compilers write it: ``safety/faint.toml:12: options[2].text: is missing. Write it.``."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        what = f"{self.field}: {self.message}" if self.field else self.message
        return f"{place}: {what}. {self.remedy}".strip()


@dataclass(frozen=True, slots=True)
class Known:
    """What items may refer to. ``sections`` maps modules to their sections; None when nobody can say.

    ``pools`` gives the pool of items that exist already, ``figures`` the digests of figures that do, by name.
    """

    sources: Collection[str] = frozenset()
    sections: Mapping[str, Collection[str]] | None = None
    pools: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """One draft of another system's file, made an item of this bank as far as it goes.

    ``filled`` says what was filled in, ``made_by`` names the format.
    """

    file: str
    entry: Entry
    made_by: str
    filled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A piece of another system's file that stays out, to be mended."""

    file: str
    made_by: str
    piece: Piece


@dataclass(frozen=True, slots=True)
class Found:
    """One item that can be loaded, with where it stands.

    ``losses`` and ``filled`` say what another system's file held that the item does not, and what it did not hold.
    """

    item: Item
    version: str
    figures: Mapping[str, str]
    file: str = ""
    line: int | None = None
    base: str = ""
    losses: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """Return the item's code."""
        return self.item.header.code

    @property
    def draft(self) -> dict[str, object]:
        """Return the canonical draft."""
        return self.item.draft()


@dataclass(frozen=True, slots=True)
class Picture:
    """One figure, or another file an item shows or plays: its name, its bytes and what they are."""

    name: str
    media_type: str
    content: bytes

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the bytes."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything files hold: items to load, their figures, and every problem.

    ``notes`` name what is no question and is left out without harm, ``refused`` holds what is to be mended.
    """

    found: tuple[Found, ...]
    pictures: tuple[Picture, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    refused: tuple[Refused, ...] = ()


class Outcome(StrEnum):
    """What an import would do with an item."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "in conflict"


@dataclass(frozen=True, slots=True)
class Planned:
    """One item of an import beside what the bank holds: ``ours`` is the newest version here, None for a new item."""

    found: Found
    outcome: Outcome
    ours: str | None
    changes: tuple[Change, ...] = ()
