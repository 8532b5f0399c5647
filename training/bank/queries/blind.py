"""Who is still to answer an item: a reviewer's own answer stands before they see its key, on any page."""

from collections.abc import Iterable

from sqlalchemy import select

from training.accounts import queries as accounts
from training.bank.models import ItemVersion, KeySeen, ReviewAnswer, State
from training.bank.queries.versions import written_by
from training.core.roles import Permission, allows
from training.db import db


def hides(row: ItemVersion, person_id: int) -> bool:
    """Return whether the key of an item, in whatever version, is hidden from a person: see `hidden`."""
    return row.item_id in hidden(person_id, [row.item_id])


def hidden(person_id: int, item_ids: Iterable[int] | None = None) -> frozenset[int]:
    """Return the ids of the items (of these, or of all) whose keys a person is not shown yet.

    That is of whoever may review a version in review and has not answered it. The key of another version of the item
    would mostly be the same, so all are hidden. Who chose to see the key first reviews it no more, and sees it.
    """
    person = accounts.person(person_id)
    if person is None or not allows(person.roles, Permission.REVIEW_ITEMS):
        return frozenset()
    seen = (select(table.version).where(table.person_id == person_id) for table in (ReviewAnswer, KeySeen))
    statement = select(ItemVersion).where(
        ItemVersion.state == State.IN_REVIEW,
        ItemVersion.withdrawn_at.is_(None),
        *(ItemVersion.hash.not_in(versions) for versions in seen),
    )
    if item_ids is not None:
        statement = statement.where(ItemVersion.item_id.in_(set(item_ids)))
    rows = db.session.scalars(statement).all()
    own = written_by(person_id, rows)
    return frozenset(row.item_id for row in rows if row.hash not in own)
