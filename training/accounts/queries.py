"""Looking people up."""

from sqlalchemy import select

from training.accounts.models import Person
from training.db import db


def person(person_id: int) -> Person | None:
    """Return a person by id."""
    return db.session.get(Person, person_id)


def person_by_email(email: str) -> Person | None:
    """Return the person with this address, whatever its case."""
    return db.session.scalars(select(Person).where(Person.email == email.strip().lower())).one_or_none()
