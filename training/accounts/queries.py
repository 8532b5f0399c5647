"""Looking people up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from training.accounts import tokens
from training.accounts.models import Person, PersonRole, PersonState, UserSession
from training.core.roles import Role
from training.db import db


@dataclass(frozen=True, slots=True)
class Standing:
    """What the session of this browser says, read with its person in one statement."""

    id: int
    last_seen_at: datetime
    expires_at: datetime
    confirmed_at: datetime


def person(person_id: int) -> Person | None:
    """Return a person by id."""
    return db.session.get(Person, person_id)


def person_by_email(email: str) -> Person | None:
    """Return the person with this address, whatever its case."""
    return db.session.scalars(select(Person).where(Person.email == email.strip().lower())).one_or_none()


def people(ids: Iterable[int]) -> dict[int, Person]:
    """Return people by id; ids of nobody are left out."""
    wanted = set(ids)
    return {row.id: row for row in db.session.scalars(select(Person).where(Person.id.in_(wanted)))} if wanted else {}


def with_role(role: Role) -> list[Person]:
    """Return who holds a role and may sign in or was invited, by name."""
    return list(
        db.session.scalars(
            select(Person)
            .join(PersonRole)
            .where(PersonRole.role == role, Person.state.in_((PersonState.ACTIVE, PersonState.INVITED)))
            .order_by(Person.name, Person.id)
        )
    )


def signed_in(token: str, *, now: datetime) -> tuple[Person, Standing] | None:
    """Return whose session this is, with roles, in one statement; None when it ended or the person is blocked.

    The person is detached, so that a transaction begun later neither reads it again nor writes it.
    """
    row = (
        db.session.execute(
            select(Person, UserSession.id, UserSession.last_seen_at, UserSession.expires_at, UserSession.confirmed_at)
            .join(UserSession, UserSession.person_id == Person.id)
            .options(joinedload(Person.role_rows))
            .where(*_lives(token, now))
        )
        .unique()
        .one_or_none()
    )
    if row is None:
        return None
    person: Person = row[0]
    db.session.expunge(person)
    person.session_token = token
    return person, Standing(*row[1:])


def signed_in_id(token: str, *, now: datetime) -> int | None:
    """Return the id of whoever is signed in with this token: the sign-in check of the exam's save, no ORM."""
    return db.session.execute(
        select(UserSession.person_id).join(Person, UserSession.person_id == Person.id).where(*_lives(token, now))
    ).scalar_one_or_none()


def sessions_of(person_id: int, *, now: datetime) -> list[UserSession]:
    """Return where a person is signed in, the newest use first."""
    return list(
        db.session.scalars(
            select(UserSession)
            .where(UserSession.person_id == person_id, UserSession.revoked_at.is_(None), UserSession.expires_at > now)
            .order_by(UserSession.last_seen_at.desc(), UserSession.id.desc())
        )
    )


def _lives(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        UserSession.token_hash == tokens.digest(token),
        UserSession.revoked_at.is_(None),
        UserSession.expires_at > now,
        Person.state == PersonState.ACTIVE,
    )
