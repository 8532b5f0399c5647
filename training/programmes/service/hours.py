"""Contact hours: entered by an assessor for people of a group, corrected or taken back by a further record."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from training import db as database
from training.audit import service as audit
from training.core import contact_hours
from training.db import db
from training.practicals.service.records import AlreadyCorrected, OwnRecord, four_eyes, signature
from training.programmes import hour_kinds
from training.programmes.models import ContactHours, Enrolment
from training.programmes.queries import hours as queries

__all__ = [
    "AlreadyCorrected", "Correction", "Held", "LeftCohort", "Overfull", "OwnRecord", "SameKind", "Sheet", "Signed",
    "correct", "enter", "strike",
]  # fmt: skip


class LeftCohort(Exception):
    """Somebody has no open place in the group; ``person_ids`` are who."""

    def __init__(self, person_ids: frozenset[int]) -> None:
        super().__init__(person_ids)
        self.person_ids = person_ids


class Overfull(Exception):
    """Somebody would have more hours on one day than a day of teaching holds; ``minutes`` are theirs so far."""

    def __init__(self, minutes: Mapping[int, int]) -> None:
        super().__init__(minutes)
        self.minutes = minutes


class SameKind(Exception):
    """Somebody has hours of this kind on this day already; ``rows`` are these records."""

    def __init__(self, rows: tuple[ContactHours, ...]) -> None:
        super().__init__(rows)
        self.rows = rows


@dataclass(frozen=True, slots=True)
class Held:
    """What was held: the day, the kind of hours, what was taught and where."""

    held_on: date
    kind: str
    topic: str
    place: str
    note: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Who of a group was there how long: ``minutes`` by person id.

    ``further`` says that hours of the same kind on the same day are a further part of it, not the same once more.
    """

    cohort_id: int
    held: Held
    minutes: Mapping[int, int]
    further: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """Which record a new one takes the place of, what was held, and why the earlier one is wrong."""

    corrects_id: int
    held: Held
    minutes: int
    reason: str


@dataclass(frozen=True, slots=True)
class Signed:
    """Who enters hours, with which form and when. The same ``key`` enters them once."""

    by: int
    key: str
    now: datetime


def enter(sheet: Sheet, signed: Signed) -> list[ContactHours]:
    """Enter hours for everybody on a sheet, or for nobody.

    Raises OwnRecord, LeftCohort, SameKind, Overfull.
    """
    held, minutes = sheet.held, sheet.minutes
    for person_id in minutes:
        four_eyes(person_id, signed.by)
    _check(held.kind, minutes.values())
    database.begin_write()
    places = _locked_places(sheet.cohort_id, minutes)
    sent = _sent(signed)
    if sent:
        return sent
    left = frozenset(minutes.keys() - places.keys())
    if left:
        raise LeftCohort(left)
    there = queries.on_day(minutes.keys(), held.held_on)
    same = tuple(row for row in there if row.kind == held.kind)
    if same and not sheet.further:
        raise SameKind(same)
    _fit(minutes, there)
    rows = [_row(places[person_id], held, amount, signed) for person_id, amount in sorted(minutes.items())]
    db.session.add_all(rows)
    db.session.flush()
    for row in rows:
        _audit("entered contact hours", row, now=signed.now)
    return rows


def correct(correction: Correction, signed: Signed) -> ContactHours:
    """Enter hours that take the place of one's own earlier record.

    Raises OwnRecord, AlreadyCorrected, Overfull; LookupError for a record that is not this assessor's or was a taking
    back.
    """
    held, minutes = correction.held, correction.minutes
    _check(held.kind, [minutes])
    database.begin_write()
    old = _locked(correction.corrects_id, signed.by)
    if old.assessor_id != signed.by:
        raise LookupError(old.id)
    newer = queries.correction_of(old.id)
    if newer is not None and newer.entry_key == signed.key:
        return newer
    others = [row for row in queries.on_day([old.person_id], held.held_on) if row.id != old.id]
    _fit({old.person_id: minutes}, others)
    row = _row(old.enrolment, held, minutes, signed)
    _replace(old, row, correction.reason)
    _audit("corrected contact hours", row, now=signed.now)
    return row


