"""Comments on the parts of a module: said, answered, and resolved by whoever wrote at it."""

from datetime import datetime

from sqlalchemy import or_, select

from training.db import begin_write, db
from training.modules import rows, subjects, versions
from training.modules.models import ModuleVersion
from training.reviews import commenting, threads
from training.reviews.commenting import Newest
from training.reviews.models import Comment
from training.reviews.refusals import NoSuchPart
from training.reviews.threads import Thread


def of(row: ModuleVersion) -> list[Thread]:
    """Return the comments that a version shows, the oldest first: its own, and those on earlier versions still open."""
    commented = ModuleVersion.id.in_(select(Comment.version))
    earlier = db.session.scalars(
        select(ModuleVersion).where(
            ModuleVersion.code == row.code,
            ModuleVersion.number <= row.number,
            or_(ModuleVersion.id == row.id, commented),
        )
    )
    return threads.of(subjects.wording(row), [subjects.wording(each) for each in earlier])


def say(version_id: str, part: str, words: str, *, by: int, now: datetime) -> int:
    """Comment on a part of exactly this version, "" for the whole, and return the comment's id.

    Raises NeedsWords, NoSuchPart.
    """
    begin_write()
    row = rows.locked(version_id)
    return commenting.say(subjects.reviewed(row), subjects.wording(row), part, words, by=by, now=now)


def answer(comment_id: int, words: str, *, by: int, now: datetime) -> None:
    """Answer a comment. Raises NeedsWords, NoSuchPart for no such comment."""
    begin_write()
    comment, row = _found(comment_id)
    commenting.answer(comment, subjects.reviewed(row), words, by=by, now=now)


def resolve(comment_id: int, words: str, *, by: int, now: datetime) -> None:
    """Settle a comment, as `training.reviews.commenting.resolve`. Raises NoSuchPart."""
    begin_write()
    comment, row = _found(comment_id)
    commenting.resolve(comment, subjects.reviewed(row), words, newest=_newest(row, by), by=by, now=now)


def reopen(comment_id: int, *, by: int, now: datetime) -> None:
    """Take up a resolved comment again. Raises NotYours as `resolve`, NoSuchPart."""
    begin_write()
    comment, row = _found(comment_id)
    commenting.reopen(comment, subjects.reviewed(row), newest=_newest(row, by), by=by, now=now)


def comment(comment_id: int) -> tuple[Comment, ModuleVersion] | None:
    """Return a comment that began a thread, with the version it was said on."""
    root = threads.root_of(comment_id)
    row = versions.version_of(root.version) if root else None
    return (root, row) if root and row else None


def _found(comment_id: int) -> tuple[Comment, ModuleVersion]:
    found = comment(comment_id)
    if found is None:
        raise NoSuchPart("There is no such comment.")
    return found


def _newest(row: ModuleVersion, by: int) -> Newest:
    newest = versions.newest(row.code) or row
    return Newest(newest.number, versions.wrote(newest, by))
