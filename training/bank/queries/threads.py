"""Comments on items: what a version shows of them, and how many wait to be resolved."""

from collections.abc import Iterable

from sqlalchemy import func, or_, select

from training.bank.models import ItemVersion
from training.bank.queries import subjects
from training.db import db
from training.reviews import threads
from training.reviews.models import Comment
from training.reviews.threads import Thread


def of(row: ItemVersion) -> list[Thread]:
    """Return the comments that a version shows, the oldest first: its own, and those on earlier versions still open."""
    commented = ItemVersion.hash.in_(select(Comment.version))
    rows = db.session.scalars(
        select(ItemVersion).where(
            ItemVersion.item_id == row.item_id,
            ItemVersion.number <= row.number,
            or_(ItemVersion.hash == row.hash, commented),
        )
    )
    return threads.of(subjects.wording(row), [subjects.wording(each) for each in rows])


def comment(comment_id: int) -> tuple[Comment, ItemVersion] | None:
    """Return a comment that began a thread, with the version it was said on."""
    root = threads.root_of(comment_id)
    row = db.session.get(ItemVersion, root.version) if root else None
    return (root, row) if root and row else None


def open_counts(item_ids: Iterable[int]) -> dict[int, int]:
    """Return how many comments on any version of an item nobody resolved, by item; items without are left out."""
    rows = db.session.execute(
        select(ItemVersion.item_id, func.count())
        .join(Comment, Comment.version == ItemVersion.hash)
        .where(ItemVersion.item_id.in_(set(item_ids)), Comment.parent_id.is_(None), Comment.resolved_at.is_(None))
        .group_by(ItemVersion.item_id)
    )
    return dict(rows.all())