def strike(record_id: int, reason: str, signed: Signed) -> ContactHours:
    """Take back hours that should not have been entered, by a new record; any assessor may.

    Raises OwnRecord, AlreadyCorrected; LookupError when there is no such record.
    """
    database.begin_write()
    old = _locked(record_id, signed.by)
    row = _row(old.enrolment, Held(old.held_on, old.kind, old.topic, old.place, ""), old.minutes, signed)
    row.struck = True
    _replace(old, row, reason)
    _audit("struck contact hours", row, now=signed.now)
    return row


def _check(kind: str, amounts: Iterable[int]) -> None:
    """Raise ValueError for what no form lets through: a kind nobody enters, minutes out of bounds."""
    if kind not in {known.code for known in hour_kinds.entered()}:
        raise ValueError(f"no kind of hours that is entered: {kind}")
    if not all(contact_hours.LEAST <= amount <= contact_hours.MOST for amount in amounts):
        raise ValueError("hours out of bounds")


def _fit(minutes: Mapping[int, int], there: Iterable[ContactHours]) -> None:
    """Raise Overfull when a person's hours of one day together are more than a day holds."""
    so_far: dict[int, int] = defaultdict(int)
    for row in there:
        so_far[row.person_id] += row.minutes
    over = {
        person_id: so_far[person_id]
        for person_id, amount in minutes.items()
        if so_far[person_id] + amount > contact_hours.MOST
    }
    if over:
        raise Overfull(over)


def _locked_places(cohort_id: int, person_ids: Iterable[int]) -> dict[int, Enrolment]:
    """Return the open places of these people in a group, locked in order: who enters for one of them waits."""
    rows = db.session.scalars(
        select(Enrolment)
        .where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.person_id.in_(set(person_ids)),
            Enrolment.withdrawn_at.is_(None),
        )
        .order_by(Enrolment.id)
        .with_for_update(of=Enrolment)
        .execution_options(populate_existing=True)
    )
    return {row.person_id: row for row in rows}


def _locked(record_id: int, by: int) -> ContactHours:
    """Return a record that may be corrected, with its place locked. Raises LookupError, OwnRecord."""
    row = queries.record(record_id)
    if row is None or row.struck:
        raise LookupError(record_id)
    four_eyes(row.person_id, by)
    db.session.scalars(select(Enrolment).where(Enrolment.id == row.enrolment_id).with_for_update(of=Enrolment)).one()
    return row


def _sent(signed: Signed) -> list[ContactHours]:
    """Return what this form entered before."""
    return list(
        db.session.scalars(
            select(ContactHours)
            .where(ContactHours.entry_key == signed.key, ContactHours.assessor_id == signed.by)
            .order_by(ContactHours.id)
        )
    )


def _row(place: Enrolment, held: Held, minutes: int, signed: Signed) -> ContactHours:
    name, roles = signature(signed.by)
    return ContactHours(
        entry_key=signed.key,
        enrolment_id=place.id,
        person_id=place.person_id,
        assessor_id=signed.by,
        assessor_name=name,
        assessor_roles=roles,
        recorded_at=signed.now,
        held_on=held.held_on,
        kind=held.kind,
        minutes=minutes,
        topic=held.topic,
        place=held.place,
        note=held.note,
    )


def _replace(old: ContactHours, row: ContactHours, reason: str) -> None:
    """Add a record that takes the place of another; of two, the database lets in the first. Raises AlreadyCorrected."""
    row.corrects_id, row.correction_reason = old.id, reason
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise AlreadyCorrected from error


def _audit(action: str, row: ContactHours, *, now: datetime) -> None:
    facts = {
        "person": row.person_id,
        "kind": row.kind,
        "minutes": row.minutes,
        "held on": row.held_on.isoformat(),
        "corrects": row.corrects_id,
    }
    words = {"reason": row.correction_reason} if row.correction_reason else None
    audit.record(action, actor=row.assessor_id, subject=f"hours:{row.id}", now=now, facts=facts, details=words)
