"""What a pack says: a place, a profession, and what is asked of that profession there. Named by its hash."""

import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from training.core.drafts import Draft, DraftError, Fault, Reader
from training.core.gaps import Asks, Field, Requirement
from training.core.texts import WORD

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_CODE, LONGEST_TITLE = 60, 120
MOST_HOURS, MOST_SESSIONS = 5000, 5000


@dataclass(frozen=True, slots=True)
class Known:
    """What a file may name: codes of the source register, and kinds of contact hours."""

    sources: Collection[str]
    hour_kinds: Collection[str]


@dataclass(frozen=True, slots=True)
class Pack:
    """What one board or law asks of one profession in one place. ``digest`` is the SHA-256 of ``content``."""

    code: str
    title: str
    profession: str
    authority: str
    note: str
    requirements: tuple[Requirement, ...]
    digest: str
    content: dict[str, object]

    @property
    def name(self) -> str:
        """Return the place and whom its rule is about, as lists name it."""
        return f"{self.title}, {self.profession}"

    @property
    def checked_on(self) -> date | None:
        """Return the day since which every requirement was looked at; None while one never was."""
        days = [asked.checked_on for asked in self.requirements]
        known = [day for day in days if day is not None]
        return min(known) if known and len(known) == len(days) else None


def parse(draft: Draft, known: Known | None) -> Pack:
    """Return the pack of a file's content. Raises DraftError with every fault.

    ``known`` is None for a stored version: what it names was known when it was loaded.
    """
    reader = Reader(draft)
    code = _short(reader, "code", CODE, LONGEST_CODE)
    title = _line(reader, "title")
    profession = _line(reader, "profession")
    authority = _line(reader, "authority")
    note = reader.line("note", required=False)
    requirements = []
    for nested in reader.tables("requirements"):
        requirements.append(_requirement(nested, known))
        reader.take(nested)
    for number, asked in enumerate(requirements, start=1):
        if asked.text and (asked.asks, asked.text) in {
            (other.asks, other.text) for other in requirements[: number - 1]
        }:
            reader.fault(f"requirements[{number}].text", "says what an earlier requirement says", "Keep one of them.")
    reader.unread()
    if reader.faults:
        raise DraftError(tuple(reader.faults))
    content = json.loads(json.dumps(draft, default=date.isoformat))
    return Pack(code, title, profession, authority, note, tuple(requirements), _digest(content), content)


def faults_of(error: DraftError) -> tuple[Fault, ...]:
    """Return the faults in the order of the file: first what is about the whole, then requirement by requirement."""
    return tuple(sorted(error.faults, key=_place))


def _place(fault: Fault) -> tuple[int, str]:
    found = re.match(r"requirements\[(\d+)\]", fault.field)
    return (int(found[1]) if found else 0, "")


def _requirement(reader: Reader, known: Known | None) -> Requirement:
    asks = reader.choice("asks", tuple(Asks))
    text = reader.line("text")
    hours, amount, field, wording = 0, 0, None, ""
    counts: tuple[str, ...] = ()
    if asks not in tuple(Asks):
        _pass_over(reader)
    elif asks == Asks.HOURS:
        hours, counts = _count(reader, "hours", MOST_HOURS), _kinds(reader, known)
    elif asks == Asks.SESSIONS:
        amount = _count(reader, "sessions", MOST_SESSIONS)
    elif asks == Asks.FIELD:
        field = reader.member("field", Field, Field.NAME)
    elif asks == Asks.WORDING:
        wording = reader.line("wording")
    return Requirement(
        asks=Asks(asks) if asks in tuple(Asks) else Asks.CONDITION,
        text=text,
        hours=hours,
        counts=counts,
        sessions=amount,
        field=field,
        wording=wording,
        sources=_sources(reader, known),
        checked_on=reader.day("checked_on") if "checked_on" in reader.names() else None,
        unsettled=reader.line("unsettled", required=False),
    )


def _pass_over(reader: Reader) -> None:
    """Read what some requirements have, so that one wrong ``asks`` is one fault and not three."""
    reader.number("hours", low=1, high=MOST_HOURS)
    reader.number("sessions", low=1, high=MOST_SESSIONS)
    reader.words("counts", CODE)
    for field in ("field", "wording"):
        reader.text(field, required=False)


def _line(reader: Reader, field: str) -> str:
    value = reader.line(field)
    if len(value) > LONGEST_TITLE:
        reader.fault(field, f"has {len(value)} characters; at most {LONGEST_TITLE} fit", "Shorten it.")
    return value


def _short(reader: Reader, field: str, pattern: re.Pattern[str], longest: int) -> str:
    value = reader.word(field, pattern, "small letters, digits and single hyphens")
    if len(value) > longest:
        reader.fault(field, f"has {len(value)} characters; at most {longest} fit", "Shorten it.")
    return value


def _count(reader: Reader, field: str, most: int) -> int:
    if field not in reader.names():
        reader.fault(field, "is missing", f"Write a whole number between 1 and {most}.")
    return reader.number(field, low=1, high=most) or 0


def _kinds(reader: Reader, known: Known | None) -> tuple[str, ...]:
    found = reader.words("counts", CODE, at_least=1)
    for kind in found:
        if known is not None and kind not in known.hour_kinds:
            remedy = f"Use some of: {', '.join(known.hour_kinds)}."
            reader.fault("counts", f"holds {kind!r}, which is no kind of hours", remedy)
    return found


def _sources(reader: Reader, known: Known | None) -> tuple[str, ...]:
    found = reader.words("sources", WORD)
    for code in found:
        if known is not None and code not in known.sources:
            reader.fault(
                "sources", f"cites {code}, which the source register lacks", "Correct the code or register it."
            )
    return found


def _digest(content: dict[str, object]) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
