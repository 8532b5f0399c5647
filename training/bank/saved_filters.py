"""Filters of the list of items that somebody keeps under a name, for themselves alone."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from training import db as database
from training.bank.queries.lists import Filters
from training.bank.tended import SavedFilter
from training.db import db

LONGEST = 80


class BadName(Exception):
    """A filter cannot have this name; the text says why."""


def keep(name: str, filters: Filters, *, by: int, now: datetime) -> None:
    """Keep what narrows the list under a name. Raises BadName."""
    database.begin_write()
    row = SavedFilter(person_id=by, name=_checked(name), values=filters.values, at=now)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise BadName(_TAKEN) from error


def rename(filter_id: int, name: str, *, by: int) -> bool:
    """Give one of a person's filters another name and return whether there is such a one. Raises BadName."""
    database.begin_write()
    own = update(SavedFilter).where(SavedFilter.id == filter_id, SavedFilter.person_id == by)
    try:
        with db.session.begin_nested():
            found = db.session.scalar(own.values(name=_checked(name)).returning(SavedFilter.id))
    except IntegrityError as error:
        raise BadName(_TAKEN) from error
    return found is not None


def drop(filter_id: int, *, by: int) -> bool:
    """Delete one of a person's filters and return whether there was such a one."""
    database.begin_write()
    own = delete(SavedFilter).where(SavedFilter.id == filter_id, SavedFilter.person_id == by)
    return db.session.scalar(own.returning(SavedFilter.id)) is not None


def all_of(person_id: int) -> list[SavedFilter]:
    """Return a person's filters by name."""
    own = select(SavedFilter).where(SavedFilter.person_id == person_id)
    return list(db.session.scalars(own.order_by(SavedFilter.name, SavedFilter.id)))


def of_person(person_id: int) -> list[dict[str, object]]:
    """Return a person's filters, for them to take away."""
    return [{"name": row.name, "filter": row.values} for row in all_of(person_id)]


_TAKEN = "You have another filter of this name."


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise BadName("Give the filter a name.")
    if len(name) > LONGEST:
        raise BadName(f"The name has {len(name)} characters; at most {LONGEST} fit.")
    return name
