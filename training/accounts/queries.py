"""Looking people up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, SQLColumnExpression, bindparam, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from training.accounts import tokens
from training.accounts.models import (
    AccommodationRow,
    CertificateName,
    NameRequest,
    Person,
    PersonRole,
    PersonState,
    PersonToken,
    RecoveryCode,
    SecondFactor,
    TokenKind,
    UserSession,
)
from training.core import addresses
from training.core.roles import Role
from training.db import db

PAGE = 50
_made = aliased(Person)
_SIMULATED = select(_made.id).where(_made.simulated).exists()


@dataclass(frozen=True, slots=True)
class Standing:
    """What the session of this browser says, read with its person in one statement.

    ``holds_simulated`` is of the site: every page says it, and so it comes along with who looks.
    """

    id: int
    last_seen_at: datetime
    expires_at: datetime
    confirmed_at: datetime
    second_factor: bool
    holds_simulated: bool


@dataclass(frozen=True, slots=True)
class Accommodation:
    """Extra time granted: ``factor`` multiplies a limit; ``note_public`` is what the start page says beside it."""

    factor: Fraction
    note_public: str
    granted_by: int | None
    granted_at: datetime | None


_NONE = Accommodation(Fraction(1), "", None, None)


class Examinee(NamedTuple):
    """A person as an exam knows them, with the extra time in force."""

    email: str
    zone: str
    name_confirmed: bool
    extra_time: Accommodation


class Addressee(NamedTuple):
    """Whom a letter goes to."""

    email: str
    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of people, and how many there are in all."""

    people: tuple[Person, ...]
    count: int
    page: int

    @property
    def first(self) -> int:
        """Return the place of the first one shown, from 1."""
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """Return the place of the last one shown."""
        return (self.page - 1) * PAGE + len(self.people)


def person(person_id: int) -> Person | None:
    """Return a person by id."""
    return db.session.get(Person, person_id)


def name(person_id: int) -> str | None:
    """Return a person's name."""
    return db.session.scalar(select(Person.name).where(Person.id == person_id))


def roles(person_id: int) -> frozenset[Role]:
    """Return the roles a person holds."""
    return frozenset(db.session.scalars(select(PersonRole.role).where(PersonRole.person_id == person_id)))


def addressee(person_id: SQLColumnExpression[int]) -> tuple[ScalarSelect[str], ...]:
    """Return the columns of an `Addressee`, for a statement of another slice that already has the person's id."""
    wanted = (Person.email, Person.name, Person.zone)
    return tuple(select(column).where(Person.id == person_id).scalar_subquery() for column in wanted)


def any_simulated() -> bool:
    """Return whether anybody here was made by a simulation; erased ones count, for what they did stays."""
    return bool(db.session.scalar(select(_SIMULATED)))


def simulated(ids: Iterable[int]) -> frozenset[int]:
    """Return who of these people was made by a simulation."""
    return frozenset(db.session.scalars(select(Person.id).where(Person.simulated, Person.id.in_(set(ids)))))


