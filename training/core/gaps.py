"""What a rule asks, what somebody has on record, and what lies between: never whether anybody may do anything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from training.core.eligibility import months_later

FRESH_MONTHS = 12
"""How long a rule counts as looked at lately: law changes."""
MINUTES_AN_HOUR = 60


class Asks(StrEnum):
    """What a requirement is about. The last four are told to people; nobody records them here."""

    HOURS = "hours"
    SESSIONS = "sessions"
    WRITTEN_EXAM = "written exam"
    PRACTICAL_EXAM = "practical exam"
    FIELD = "field"
    WORDING = "wording"
    CONDITION = "condition"
    DEADLINE = "deadline"
    BARRED = "not permitted"


class Field(StrEnum):
    """Something a board wants stated about a person or a course."""

    NAME = "name"
    LICENCE_NUMBER = "licence number"
    PROFESSION = "profession"
    COURSE_TITLE = "course title"
    PROVIDER = "provider"
    APPROVAL = "approval number"
    DATES = "dates"
    HOURS_BY_KIND = "hours by kind"
    REGIONS = "regions"
    WRITTEN_RESULT = "written result"
    PRACTICAL_RESULT = "practical result"
    INSTRUCTOR_LICENCE = "instructor's licence"
    SESSION_LOG = "session log"
    VERIFICATION = "verification address"


class State(StrEnum):
    """How what is on record compares with what is asked."""

    ON_RECORD = "on record"
    MISSING = "missing"
    UNKNOWN = "not recorded here"
    BARRED = "not permitted"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing a rule asks, as its source says it.

    ``hours`` with the kinds that count for them, ``sessions``, ``field`` and ``wording`` are filled where it ``asks``
    for that. ``unsettled`` says what of it is not known yet; it is blank where the source settles it.
    """

    asks: Asks
    text: str
    hours: int = 0
    counts: tuple[str, ...] = ()
    sessions: int = 0
    field: Field | None = None
    wording: str = ""
    sources: tuple[str, ...] = ()
    checked_on: date | None = None
    unsettled: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What the site has on record of one person: minutes by kind, confirmed sessions, passes, stated fields."""

    minutes: Mapping[str, int] = field(default_factory=dict)
    sessions: int = 0
    waiting: int = 0
    written_on: date | None = None
    practical_on: date | None = None
    fields: Mapping[Field, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gap:
    """One line of a gap list: ``have`` and ``missing`` count minutes or sessions where the requirement does."""

    requirement: Requirement
    state: State
    have: int = 0
    missing: int = 0


def gaps(requirements: Iterable[Requirement], held: Held) -> tuple[Gap, ...]:
    """Return a line for each requirement, in their order."""
    return tuple(_gap(asked, held) for asked in requirements)


def is_stale(checked_on: date, today: date) -> bool:
    """Return whether a rule was last looked at over twelve months ago."""
    return months_later(checked_on, FRESH_MONTHS) < today


def _gap(asked: Requirement, held: Held) -> Gap:
    if asked.asks is Asks.BARRED:
        return Gap(asked, State.BARRED)
    if asked.asks is Asks.HOURS:
        have = sum(held.minutes.get(kind, 0) for kind in asked.counts)
        return _counted(asked, have, asked.hours * MINUTES_AN_HOUR)
    if asked.asks is Asks.SESSIONS:
        return _counted(asked, held.sessions, asked.sessions)
    there = _is_there(asked, held)
    return Gap(asked, State.UNKNOWN if there is None else _state(there=there))


def _is_there(asked: Requirement, held: Held) -> bool | None:
    """Return whether what is asked is on record; None for what nobody records here."""
    if asked.asks is Asks.WRITTEN_EXAM:
        return held.written_on is not None
    if asked.asks is Asks.PRACTICAL_EXAM:
        return held.practical_on is not None
    if asked.field is not None and asked.field in held.fields:
        return bool(held.fields[asked.field])
    return None


def _counted(asked: Requirement, have: int, wanted: int) -> Gap:
    return Gap(asked, _state(there=have >= wanted), have, max(0, wanted - have))


def _state(*, there: bool) -> State:
    return State.ON_RECORD if there else State.MISSING
