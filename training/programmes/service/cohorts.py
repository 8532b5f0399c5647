"""Cohorts and enrolments: who takes which version of a programme, from when, and how they leave it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from training import db as database
from training.accounts import queries as accounts
from training.accounts import service as people
from training.accounts.links import Site
from training.audit import service as audit
from training.core.roles import Role
from training.db import db
from training.mail import service as mail
from training.programmes.catalogue import Programme
from training.programmes.models import Cohort, Enrolment, ProgrammeVersion
from training.programmes.queries import cohorts as queries
from training.quiz import service as quiz

if TYPE_CHECKING:
    from training.accounts.models import Person


class NameTaken(Exception):
    """Another cohort has this name."""


class OwnEnrolment(Exception):
    """Nobody enrols or withdraws themselves."""


class AlreadyEnrolled(Exception):
    """The person has an open place in this programme; ``cohort`` is where."""

    def __init__(self, cohort: str) -> None:
        super().__init__(cohort)
        self.cohort = cohort


class Blocked(Exception):
    """The account is blocked or erased; nobody is enrolled with it."""


class AlreadyWithdrawn(Exception):
    """The place was given up before."""


class ExamMissing(Exception):
    """The programme's exam was not set up yet, so nobody can be admitted to it; ``code`` is its code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def create(programme: Programme, name: str, *, starts_on: date, ends_on: date, by: int | None, now: datetime) -> Cohort:
    """Make a cohort for the present version of a programme. Raises NameTaken."""
    database.begin_write()
    cohort = Cohort(
        programme_version=_stored(programme, now),
        programme_code=programme.code,
        name=name.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=now,
        created_by=by,
    )
    try:
        with db.session.begin_nested():
            db.session.add(cohort)
    except IntegrityError as error:
        raise NameTaken from error
    facts = {"programme": programme.version, "starts": starts_on.isoformat(), "ends": ends_on.isoformat()}
    subject = f"cohort:{cohort.id}"
    audit.record("made cohort", actor=by, subject=subject, now=now, facts=facts, details={"name": cohort.name})
    return cohort


def locked(cohort_id: int) -> Cohort:
    """Return a cohort as it is now, which nobody else changes till the commit."""
    database.begin_write()
    return db.session.get_one(Cohort, cohort_id, with_for_update=True)


def change(cohort_id: int, name: str, *, starts_on: date, ends_on: date, by: int, now: datetime) -> None:
    """Change a cohort's name or dates. Raises NameTaken."""
    database.begin_write()
    cohort = db.session.get_one(Cohort, cohort_id, with_for_update=True)
    before = {"name": cohort.name, "starts": cohort.starts_on.isoformat(), "ends": cohort.ends_on.isoformat()}
    try:
        with db.session.begin_nested():
            cohort.name, cohort.starts_on, cohort.ends_on = name.strip(), starts_on, ends_on
    except IntegrityError as error:
        raise NameTaken from error
    after = {"name": cohort.name, "starts": cohort.starts_on.isoformat(), "ends": cohort.ends_on.isoformat()}
    details = {"before": before, "after": after}
    audit.record("changed cohort", actor=by, subject=f"cohort:{cohort_id}", now=now, details=details)


def enrol(cohort_id: int, person_id: int, *, by: int | None, site: Site, now: datetime) -> Enrolment:
    """Give a person a place in a cohort and admit them to its exam; a withdrawn place is opened again.

    ``by`` is None for the demonstration. Raises OwnEnrolment, AlreadyEnrolled, Blocked, ExamMissing.
    """
    if person_id == by:
        raise OwnEnrolment
    database.begin_write()
    cohort = db.session.get_one(Cohort, cohort_id)
    person = accounts.people([person_id])[person_id]
    if person.state in queries.CLOSED:
        raise Blocked
    there = queries.open_place(person_id, cohort.programme_code)
    if there is not None:
        raise AlreadyEnrolled(there.cohort.name)
    row = _opened(cohort, person_id, by=by, now=now)
    if Role.TRAINEE not in person.roles:
        people.set_roles(person_id, person.roles | {Role.TRAINEE}, by=by, now=now)
    _admit(queries.programme_of(cohort), person_id, by=by, now=now)
    facts = {"person": person_id, "enrolment": row.id}
    audit.record("enrolled person", actor=by, subject=f"cohort:{cohort_id}", now=now, facts=facts)
    _tell("enrolled", person, row, site, {"starts": _day(cohort.starts_on)}, now=now)
    return row


