"""Sessions: where a person is signed in, and ending it at once, in this browser or the others."""

from datetime import datetime, timedelta

from sqlalchemy import update

from training import db as database
from training.accounts import tokens
from training.accounts.models import Person, UserSession
from training.accounts.queries import Standing
from training.audit import service as audit
from training.db import db

IDLE = timedelta(hours=12)
"""How long a session lives without a POST: longer than any exam with its extra time."""
STAY = timedelta(days=14)
"""How long it lives where the person asked to stay signed in."""
SEEN_EVERY = timedelta(minutes=5)


def begin(person_id: int, *, agent: str, stay: bool, now: datetime) -> Person:
    """Begin a session and return its person, who carries the token; the token is stored nowhere."""
    database.begin_write()
    token = tokens.new()
    db.session.add(
        UserSession(
            token_hash=tokens.digest(token),
            person_id=person_id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + (STAY if stay else IDLE),
            confirmed_at=now,
            agent=agent[:200],
        )
    )
    audit.record("signed in", actor=person_id, subject=f"person:{person_id}", now=now)
    person = db.session.get_one(Person, person_id)
    person.session_token = token
    return person


def end(token: str, *, now: datetime) -> None:
    """End the session of this token."""
    database.begin_write()
    db.session.execute(
        update(UserSession)
        .where(UserSession.token_hash == tokens.digest(token), UserSession.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def end_all(person_id: int, *, now: datetime, except_token: str | None = None) -> int:
    """End every session of a person, or all but one; return how many ended."""
    database.begin_write()
    ended = db.session.execute(
        update(UserSession)
        .where(
            UserSession.person_id == person_id,
            UserSession.revoked_at.is_(None),
            UserSession.expires_at > now,
            UserSession.token_hash != (tokens.digest(except_token) if except_token else ""),
        )
        .values(revoked_at=now)
        .returning(UserSession.id)
    )
    return len(ended.all())


def touch(standing: Standing, *, now: datetime) -> None:
    """Note that the session was used and let it live on; called at most once in `SEEN_EVERY`."""
    database.begin_write()
    db.session.execute(
        update(UserSession)
        .where(UserSession.id == standing.id, UserSession.revoked_at.is_(None))
        .values(last_seen_at=now, expires_at=max(standing.expires_at, now + IDLE))
    )


def confirm(token: str, *, now: datetime) -> None:
    """Note that the password was given again in this session."""
    database.begin_write()
    db.session.execute(
        update(UserSession).where(UserSession.token_hash == tokens.digest(token)).values(confirmed_at=now)
    )
