"""Comments on the parts of a version, each with its answers; those not resolved go along to the next version."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from training.bank.models import Comment, ItemVersion
from training.bank.parts import parts
from training.db import db


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its answers, as one version shows it.

    ``number`` is the version it was said on and ``quoted`` what the part said there, None where that is still so.
    ``gone`` when this version has no such part.
    """

    root: Comment
    answers: tuple[Comment, ...]
    number: int
    quoted: str | None
    gone: bool

    @property
    def open(self) -> bool:
        """Return whether nobody resolved it yet."""
        return self.root.resolved_at is None

    @property
    def people(self) -> frozenset[int]:
        """Return who takes part."""
        return frozenset({self.root.person_id, *(each.person_id for each in self.answers)})


def of(row: ItemVersion) -> list[Thread]:
    """Return the comments that a version shows, the oldest first: its own, and those on earlier versions still open.

    One that a later version settled is still shown on the versions before, and on that one as resolved.
    """
    found = db.session.execute(
        select(Comment, ItemVersion)
        .join(ItemVersion, ItemVersion.hash == Comment.version)
        .where(ItemVersion.item_id == row.item_id, ItemVersion.number <= row.number)
        .order_by(Comment.at, Comment.id)
    ).all()
    answers: dict[int, list[Comment]] = {}
    for comment, _version in found:
        if comment.parent_id is not None:
            answers.setdefault(comment.parent_id, []).append(comment)
    said = parts(row.content)
    return [
        _thread(comment, answers.get(comment.id, ()), version, said, here=version.hash == row.hash)
        for comment, version in found
        if comment.parent_id is None and _is_shown(comment, version, row)
    ]


def comment(comment_id: int) -> tuple[Comment, ItemVersion] | None:
    """Return a comment that began a thread, with the version it was said on."""
    found = db.session.execute(
        select(Comment, ItemVersion)
        .join(ItemVersion, ItemVersion.hash == Comment.version)
        .where(Comment.id == comment_id, Comment.parent_id.is_(None))
    ).one_or_none()
    return (found[0], found[1]) if found else None


def people_of(comment_id: int) -> set[int]:
    """Return who takes part in a thread."""
    return set(
        db.session.scalars(
            select(Comment.person_id).where((Comment.id == comment_id) | (Comment.parent_id == comment_id))
        )
    )


def open_counts(item_ids: Iterable[int]) -> dict[int, int]:
    """Return how many comments on any version of an item nobody resolved, by item; items without are left out."""
    rows = db.session.execute(
        select(ItemVersion.item_id, func.count())
        .join(Comment, Comment.version == ItemVersion.hash)
        .where(ItemVersion.item_id.in_(set(item_ids)), Comment.parent_id.is_(None), Comment.resolved_at.is_(None))
        .group_by(ItemVersion.item_id)
    )
    return dict(rows.all())


def _is_shown(comment: Comment, said_on: ItemVersion, row: ItemVersion) -> bool:
    settled = comment.resolved_number
    return said_on.hash == row.hash or comment.resolved_at is None or (settled is not None and settled >= row.number)


def _thread(
    root: Comment, answers: Iterable[Comment], said_on: ItemVersion, said: dict[str, str], *, here: bool
) -> Thread:
    before = None if here or not root.part else parts(said_on.content).get(root.part)
    changed = before if before != said.get(root.part) else None
    return Thread(root, tuple(answers), said_on.number, changed, gone=bool(root.part) and root.part not in said)
