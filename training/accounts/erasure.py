"""Erasing a person: what names them goes, what was decided stays and stays checkable (domain, invariant 12)."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import delete, update

from training.accounts.models import (
    AccommodationRow,
    CertificateName,
    KeptForm,
    NameRequest,
    PersonRole,
    PersonState,
    PersonToken,
    RecoveryCode,
    SecondFactor,
    UserSession,
)
from training.accounts.service import other_person, spare_an_administrator
from training.audit import service as audit
from training.core.roles import Role
from training.db import db
from training.mail import service as mail

GONE = (PersonRole, UserSession, PersonToken, SecondFactor, RecoveryCode, CertificateName, NameRequest, KeptForm)


def erase(person_id: int, *, by: int, also: Iterable[Callable[[int], None]] = (), now: datetime) -> None:
    """Remove a person's identifiers, and what they could sign in with; their id and what hangs on it stay.

    Erases name, address, names for certificates, sessions, links, notes of extra time and the personal details of
    the audit record. ``also`` are the other slices' own erasures, done in the same transaction with the person's
    id. Raises OwnAccount, LastAdministrator.
    """
    person = other_person(person_id, by)
    if Role.ADMINISTRATOR in person.roles:
        spare_an_administrator(person_id)
    person.email, person.name = f"erased-{person_id}@erased.invalid", f"Erased person {person_id}"
    person.state, person.password_hash = PersonState.ERASED, None
    person.certificate_name, person.certificate_name_confirmed_at, person.zone = None, None, "UTC"
    db.session.flush()
    for table in GONE:
        db.session.execute(delete(table).where(table.person_id == person_id))
    db.session.execute(update(AccommodationRow).where(AccommodationRow.person_id == person_id).values(note=""))
    db.session.expire(person)
    for part in also:
        part(person_id)
    mail.erase(person_id)
    audit.erase_details(person_id)
    audit.record("erased person", actor=by, subject=f"person:{person_id}", now=now)
