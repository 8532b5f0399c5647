"""Erasing a person: what names them goes, what was decided stays and stays checkable (domain, invariant 12)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import delete, select, update

from training import db as database
from training.accounts.models import (
    AccommodationRow,
    CertificateName,
    KeptForm,
    NameRequest,
    Person,
    PersonRole,
    PersonState,
    PersonToken,
    RecoveryCode,
    SecondFactor,
    UserSession,
)
from training.accounts.service import other_person, spare_an_administrator
from training.audit import queries as acts
from training.audit import service as audit
from training.core.roles import Role
from training.db import db
from training.erasing import EMPTIED, Erasing, scrub
from training.jobs import service as jobs
from training.mail import erasure as mail
from training.mail.service import ERASED

GONE = (PersonRole, UserSession, PersonToken, SecondFactor, RecoveryCode, CertificateName, NameRequest, KeptForm)
NAMING = frozenset({"name", "email", "old", "new"})
"""Under what names an act on a person keeps what they were called, and their addresses."""
Eraser: TypeAlias = Callable[[Erasing], None]


def erase(person_id: int, *, by: int, also: Iterable[Eraser] = (), data: Path, now: datetime) -> None:
    """Remove a person's identifiers, and what they could sign in with; their id and what hangs on it stay.

    ``also`` are the erasures of the slices above this one, done in the same transaction; ``data`` is the site's
    folder, whose written mails go too. Raises OwnAccount, LastAdministrator.
    """
    person = other_person(person_id, by)
    if Role.ADMINISTRATOR in person.roles:
        spare_an_administrator(person_id)
    erasing = Erasing(person_id=person_id, by=by, now=now, words=_words(person), data=data)
    _empty_account(person, erasing)
    for part in (*also, mail.erase, jobs.erase, audit.erase):
        part(erasing)
    audit.record("erased person", actor=by, subject=f"person:{person_id}", now=now)
    database.forget_deleted()


def _empty_account(person: Person, erasing: Erasing) -> None:
    person.email, person.name = f"erased-{person.id}{ERASED}", erasing.label
    person.state, person.password_hash = PersonState.ERASED, None
    person.certificate_name, person.certificate_name_confirmed_at, person.zone = None, None, "UTC"
    db.session.flush()
    for table in GONE:
        db.session.execute(delete(table).where(table.person_id == person.id))
    db.session.execute(
        update(AccommodationRow)
        .where(AccommodationRow.person_id == person.id, AccommodationRow.note != "")
        .values(note=EMPTIED)
    )
    scrub(erasing, NameRequest.reason, AccommodationRow.note)
    scrub(erasing, KeptForm.fields, KeptForm.files, KeptForm.action, KeptForm.page)


def _words(person: Person) -> frozenset[str]:
    """Return every name and address a person has or had here."""
    kept = (
        select(CertificateName.name).where(CertificateName.person_id == person.id),
        select(NameRequest.name).where(NameRequest.person_id == person.id),
        select(PersonToken.email).where(PersonToken.person_id == person.id),
    )
    found = {person.name, person.email, person.certificate_name}
    for names in kept:
        found |= set(db.session.scalars(names))
    for details in acts.details_about(f"person:{person.id}"):
        found |= set(_named(details))
    return frozenset(word.strip() for word in found if word and len(word.strip()) > 1)


def _named(details: dict[str, object]) -> Iterator[str]:
    for name, value in details.items():
        if isinstance(value, dict):
            yield from _named(value)
        elif name in NAMING and isinstance(value, str):
            yield value