def is_simulated(person_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Return the condition that somebody is simulated, for a statement of another slice that has the person's id."""
    return select(Person.id).where(Person.id == person_id, Person.simulated).exists()


def person_by_email(email: str) -> Person | None:
    """Return the person with this address, whatever its case."""
    return db.session.scalars(select(Person).where(Person.email == addresses.kept(email))).one_or_none()


def people(ids: Iterable[int]) -> dict[int, Person]:
    """Return people by id; ids of nobody are left out."""
    wanted = set(ids)
    return {row.id: row for row in db.session.scalars(select(Person).where(Person.id.in_(wanted)))} if wanted else {}


def people_by_email(emails: Iterable[str]) -> dict[str, Person]:
    """Return people by address in lower case; addresses of nobody are left out."""
    wanted = {addresses.kept(email) for email in emails}
    return (
        {row.email: row for row in db.session.scalars(select(Person).where(Person.email.in_(wanted)))} if wanted else {}
    )


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


def found_people(words: str, *, role: str, state: str, page: int) -> Found:
    """Return a page of people whose name or address holds ``words``, with a role and state if they are given.

    Two statements and the roles of the page's people, however many there are.
    """
    wanted = select(Person)
    for word in words.split():
        pattern = "%" + word.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        wanted = wanted.where(
            or_(func.lower(Person.name).like(pattern, escape="\\"), Person.email.like(pattern, escape="\\"))
        )
    if role:
        wanted = wanted.where(Person.role_rows.any(PersonRole.role == role))
    wanted = wanted.where(Person.state == state) if state else wanted.where(Person.state != PersonState.ERASED)
    count = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = db.session.scalars(wanted.order_by(Person.name, Person.id).offset((page - 1) * PAGE).limit(PAGE)).all()
    return Found(tuple(rows), count, page)


def signed_in(token: str, *, now: datetime) -> tuple[Person, Standing] | None:
    """Return whose session this is, with roles, in one statement; None when it ended or the person is blocked.

    The person is detached, so that a transaction begun later neither reads it again nor writes it.
    """
    row = db.session.execute(_signed_in(), {"token": tokens.digest(token), "now": now}).unique().one_or_none()
    if row is None:
        return None
    person: Person = row[0]
    db.session.expunge(person)
    person.session_token = token
    return person, Standing(row[1], row[2], row[3], row[4], second_factor=row[5], holds_simulated=row[6])


def signed_in_id(token: str, *, now: datetime) -> int | None:
    """Return the id of whoever is signed in with this token: the sign-in check of the exam's save, no ORM."""
    row = db.session.connection().execute(_SIGNED_IN, {"token": tokens.digest(token), "now": now}).one_or_none()
    return int(row[0]) if row else None


def sessions_of(person_id: int, *, now: datetime) -> list[UserSession]:
    """Return where a person is signed in, the newest use first."""
    return list(
        db.session.scalars(
            select(UserSession)
            .where(UserSession.person_id == person_id, UserSession.revoked_at.is_(None), UserSession.expires_at > now)
            .order_by(UserSession.last_seen_at.desc(), UserSession.id.desc())
        )
    )


def session_owner(token: str) -> int | None:
    """Return whose session this is or was: also one that ended, to give a kept form back to the same person."""
    return db.session.scalar(select(UserSession.person_id).where(UserSession.token_hash == tokens.digest(token)))


def session_id(token: str) -> int | None:
    """Return the row of the session with this token."""
    return db.session.scalar(select(UserSession.id).where(UserSession.token_hash == tokens.digest(token)))


def waiting_secret(person_id: int) -> str | None:
    """Return the secret of a code app that was begun and not confirmed."""
    return db.session.scalar(
        select(SecondFactor.secret).where(SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_(None))
    )


def password_hash(person_id: int) -> str | None:
    """Return the stored hash of a person's password, None when they never set one."""
    return db.session.scalar(select(Person.password_hash).where(Person.id == person_id))


def has_second_factor(person_id: int) -> bool:
    """Return whether a code is asked for when this person signs in."""
    factor = db.session.get(SecondFactor, person_id)
    return factor is not None and factor.confirmed_at is not None


def recovery_codes_left(person_id: int) -> int:
    """Return how many recovery codes a person has not used."""
    left = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(left) or 0


def examinee(person_id: int) -> Examinee | None:
    """Return a person as an exam knows them, None when there is no such person; one statement."""
    row = db.session.execute(
        select(Person.email, Person.zone, Person.certificate_name_confirmed_at.is_not(None), AccommodationRow)
        .outerjoin(AccommodationRow, AccommodationRow.person_id == Person.id)
        .where(Person.id == person_id)
        .order_by(AccommodationRow.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    email, zone, confirmed, granted = row
    return Examinee(email, zone, confirmed, _granted(granted) if granted else _NONE)


def accommodation(person_id: int) -> Accommodation:
    """Return the extra time in force for a person: factor 1 when none was granted."""
    rows = accommodations(person_id)
    return rows[0] if rows else _NONE


def accommodations(person_id: int) -> list[Accommodation]:
    """Return what was granted to a person over time, the newest first."""
    rows = db.session.scalars(
        select(AccommodationRow).where(AccommodationRow.person_id == person_id).order_by(AccommodationRow.id.desc())
    )
    return [_granted(row) for row in rows]


def open_name_request(person_id: int) -> NameRequest | None:
    """Return the wish for another name on certificates that waits for a decision."""
    return db.session.scalars(
        select(NameRequest).where(NameRequest.person_id == person_id, NameRequest.decided_at.is_(None))
    ).one_or_none()


def asking_for_names() -> list[Person]:
    """Return who asks for another name on certificates and waits for a decision, the longest waiting first."""
    waiting = select(Person).join(NameRequest, NameRequest.person_id == Person.id)
    return list(db.session.scalars(waiting.where(NameRequest.decided_at.is_(None)).order_by(NameRequest.requested_at)))


def certificate_names(person_id: int) -> list[CertificateName]:
    """Return the names a person confirmed for certificates, the newest first."""
    return list(
        db.session.scalars(
            select(CertificateName).where(CertificateName.person_id == person_id).order_by(CertificateName.id.desc())
        )
    )


def invitation(person_id: int) -> PersonToken | None:
    """Return the newest invitation of a person, whatever became of it."""
    return db.session.scalars(
        select(PersonToken)
        .where(PersonToken.person_id == person_id, PersonToken.kind == TokenKind.INVITATION)
        .order_by(PersonToken.id.desc())
        .limit(1)
    ).one_or_none()


_sessions, _people = UserSession.__table__.c, Person.__table__.c
_SIGNED_IN = select(_sessions.person_id).where(
    _people.id == _sessions.person_id,
    _sessions.token_hash == bindparam("token"),
    _sessions.revoked_at.is_(None),
    _sessions.expires_at > bindparam("now"),
    _people.state == PersonState.ACTIVE,
)
"""Built once: a save asks this and little else."""


@cache
def _signed_in() -> Select[Person, int, datetime, datetime, datetime, bool, bool]:
    """Return the same for every page, built once: it costs as much as asking it."""
    wanted = select(
        Person,
        UserSession.id,
        UserSession.last_seen_at,
        UserSession.expires_at,
        UserSession.confirmed_at,
        SecondFactor.confirmed_at.is_not(None),
        _SIMULATED,
    )
    return (
        wanted.join(UserSession, UserSession.person_id == Person.id)
        .outerjoin(SecondFactor, SecondFactor.person_id == Person.id)
        .options(joinedload(Person.role_rows))
        .where(
            UserSession.token_hash == bindparam("token"),
            UserSession.revoked_at.is_(None),
            UserSession.expires_at > bindparam("now"),
            Person.state == PersonState.ACTIVE,
        )
    )


def _granted(row: AccommodationRow) -> Accommodation:
    return Accommodation(Fraction(row.factor_num, row.factor_den), row.note, row.granted_by, row.granted_at)
