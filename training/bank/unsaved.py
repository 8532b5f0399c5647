"""What is typed in the editor and not saved yet: kept for its author alone, and no version of anything."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from training import db as database
from training.bank.models import Unsaved
from training.db import db

KEPT = timedelta(days=30)
"""How long it is kept after the last change."""
LARGEST = 2 * 2**20
"""Characters of all names and values together."""
NEVER = frozenset({"csrf_token", "do", "preview", "framed", "source_words", "revision"})
"""Fields that are about the page, not about the item."""


class KeptElsewhere(Exception):
    """Another page changed, saved or discarded what was kept; ``at`` is when it was kept, None when it is gone."""

    def __init__(self, at: datetime | None) -> None:
        super().__init__("What was kept was changed from another page.")
        self.at = at


class TooLong(Exception):
    """The values together are longer than what is kept."""


def place_of(code: str | None, kind: str) -> str:
    """Return what unsaved changes are found by: an item's code, or the kind of a new item.

    >>> place_of("safety/lung/cough", "ordering"), place_of(None, "ordering")
    ('safety/lung/cough', 'new:ordering')
    """
    return code or f"new:{kind}"


def keep(place: str, fields: list[list[str]], *, revision: int, by: int, now: datetime) -> int:
    """Keep what somebody typed and return its revision, from 1.

    ``revision`` is what the page last kept or was opened with, 0 for nothing. Raises KeptElsewhere when another page
    came between, TooLong.
    """
    fields = [[name, value] for name, value in fields if name not in NEVER]
    if sum(len(name) + len(value) for name, value in fields) > LARGEST:
        raise TooLong
    database.begin_write()
    written = {"fields": fields, "kept_at": now}
    if revision == 0:
        row = Unsaved(person_id=by, place=place, revision=1, **written)
        try:
            with db.session.begin_nested():
                db.session.add(row)
        except IntegrityError as error:
            raise _elsewhere(place, by) from error
        return 1
    known = Unsaved.person_id == by, Unsaved.place == place, Unsaved.revision == revision
    change = update(Unsaved).where(*known).values(revision=revision + 1, **written)
    if db.session.scalar(change.returning(Unsaved.revision)) is None:
        raise _elsewhere(place, by)
    return revision + 1


def _elsewhere(place: str, by: int) -> KeptElsewhere:
    row = kept(place, person_id=by)
    return KeptElsewhere(row.kept_at if row else None)


def kept(place: str, *, person_id: int) -> Unsaved | None:
    """Return what a person typed at a place and did not save."""
    wanted = select(Unsaved).where(Unsaved.person_id == person_id, Unsaved.place == place)
    return db.session.scalars(wanted).one_or_none()


def all_of(person_id: int) -> list[Unsaved]:
    """Return everything a person typed and did not save, the last first."""
    wanted = select(Unsaved).where(Unsaved.person_id == person_id)
    return list(db.session.scalars(wanted.order_by(Unsaved.kept_at.desc(), Unsaved.id)))


def drop(place: str, *, revision: int, by: int) -> None:
    """Delete what was kept, if it still is what the page knows: a later change of another page stays."""
    database.begin_write()
    known = Unsaved.person_id == by, Unsaved.place == place, Unsaved.revision == revision
    db.session.execute(delete(Unsaved).where(*known))


def forget(now: datetime) -> None:
    """Delete what nobody went on with for thirty days."""
    database.begin_write()
    db.session.execute(delete(Unsaved).where(Unsaved.kept_at <= now - KEPT))


def of_person(person_id: int) -> list[dict[str, object]]:
    """Return what is kept unsaved, for its author to take away."""
    return [{"item": row.place, "kept_at": row.kept_at.isoformat(), "fields": row.fields} for row in all_of(person_id)]
