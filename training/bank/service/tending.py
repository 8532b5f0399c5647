"""Looking after what is there: calling a source outdated, and finding an item still right."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from training import db as database
from training.audit import service as audit
from training.bank.models import State
from training.bank.queries import due, versions
from training.bank.refusals import OwnItem, Unclear, WrongState
from training.bank.service.rows import facts_of, locked, subject
from training.bank.tended import ItemCheck, SourceFlag
from training.core.drafts import Fault
from training.db import db


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a source: that it is outdated, or is current again, since when and why."""

    source: str
    outdated: bool
    on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """That a version is still right: when it was looked at, until when that holds, and what it was held against."""

    on: date | None
    again_by: date | None
    note: str


def flag_source(said: Said, *, by: int, now: datetime, today: date) -> None:
    """Note that a source is outdated, or is not any more; items that cite it are due from now on.

    Raises Unclear with everything that is missing or wrong, WrongState when it is said already.
    """
    database.begin_write()
    if (said.source in due.outdated()) == said.outdated:
        raise WrongState(f"{said.source} is {'outdated already' if said.outdated else 'not outdated'}.")
    if faults := tuple(_faults(said.on, today, "reason", said.reason)):
        raise Unclear(faults)
    reason = said.reason.strip()
    on = said.on or today
    row = SourceFlag(source=said.source, outdated=said.outdated, on=on, reason=reason, person_id=by, at=now)
    db.session.add(row)
    db.session.flush()
    act = "flagged source" if said.outdated else "cleared source"
    facts = {"on": on.isoformat()}
    audit.record(act, actor=by, subject=f"source:{said.source}", now=now, facts=facts, details={"reason": reason})


def record_check(version: str, found: Found, *, by: int, now: datetime, today: date) -> None:
    """Note that a version was looked at and is still right, which ends that it is due; nothing else changes.

    Raises OwnItem for whoever wrote at it, WrongState when it is not the newest or out of use, Unclear with
    everything that is missing or wrong.
    """
    database.begin_write()
    row = locked(version)
    newest = versions.newest(row.item.code)
    if newest is None or newest.hash != version or row.state == State.RETIRED or row.withdrawn_at is not None:
        raise WrongState(f"Version {row.number} of {row.item.code} is not the newest one, or is out of use.")
    if versions.wrote(row, by):
        raise OwnItem("You wrote at this item. Somebody else checks it.")
    faults = [*_faults(found.on, today, "note", found.note)]
    if found.again_by is None or found.again_by <= today:
        faults.append(Fault("again_by", "Give the day by which it is checked again, after today."))
    if faults or found.on is None or found.again_by is None:
        raise Unclear(tuple(faults))
    note = found.note.strip()
    check = ItemCheck(version=version, on=found.on, again_by=found.again_by, note=note, person_id=by, at=now)
    db.session.add(check)
    facts = facts_of(row) | {"on": found.on.isoformat(), "again_by": found.again_by.isoformat()}
    audit.record("checked item", actor=by, subject=subject(row), now=now, facts=facts, details={"note": note})


def _faults(on: date | None, today: date, name: str, words: str) -> Iterator[Fault]:
    if on is None or on > today:
        yield Fault("on", "Give a day, today or before.")
    if not words.strip():
        yield Fault(name, "Write why, for whoever reads it later.")