def withdraw(enrolment_id: int, reason: str, *, by: int, site: Site, now: datetime) -> None:
    """Close a place with a reason. A started attempt may be finished; nothing that was done is lost.

    Raises OwnEnrolment, AlreadyWithdrawn.
    """
    database.begin_write()
    row = db.session.get_one(Enrolment, enrolment_id, with_for_update={"of": Enrolment})
    if row.person_id == by:
        raise OwnEnrolment
    if row.withdrawn_at is not None:
        raise AlreadyWithdrawn
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = now, by, reason.strip()
    for code in queries.programme_of(row.cohort).exams:
        quiz.withdraw_entry(row.person_id, code, by=by, now=now)
    facts, subject = {"person": row.person_id, "enrolment": row.id}, f"cohort:{row.cohort_id}"
    audit.record("withdrew person", actor=by, subject=subject, now=now, facts=facts, details={"reason": reason.strip()})
    person = accounts.people([row.person_id])[row.person_id]
    _tell("withdrawn", person, row, site, {"reason": reason.strip()}, now=now)


def _opened(cohort: Cohort, person_id: int, *, by: int | None, now: datetime) -> Enrolment:
    """Return a new place, or the withdrawn one opened again; the database refuses a second open one."""
    row = queries.place(cohort.id, person_id)
    try:
        with db.session.begin_nested():
            if row is None:
                row = Enrolment(cohort_id=cohort.id, person_id=person_id, programme_code=cohort.programme_code)
                db.session.add(row)
            row.enrolled_at, row.enrolled_by = now, by
            row.withdrawn_at = row.withdrawn_by = row.withdrawn_reason = None
    except IntegrityError as error:
        raise AlreadyEnrolled(cohort.name) from error
    return row


def _admit(programme: Programme, person_id: int, *, by: int | None, now: datetime) -> None:
    for code in programme.exams:
        try:
            quiz.admit(person_id, code, by=by, now=now)
        except quiz.UnknownExam as error:
            raise ExamMissing(code) from error


def _stored(programme: Programme, now: datetime) -> str:
    """Return the version of a programme, stored on its first use."""
    if db.session.get(ProgrammeVersion, programme.version) is None:
        values = {"version": programme.version, "code": programme.code, "content": programme.content, "stored_at": now}
        try:
            with db.session.begin_nested():
                db.session.add(ProgrammeVersion(**values))
        except IntegrityError:
            db.session.scalars(select(ProgrammeVersion).where(ProgrammeVersion.version == programme.version)).one()
    return programme.version


def _tell(kind: str, person: "Person", row: Enrolment, site: Site, words: Mapping[str, str], *, now: datetime) -> None:
    context = {
        "name": person.name,
        "programme": queries.programme_of(row.cohort).title,
        "cohort": row.cohort.name,
        "institution": site.institution,
        "site_url": site.url,
    }
    dedupe = f"{kind}:{row.id}:{now.isoformat()}"
    mail.queue(kind, to=person.email, person_id=person.id, context={**context, **words}, dedupe=dedupe, now=now)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def note_export(cohort_id: int, *, people: int, by: int, now: datetime) -> None:
    """Record that a cohort's table left the site."""
    database.begin_write()
    audit.record("exported cohort", actor=by, subject=f"cohort:{cohort_id}", now=now, facts={"people": people})
