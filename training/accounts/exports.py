"""What is kept about a person, for that person to take away."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import select

from training import db as database
from training.accounts import queries
from training.accounts.models import Person, PersonToken
from training.audit import service as audit
from training.db import db

Parts: TypeAlias = Mapping[str, Callable[[int], object]]
"""A name for each slice's part, and the function that returns it for a person id, as JSON values."""


def own(person_id: int, *, parts: Parts, now: datetime) -> dict[str, object]:
    """Return everything kept about a person, by slice, and record that it was handed out."""
    database.begin_write()
    audit.record("downloaded own data", actor=person_id, subject=f"person:{person_id}", now=now)
    told = {name: part(person_id) for name, part in parts.items()}
    return {"made_at": now.isoformat(), "account": account(person_id, now=now)} | told


def account(person_id: int, *, now: datetime) -> dict[str, object]:
    """Return what accounts keep: no hash or secret, which would only help a thief of the file."""
    person = db.session.get_one(Person, person_id)
    return {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "simulated": person.simulated,
        "roles": sorted(person.roles),
        "zone": person.zone,
        "review_mails": person.review_mails,
        "state": person.state,
        "created_at": person.created_at.isoformat(),
        "certificate_name": person.certificate_name,
        "certificate_names": [
            {"name": row.name, "at": row.set_at.isoformat(), "by": row.set_by}
            for row in queries.certificate_names(person_id)
        ],
        "extra_time": [
            {"factor": str(row.factor), "note": row.note_public, "at": row.granted_at, "by": row.granted_by}
            for row in queries.accommodations(person_id)
        ],
        "code_app": queries.has_second_factor(person_id),
        "signed_in": [
            {"since": row.created_at.isoformat(), "last_used": row.last_seen_at.isoformat(), "browser": row.agent}
            for row in queries.sessions_of(person_id, now=now)
        ],
        "mailed_links": [
            {"for": row.kind, "at": row.created_at.isoformat(), "new_address": row.email}
            for row in db.session.scalars(select(PersonToken).where(PersonToken.person_id == person_id))
        ],
    }
