"""Who is still to answer an item: a reviewer's own answer stands before they see its key, on any page."""

from collections.abc import Iterable

from sqlalchemy import select

from training.accounts import queries as accounts
from training.bank.models import BankItem, ItemVersion, KeySeen, ReviewAnswer, State
from training.bank.queries.versions import review_answer, written_by
from training.core.roles import Permission, allows
from training.db import db
from training.reviews.models import ReviewRequest


def hides(row: ItemVersion, person_id: int) -> bool:
    """Return whether pages hide the key of an item, in whatever version, from a person.

    They hide it from whoever may review a version in review and has not answered it. The key of another version would
    mostly be the same, so all are hidden, except one they answered themselves. Who chose to see the key first reviews
    it no more, and sees it.
    """
    waits = row.item_id in versions_hidden(person_id, [row.item_id]).values()
    return waits and review_answer(row.hash, person_id) is None


def withheld(person_id: int, item_ids: Iterable[int] | None = None) -> frozenset[int]:
    """Return the ids of the items (of these, or of all) that the editor and exports withhold from a person.

    Of the hidden ones they are those somebody asked to review: what was only loaded from files, a whole bank at first,
    can be worked on at once.
    """
    found = versions_hidden(person_id, item_ids)
    asked = db.session.scalars(select(ReviewRequest.version).where(ReviewRequest.version.in_(found)))
    return frozenset(found[version] for version in asked)


def codes_withheld(person_id: int) -> frozenset[str]:
    """Return the codes of the items that `withheld` names."""
    ids = withheld(person_id)
    return frozenset(db.session.scalars(select(BankItem.code).where(BankItem.id.in_(ids)))) if ids else frozenset()


def versions_hidden(person_id: int, item_ids: Iterable[int] | None = None) -> dict[str, int]:
    """Return the versions in review that a person may review and has not answered, each with its item."""
    if not allows(accounts.roles(person_id), Permission.REVIEW_ITEMS):
        return {}
    seen = (select(table.version).where(table.person_id == person_id) for table in (ReviewAnswer, KeySeen))
    statement = select(ItemVersion).where(
        ItemVersion.state == State.IN_REVIEW,
        ItemVersion.withdrawn_at.is_(None),
        *(ItemVersion.hash.not_in(versions) for versions in seen),
    )
    if item_ids is not None:
        statement = statement.where(ItemVersion.item_id.in_(set(item_ids)))
    rows = db.session.scalars(statement).all()
    own = written_by(person_id, rows) if rows else frozenset()
    return {row.hash: row.item_id for row in rows if row.hash not in own}


def looked(version: str, person_id: int) -> bool:
    """Return whether somebody chose to see a version's key before answering it."""
    return db.session.get(KeySeen, (version, person_id)) is not None
