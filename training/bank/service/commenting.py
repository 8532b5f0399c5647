"""Comments on the parts of an item: said, answered, and resolved by whoever wrote at it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from training import db as database
from training.bank.models import ItemVersion
from training.bank.queries import blind, subjects, threads, versions, waiting
from training.bank.refusals import NotAnswered
from training.bank.service.rows import locked
from training.db import db
from training.reviews import commenting
from training.reviews.commenting import Newest
from training.reviews.models import Comment
from training.reviews.refusals import NoSuchPart


def say(version: str, part: str, words: str, *, by: int, now: datetime) -> int:
    """Comment on a part of exactly this version, "" for the whole, and return the comment's id.

    Raises NeedsWords, NoSuchPart, NotAnswered for a reviewer who is to answer the item first.
    """
    database.begin_write()
    row = locked(version)
    _require_answer(row, by)
    return commenting.say(waiting.reviewed(row), subjects.wording(row), part, words, by=by, now=now)


def answer(comment_id: int, words: str, *, by: int, now: datetime) -> None:
    """Answer a comment. Raises NeedsWords, NoSuchPart for no such comment, NotAnswered as `say`."""
    database.begin_write()
    comment, row = _found(comment_id, by)
    commenting.answer(comment, waiting.reviewed(row), words, by=by, now=now)


def resolve(comment_id: int, words: str, *, by: int, now: datetime) -> None:
    """Settle a comment, as `training.reviews.commenting.resolve`. Raises NoSuchPart, NotAnswered as `say`."""
    database.begin_write()
    comment, row = _found(comment_id, by)
    commenting.resolve(comment, waiting.reviewed(row), words, newest=_newest(row, by), by=by, now=now)


def reopen(comment_id: int, *, by: int, now: datetime) -> None:
    """Take up a resolved comment again. Raises NotYours as `resolve`, NoSuchPart."""
    database.begin_write()
    comment, row = _found(comment_id, by)
    commenting.reopen(comment, waiting.reviewed(row), newest=_newest(row, by), by=by, now=now)


def settle(ids: Iterable[int], code: str, *, by: int, now: datetime) -> int:
    """Resolve the open comments on an item among ``ids`` by its newest version, and return how many were."""
    rows = db.session.scalars(
        select(Comment.id)
        .join(ItemVersion, ItemVersion.hash == Comment.version)
        .where(Comment.id.in_(set(ids)), Comment.parent_id.is_(None), Comment.resolved_at.is_(None))
        .where(ItemVersion.item.has(code=code))
    ).all()
    for comment_id in rows:
        resolve(comment_id, "", by=by, now=now)
    return len(rows)


def _found(comment_id: int, by: int) -> tuple[Comment, ItemVersion]:
    found = threads.comment(comment_id)
    if found is None:
        raise NoSuchPart("There is no such comment.")
    _require_answer(found[1], by)
    return found


def _newest(row: ItemVersion, by: int) -> Newest:
    newest = versions.newest(row.item.code) or row
    return Newest(newest.number, versions.wrote(newest, by))


def _require_answer(row: ItemVersion, by: int) -> None:
    """Raise NotAnswered for somebody who may still answer a version in review before its key is shown."""
    if blind.hides(row, by):
        raise NotAnswered("Answer the question before you comment on it.")
