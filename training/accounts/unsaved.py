"""What is typed in an editor and not saved yet: kept for its author alone, and no version of anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from training import db as database
from training.db import Base, db

KEPT = timedelta(days=30)
"""How long it is kept after the last change."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a person typed at one place; ``revision`` counts, so that a second tab is noticed."""

    place: str
    fields: list[list[str]]
    revision: int
    kept_at: datetime


class KeptElsewhere(Exception):
    """Another page changed, saved or discarded what was kept; ``at`` is when it was kept, None when it is gone."""

    def __init__(self, at: datetime | None) -> None:
        super().__init__("What was kept was changed from another page.")
        self.at = at


class TooLong(Exception):
    """The values together are longer than what is kept."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where one editor's unsaved words lie.

    ``name`` is the slice's own table, with a row for each person and place. ``largest`` counts the characters of all
    names and values together, ``never`` names the fields that are about the page alone.
    """

    name: str
    largest: int
    never: frozenset[str]

    @property
    def table(self) -> Table:
        """Return the table."""
        return Base.metadata.tables[self.name]

    def keep(self, place: str, fields: list[list[str]], *, revision: int, by: int, now: datetime) -> int:
        """Keep what somebody typed and return its revision, from 1.

        ``revision`` is what the page last kept or was opened with, 0 for nothing. Raises KeptElsewhere when another
        page came between, TooLong.
        """
        fields = [[name, value] for name, value in fields if name not in self.never]
        if sum(len(name) + len(value) for name, value in fields) > self.largest:
            raise TooLong
        database.begin_write()
        written = {"fields": fields, "kept_at": now}
        if revision == 0:
            first = insert(self.table).values(person_id=by, place=place, revision=1, **written)
            try:
                with db.session.begin_nested():
                    db.session.execute(first)
            except IntegrityError as error:
                raise self._elsewhere(place, by) from error
            return 1
        known = self.table.c.person_id == by, self.table.c.place == place, self.table.c.revision == revision
        change = update(self.table).where(*known).values(revision=revision + 1, **written)
        if db.session.scalar(change.returning(self.table.c.revision)) is None:
            raise self._elsewhere(place, by)
        return revision + 1

    def kept(self, place: str, *, person_id: int) -> Kept | None:
        """Return what a person typed at a place and did not save."""
        return next(self._read(self._of(person_id).where(self.table.c.place == place)), None)

    def all_of(self, person_id: int) -> list[Kept]:
        """Return everything a person typed and did not save, the last first."""
        return list(self._read(self._of(person_id).order_by(self.table.c.kept_at.desc(), self.table.c.id)))

    def drop(self, place: str, *, revision: int, by: int) -> None:
        """Delete what was kept, if it still is what the page knows: a later change of another page stays."""
        database.begin_write()
        known = self.table.c.person_id == by, self.table.c.place == place, self.table.c.revision == revision
        db.session.execute(delete(self.table).where(*known))

    def forget(self, now: datetime) -> None:
        """Delete what nobody went on with for thirty days."""
        database.begin_write()
        db.session.execute(delete(self.table).where(self.table.c.kept_at <= now - KEPT))

    def _elsewhere(self, place: str, by: int) -> KeptElsewhere:
        row = self.kept(place, person_id=by)
        return KeptElsewhere(row.kept_at if row else None)

    def _of(self, person_id: int) -> Select[str, list[list[str]], int, datetime]:
        held = self.table.c
        return select(held.place, held.fields, held.revision, held.kept_at).where(held.person_id == person_id)

    def _read(self, wanted: Select[str, list[list[str]], int, datetime]) -> Iterator[Kept]:
        rows = db.session.execute(wanted)
        return (Kept(place, fields, revision, kept_at) for place, fields, revision, kept_at in rows)
