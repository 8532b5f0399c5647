"""What pages show of a requirement besides its words: its sources, how old it is, and the rows it falls under."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from training import sources
from training.bank.queries import due
from training.core.gaps import Gap, Requirement, is_stale
from training.packs.content import Pack
from training.programmes import crosswalk
from training.programmes.crosswalk import Row
from training.sources import Source


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as a page shows it: by its code, with what the register says, unless it lacks the code by now.

    ``outdated_on`` is the day since which it is flagged as outdated, where that is after the requirement was checked.
    """

    code: str
    source: Source | None
    outdated_on: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A requirement with its sources; ``stale`` says that it was looked at over twelve months ago."""

    asked: Requirement
    cited: tuple[Cited, ...]
    stale: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a gap list as the page shows it."""

    gap: Gap
    shown: Shown


def requirements(pack: Pack, *, today: date) -> tuple[Shown, ...]:
    """Return what pages show of a pack's requirements."""
    flags = {code: flag.on for code, flag in due.outdated().items()}
    return tuple(_shown(asked, flags, today) for asked in pack.requirements)


def lines(gaps: Iterable[Gap], pack: Pack, *, today: date) -> tuple[Line, ...]:
    """Return the lines of a gap list of ``pack``, whose requirements the gaps are of, in order."""
    return tuple(Line(gap, shown) for gap, shown in zip(gaps, requirements(pack, today=today), strict=True))


def _shown(asked: Requirement, flags: Mapping[str, date], today: date) -> Shown:
    cited = tuple(_cited(code, asked.checked_on, flags.get(code)) for code in asked.sources)
    stale = asked.checked_on is not None and is_stale(asked.checked_on, today)
    return Shown(asked, cited, stale, crosswalk.rows_of(asked))


def _cited(code: str, checked_on: date | None, flagged_on: date | None) -> Cited:
    later = flagged_on if flagged_on and (checked_on is None or flagged_on > checked_on) else None
    return Cited(code, sources.register().get(code), later)
