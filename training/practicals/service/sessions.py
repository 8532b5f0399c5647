"""Supervised sessions: entered by the trainee, confirmed or declined by the supervisor they name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from training import db as database
from training.accounts import queries as accounts
from training.audit import service as audit
from training.core.roles import Role
from training.db import db
from training.mail import service as mail
from training.practicals.models import SessionState, SupervisedSession
from training.practicals.service.records import add_correction, four_eyes, signature

if TYPE_CHECKING:
    from training.accounts.models import Person


class NotASupervisor(Exception):
    """The person named does not confirm sessions here."""


class AlreadyDecided(Exception):
    """The session was confirmed, declined or corrected in the meantime."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A supervised session as a trainee describes it."""

    supervisor_id: int
    held_on: date
    minutes: int
    place: str
    region: str
    technique: str
    patients: int | None
    remarks: str


@dataclass(frozen=True, slots=True)
class Correction:
    """Which record a new one takes the place of, and why."""

    corrects_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """How many sessions were confirmed, and how many had been decided or corrected before."""

    confirmed: int
    before: int


def enter(
    entry: Entry, *, person_id: int, key: str, now: datetime, correction: Correction | None = None
) -> SupervisedSession:
    """Enter a session for its supervisor to confirm; the same ``key`` enters it once.

    With ``correction`` it takes the place of an earlier one, whatever was decided there, and must be confirmed anew.
    Raises OwnRecord, NotASupervisor, AlreadyCorrected; LookupError for a correction of what is not this person's.
    """
    four_eyes(entry.supervisor_id, person_id)
    database.begin_write()
    supervisor = accounts.person(entry.supervisor_id)
    if supervisor is None or Role.ASSESSOR not in supervisor.roles:
        raise NotASupervisor
    same = select(SupervisedSession).where(SupervisedSession.person_id == person_id, SupervisedSession.entry_key == key)
    sent = db.session.scalars(same).one_or_none()
    if sent is not None:
        return sent
    if correction:
        _correctable(person_id, correction.corrects_id)
    row = SupervisedSession(
        entry_key=key,
        person_id=person_id,
        supervisor_id=entry.supervisor_id,
        held_on=entry.held_on,
        minutes=entry.minutes,
        place=entry.place,
        region=entry.region,
        technique=entry.technique,
        patients=entry.patients,
        remarks=entry.remarks,
        state=SessionState.ENTERED,
        entered_at=now,
        corrects_id=correction.corrects_id if correction else None,
        correction_reason=correction.reason if correction else None,
    )
    try:
        add_correction(row)
    except IntegrityError:  # sent twice at the same moment
        return db.session.scalars(same).one()
    _audit("corrected supervised session" if correction else "entered supervised session", row, now=now)
    return row


def strike(session_id: int, reason: str, *, person_id: int, key: str, now: datetime) -> SupervisedSession:
    """Take back one's own session that should not have been entered, by a new record.

    Raises AlreadyCorrected; LookupError when it is not this person's.
    """
    database.begin_write()
    old = _correctable(person_id, session_id)
    row = SupervisedSession(
        entry_key=key,
        person_id=person_id,
        supervisor_id=old.supervisor_id,
        held_on=old.held_on,
        minutes=old.minutes,
        place=old.place,
        region=old.region,
        technique=old.technique,
        patients=old.patients,
        remarks="",
        state=SessionState.STRUCK,
        entered_at=now,
        corrects_id=old.id,
        correction_reason=reason,
    )
    add_correction(row)
    _audit("struck supervised session", row, now=now)
    return row


def confirm(session_ids: Iterable[int], *, by: int, url: str, now: datetime) -> Decided:
    """Confirm sessions in which ``by`` is the named supervisor; each trainee gets one mail.

    Raises LookupError when one of them names somebody else, and then confirms none.
    """
    wanted = set(session_ids)
    database.begin_write()
    rows = {row.id: row for row in _locked(wanted, by)}
    if rows.keys() != wanted:
        raise LookupError
    corrected = set(
        db.session.scalars(select(SupervisedSession.corrects_id).where(SupervisedSession.corrects_id.in_(wanted)))
    )
    name, roles = signature(by)
    confirmed: dict[int, list[int]] = defaultdict(list)
    for row in rows.values():
        if row.state == SessionState.ENTERED and row.id not in corrected:
            row.state, row.decided_at, row.decided_name, row.decided_roles = SessionState.CONFIRMED, now, name, roles
            confirmed[row.person_id].append(row.id)
            _audit("confirmed supervised session", row, now=now, actor=by)
    people = accounts.people(confirmed)
    for person_id, ids in confirmed.items():
        context = {"name": people[person_id].name, "supervisor": name, "number": str(len(ids)), "url": url}
        _mail("session-confirmed", people[person_id], context, f"{min(ids)}", now)
    number = sum(len(ids) for ids in confirmed.values())
    return Decided(number, len(wanted) - number)


def decline(session_id: int, reason: str, *, by: int, url: str, now: datetime) -> None:
    """Decline a session with a reason, which its trainee gets by mail.

    Raises LookupError when it names somebody else, AlreadyDecided when it is too late.
    """
    database.begin_write()
    row = next(iter(_locked({session_id}, by)), None)
    if row is None:
        raise LookupError
    name, roles = signature(by)
    later = select(SupervisedSession.id).where(SupervisedSession.corrects_id == session_id)
    if row.state != SessionState.ENTERED or db.session.scalar(later):
        raise AlreadyDecided
    row.state, row.decided_at, row.decided_name, row.decided_roles = SessionState.DECLINED, now, name, roles
    row.decision_reason = reason
    _audit("declined supervised session", row, now=now, actor=by, details={"reason": reason})
    person = accounts.people([row.person_id])[row.person_id]
    context = {"name": person.name, "supervisor": name, "day": f"{row.held_on.day} {row.held_on:%B %Y}"}
    _mail("session-declined", person, context | {"reason": reason, "url": url}, str(row.id), now)


def _locked(ids: set[int], supervisor_id: int) -> list[SupervisedSession]:
    """Return sessions that name this supervisor, locked in the order of their ids so that two cannot wait in a ring."""
    return list(
        db.session.scalars(
            select(SupervisedSession)
            .where(SupervisedSession.id.in_(ids), SupervisedSession.supervisor_id == supervisor_id)
            .order_by(SupervisedSession.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def _correctable(person_id: int, session_id: int) -> SupervisedSession:
    row = db.session.scalars(
        select(SupervisedSession)
        .where(SupervisedSession.id == session_id, SupervisedSession.person_id == person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None or row.state == SessionState.STRUCK:
        raise LookupError
    return row


def _audit(
    action: str,
    row: SupervisedSession,
    *,
    now: datetime,
    actor: int | None = None,
    details: Mapping[str, object] | None = None,
) -> None:
    facts = {
        "person": row.person_id,
        "supervisor": row.supervisor_id,
        "held on": row.held_on.isoformat(),
        "minutes": row.minutes,
        "corrects": row.corrects_id,
    }
    words = details or ({"reason": row.correction_reason} if row.correction_reason else None)
    subject = f"session:{row.id}"
    audit.record(action, actor=actor or row.person_id, subject=subject, now=now, facts=facts, details=words)


def _mail(kind: str, person: "Person", context: Mapping[str, str], what: str, now: datetime) -> None:
    mail.queue(kind, to=person.email, person_id=person.id, context=context, dedupe=f"{kind}:{what}", now=now)
