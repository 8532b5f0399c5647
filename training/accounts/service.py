"""The life of an account: who comes in, what they may do, what was granted, and how they leave."""

from datetime import datetime

from training import db as database
from training.accounts import passwords, queries
from training.accounts.models import Person, PersonState
from training.audit import service as audit
from training.db import db


def authenticate(email: str, password: str, *, cost: passwords.Cost) -> Person | None:
    """Return who has this address and password and may sign in. The work is the same when nobody has."""
    person = queries.person_by_email(email)
    known = person if person is not None and person.state == PersonState.ACTIVE else None
    stored = known.password_hash if known else None
    if not passwords.matches(stored, password, cost) or known is None or stored is None:
        return None
    if passwords.is_dated(stored, cost):
        renewed = passwords.hash_of(password, cost)
        database.begin_write()
        known.password_hash = renewed
    return known


def note_sign_in(person_id: int, *, now: datetime) -> None:
    """Record that somebody signed in."""
    database.begin_write()
    audit.record("signed in", actor=person_id, subject=f"person:{person_id}", now=now)


def arriving(person_id: int, token: str) -> Person:
    """Return the person a session just began for, as Flask-Login wants it."""
    person = db.session.get_one(Person, person_id)
    person.session_token = token
    return person
