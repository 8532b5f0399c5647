"""What is typed in the editor of a module and not saved yet: kept for its author alone."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from training.db import begin_write, db
from training.modules.models import ModuleUnsaved

KEPT = timedelta(days=30)
"""How long it is kept after the last change."""
LARGEST = 2**20
"""Characters of all names and values together."""
NEVER = frozenset({"csrf_token", "do", "revision", "width", "dark"})
"""Fields that are about the page, not about the module."""


class KeptElsewhere(Exception):
    """Another page changed, saved or discarded what was kept; ``at`` is when it was kept, None when it is gone."""

    def __init__(self, at: datetime | None) -> None:
        super().__init__("What was kept was changed from another page.")
        self.at = at


class TooLong(Exception):
    """The values together are longer than what is kept."""


def keep(place: str, fields: list[list[str]], *, revision: int, by: int, now: datetime) -> int:
    """Keep what somebody typed at a place and return its revision, from 1. Raises KeptElsewhere, TooLong."""
    fields = [[name, value] for name, value in fields if name not in NEVER]
    if sum(len(name) + len(value) for name, value in fields) > LARGEST:
        raise TooLong
    begin_write()
    row = kept(place, person_id=by)
    if revision != (row.revision if row else 0):
        raise KeptElsewhere(row.kept_at if row else None)
    if row is None:
        row = ModuleUnsaved(person_id=by, place=place, revision=0)
        db.session.add(row)
    row.fields, row.kept_at = fields, now
    row.revision += 1
    return row.revision


def kept(place: str, *, person_id: int) -> ModuleUnsaved | None:
    """Return what a person typed at a place and did not save."""
    wanted = select(ModuleUnsaved).where(ModuleUnsaved.person_id == person_id, ModuleUnsaved.place == place)
    return db.session.scalars(wanted).one_or_none()


def drop(place: str, *, revision: int, by: int) -> None:
    """Delete what was kept, if it still is what the page knows: a later change of another page stays."""
    begin_write()
    known = ModuleUnsaved.person_id == by, ModuleUnsaved.place == place, ModuleUnsaved.revision == revision
    db.session.execute(delete(ModuleUnsaved).where(*known))


def forget(now: datetime) -> None:
    """Delete what nobody went on with for thirty days."""
    begin_write()
    db.session.execute(delete(ModuleUnsaved).where(ModuleUnsaved.kept_at <= now - KEPT))


def of_person(person_id: int) -> list[dict[str, object]]:
    """Return what is kept unsaved, for its author to take away."""
    rows = select(ModuleUnsaved).where(ModuleUnsaved.person_id == person_id).order_by(ModuleUnsaved.id)
    return [
        {"place": row.place, "kept_at": row.kept_at.isoformat(), "fields": row.fields}
        for row in db.session.scalars(rows)
    ]
