"""Versions of modules as reviews see them: what they are called, what they say, who may review them."""

from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy import select

from training.core.roles import Permission
from training.db import db
from training.modules import versions
from training.modules.models import ModuleVersion, State
from training.modules.parts import parts
from training.reviews import queries
from training.reviews.models import ReviewRequest
from training.reviews.subjects import Reviewed, Subject, Wording


def of(hashes: Collection[str]) -> dict[str, Subject]:
    """Return how news names these versions; hashes that are none of a module's are left out."""
    rows = db.session.scalars(select(ModuleVersion).where(ModuleVersion.id.in_(hashes))) if hashes else ()
    return {row.id: _subject(row) for row in rows}


def able(row: ModuleVersion) -> dict[int, str]:
    """Return who may review a version, with their names: whoever has the permission and wrote nothing at it."""
    writers = versions.writers(row)
    people = queries.holders(Permission.REVIEW_MODULES)
    return {person.id: person.name for person in people.values() if person.id not in writers}


def reviewed(row: ModuleVersion) -> Reviewed:
    """Return a version as it is reviewed."""
    given = frozenset(versions.approvers(row.id))
    return Reviewed(row.id, row.number, f"module:{row.code}", versions.writers(row), frozenset(able(row)), given)


def wording(row: ModuleVersion) -> Wording:
    """Return what a version says, part by part."""
    return Wording(row.id, row.number, lambda: parts(row.content))


def due_by(day: date) -> Iterator[tuple[Reviewed, ReviewRequest]]:
    """Yield the versions in review that are wanted by a day or before it, locked, each with its request."""
    rows = (
        select(ModuleVersion, ReviewRequest)
        .join(ReviewRequest, ReviewRequest.version == ModuleVersion.id)
        .where(ReviewRequest.due_on <= day, ModuleVersion.state == State.IN_REVIEW)
        .order_by(ReviewRequest.due_on, ModuleVersion.id)
        .with_for_update(of=ModuleVersion)
    )
    for version, request in db.session.execute(rows).all():
        yield reviewed(version), request


def _subject(row: ModuleVersion) -> Subject:
    page = f"/modules/{row.code}/versions/{row.number}"
    return Subject(f"the module {row.title or row.code}", row.number, page, page)
