"""The people of the tests: one or two a role, each with a name to remember."""

from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient

from training.accounts.models import Person, PersonRole, PersonState
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


def add_all(now: datetime) -> None:
    """Add everybody, in this order, so that ids are the same in every test."""
    for first, (name, roles) in PEOPLE.items():
        person = Person(email=email(first), name=name, state=PersonState.ACTIVE, created_at=now, zone="Europe/Berlin")
        person.role_rows = [PersonRole(role=role) for role in sorted(roles)]
        db.session.add(person)
        db.session.flush()


def email(first: str) -> str:
    return f"{first}@demo.test"


def identity(first: str) -> int:
    """Return the id of a person by first name."""
    return list(PEOPLE).index(first) + 1


def signed_in(app: Flask, first: str) -> FlaskClient:
    """Return a browser in which this person is signed in."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = str(identity(first))
        session["_fresh"] = True
    return client
