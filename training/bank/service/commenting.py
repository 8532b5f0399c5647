"""Comments on the parts of a version: said, answered, and resolved by whoever wrote at the item."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update

from training import db as database
from training.audit import service as audit
from training.bank.models import Comment, ItemVersion, NoticeKind, ReviewRequest
from training.bank.parts import parts
from training.bank.queries import blind, threads, versions
from training.bank.refusals import NeedsReason, NoSuchPart, NotAnswered, NotYours
from training.bank.service import notices
from training.bank.service.rows import facts_of, locked, subject
from training.db import db


def say(version: str, part: str, words: str, *, by: int, now: datetime) -> int:
    """Comment on a part of exactly this version, "" for the whole, and return the comment's id.

    Raises NeedsReason without words, NoSuchPart, NotAnswered for a reviewer who is to answer the item first.
    """
    database.begin_write()
    row = locked(version)
    _require_answer(row, by)
    if not words.strip():
        raise NeedsReason("Write your comment.")
    if part and part not in parts(row.content):
        raise NoSuchPart("This version has no such part.")
    comment = Comment(version=version, person_id=by, at=now, text=words.strip(), part=part)
    db.session.add(comment)
    db.session.flush()
    request = db.session.get(ReviewRequest, version)
    concerned = [*versions.writers(row), request.asked_by if request else None]
    notices.tell(NoticeKind.COMMENTED, row, concerned, by=by, now=now)
    _note("commented on item", row, comment, by=by, now=now, words=comment.text)
    return comment.id


def answer(comment_id: int, words: str, *, by: int, now: datetime) -> None:
    """Answer a comment. Raises NeedsReason without words, NoSuchPart for no such comment, NotAnswered as `say`."""
    database.begin_write()
    comment, row = _found(comment_id, by)
    if not words.strip():
        raise NeedsReason("Write your answer.")
    _answer(comment, row, words, by=by, now=now)


def resolve(comment_id: int, words: str, *, by: int, now: datetime) -> None:
    """Settle a comment with an answer, or because a version saved since settles it; whoever made it needs neither.

    Raises NotYours for anybody who neither wrote at the item nor made the comment, NeedsReason without an answer and
    a newer version, NoSuchPart.
    """
    database.begin_write()
    comment, row = _found(comment_id, by)
    newest = versions.newest(row.item.code) or row
    _require_own(comment, newest, by)
    if not words.strip() and comment.person_id != by and newest.number <= row.number:
        raise NeedsReason("Write an answer, or save a new version first: one of them settles a comment.")
    if words.strip():
        _answer(comment, row, words, by=by, now=now)
    settled = (
        update(Comment)
        .where(Comment.id == comment_id, Comment.resolved_at.is_(None))
        .values(resolved_at=now, resolved_by=by, resolved_number=newest.number)
        .returning(Comment.id)
    )
    if db.session.scalar(settled) is not None:
        notices.tell(NoticeKind.ANSWERED, row, [comment.person_id], by=by, now=now)
        _note("resolved comment", row, comment, by=by, now=now)


def reopen(comment_id: int, *, by: int, now: datetime) -> None:
    """Take up a resolved comment again. Raises NotYours as `resolve`, NoSuchPart."""
    database.begin_write()
    comment, row = _found(comment_id, by)
    _require_own(comment, versions.newest(row.item.code) or row, by)
    again = (
        update(Comment)
        .where(Comment.id == comment_id, Comment.resolved_at.is_not(None))
        .values(resolved_at=None, resolved_by=None, resolved_number=None)
        .returning(Comment.id)
    )
    if db.session.scalar(again) is not None:
        _note("reopened comment", row, comment, by=by, now=now)


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


def may_settle(comment: Comment, newest: ItemVersion, person_id: int) -> bool:
    """Return whether somebody may say that a comment is settled."""
    return comment.person_id == person_id or versions.wrote(newest, person_id)


def _found(comment_id: int, by: int) -> tuple[Comment, ItemVersion]:
    found = threads.comment(comment_id)
    if found is None:
        raise NoSuchPart("There is no such comment.")
    _require_answer(found[1], by)
    return found


def _require_own(comment: Comment, newest: ItemVersion, by: int) -> None:
    if not may_settle(comment, newest, by):
        raise NotYours("Whoever wrote at the item says when this is settled, or who made the comment.")


def _require_answer(row: ItemVersion, by: int) -> None:
    """Raise NotAnswered for somebody who may still answer a version in review before its key is shown."""
    if blind.hides(row, by):
        raise NotAnswered("Answer the question before you comment on it.")


def _answer(comment: Comment, row: ItemVersion, words: str, *, by: int, now: datetime) -> None:
    said = Comment(version=row.hash, person_id=by, at=now, text=words.strip(), part=comment.part, parent_id=comment.id)
    db.session.add(said)
    db.session.flush()
    notices.tell(NoticeKind.ANSWERED, row, threads.people_of(comment.id), by=by, now=now)
    _note("answered comment", row, comment, by=by, now=now, words=said.text)


def _note(action: str, row: ItemVersion, comment: Comment, *, by: int, now: datetime, words: str = "") -> None:
    facts = facts_of(row) | {"part": comment.part, "comment": comment.id}
    details = {"comment": words} if words else None
    audit.record(action, actor=by, subject=subject(row), now=now, facts=facts, details=details)
