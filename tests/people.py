"""The people of the tests: one or two a role, each with a name to remember."""

from datetime import datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from training.accounts import passwords, tokens
from training.accounts.models import Person, PersonRole, PersonState, UserSession
from training.core.roles import Role
from training.db import db

PEOPLE = {
    "tara": ("Tara Okafor", {Role.TRAINEE}),
    "tom": ("Tom Brandt", {Role.TRAINEE}),
    "ines": ("Ines Duarte", {Role.INSTRUCTOR}),
    "ivo": ("Ivo Marković", {Role.INSTRUCTOR, Role.REVIEWER}),
    "rhea": ("Rhea Lind", {Role.REVIEWER}),
    "lena": ("Lena Sørensen", {Role.CLINICAL_LEAD}),
    "sam": ("Sam Whitlock", {Role.ASSESSOR}),
    "ada": ("Ada Nwosu", {Role.ADMINISTRATOR}),
    "otto": ("Otto Keller", {Role.AUDITOR}),
}


PASSWORD = "slow needles, steady hands"
"""Everybody's password."""


def add_all(now: datetime) -> None:
    """Add everybody, in this order, so that ids are the same in every test; each is signed in somewhere."""
    password_hash = passwords.hash_of(PASSWORD, passwords.Cost(memory_kib=8, time=1))
    later = now + timedelta(days=36_500)
    for first, (name, roles) in PEOPLE.items():
        person = Person(email=email(first), name=name, state=PersonState.ACTIVE, created_at=now, zone="Europe/Berlin")
        person.password_hash = password_hash
        person.role_rows = [PersonRole(role=role) for role in sorted(roles)]
        db.session.add(person)
        db.session.flush()
        session = UserSession(token_hash=tokens.digest(token(first)), person_id=person.id, created_at=now)
        session.last_seen_at = session.expires_at = session.confirmed_at = later
        db.session.add(session)


def email(first: str) -> str:
    return f"{first}@demo.test"


def identity(first: str) -> int:
    """Return the id of a person by first name."""
    return list(PEOPLE).index(first) + 1


def token(first: str) -> str:
    """Return the session token that `signed_in` puts into a browser."""
    return f"session of {first}"


def signed_in(app: Flask, first: str) -> FlaskClient:
    """Return a browser in which this person is signed in."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = token(first)
        session["_fresh"] = True
    return client


def simulate(first: str) -> None:
    """Let a person have been made by a simulation, which no service can do any more; call it in a transaction."""
    called = f"{PEOPLE[first][0]} (simulated)"
    changed = {"simulated": True, "name": called, "certificate_name": called, "email": f"{first}@simulated.invalid"}
    db.session.execute(update(Person).where(Person.id == identity(first)).values(changed))
