"""Comments on the parts of a version: said, answered, and resolved by whoever wrote what they are about.

The slice that owns a version calls these in its own transaction, after it made sure that somebody may comment.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from training.audit import service as audit
from training.db import db
from training.reviews import notices, queries, threads
from training.reviews.models import Comment, NoticeKind
from training.reviews.refusals import NeedsWords, NoSuchPart, NotYours
from training.reviews.subjects import Reviewed, Wording


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest version of what a comment is about, and whether whoever acts wrote at it."""

    number: int
    wrote: bool


def say(reviewed: Reviewed, wording: Wording, part: str, words: str, *, by: int, now: datetime) -> int:
    """Comment on a part of exactly this version, "" for the whole, and return the comment's id.

    Raises NeedsWords, NoSuchPart.
    """
    if not words.strip():
        raise NeedsWords("Write your comment.")
    if part and part not in wording.parts():
        raise NoSuchPart("This version has no such part.")
    comment = Comment(version=reviewed.version, person_id=by, at=now, text=words.strip(), part=part)
    db.session.add(comment)
    db.session.flush()
    concerned = reviewed.writers | {queries.asked_of(reviewed.version).by}
    notices.tell(NoticeKind.COMMENTED, reviewed.version, concerned, by=by, now=now)
    _note(f"commented on {reviewed.kind}", reviewed, comment, by=by, now=now, words=comment.text)
    return comment.id


def add(
    version: str, words: str, *, by: int, now: datetime, asks_changes: bool = False, resolved_number: int | None = None
) -> None:
    """Keep words that came with a decision on a whole version, if there are any.

    Those that ask for nothing are resolved at once, with the version of that number.
    """
    if words.strip():
        comment = Comment(version=version, person_id=by, at=now, text=words, asks_changes=asks_changes)
        if resolved_number is not None:
            comment.resolved_at, comment.resolved_by, comment.resolved_number = now, by, resolved_number
        db.session.add(comment)
        db.session.flush()


def answer(comment: Comment, reviewed: Reviewed, words: str, *, by: int, now: datetime) -> None:
    """Answer a comment. Raises NeedsWords."""
    if not words.strip():
        raise NeedsWords("Write your answer.")
    said = Comment(version=reviewed.version, person_id=by, at=now, text=words.strip(), part=comment.part)
    said.parent_id = comment.id
    db.session.add(said)
    db.session.flush()
    notices.tell(NoticeKind.ANSWERED, reviewed.version, threads.people_of(comment.id), by=by, now=now)
    _note("answered comment", reviewed, comment, by=by, now=now, words=said.text)


def resolve(comment: Comment, reviewed: Reviewed, words: str, *, newest: Newest, by: int, now: datetime) -> None:
    """Settle a comment with an answer, or because a version saved since settles it; whoever made it needs neither.

    Raises NotYours for anybody who neither wrote at the newest version nor made the comment, NeedsWords without an
    answer and a newer version.
    """
    _require_own(comment, by, wrote=newest.wrote)
    if not words.strip() and comment.person_id != by and newest.number <= reviewed.number:
        raise NeedsWords("Write an answer, or save a new version first: one of them settles a comment.")
    if words.strip():
        answer(comment, reviewed, words, by=by, now=now)
    settled = (
        update(Comment)
        .where(Comment.id == comment.id, Comment.resolved_at.is_(None))
        .values(resolved_at=now, resolved_by=by, resolved_number=newest.number)
        .returning(Comment.id)
    )
    if db.session.scalar(settled) is not None:
        notices.tell(NoticeKind.ANSWERED, reviewed.version, [comment.person_id], by=by, now=now)
        _note("resolved comment", reviewed, comment, by=by, now=now)


def reopen(comment: Comment, reviewed: Reviewed, *, newest: Newest, by: int, now: datetime) -> None:
    """Take up a resolved comment again. Raises NotYours as `resolve`."""
    _require_own(comment, by, wrote=newest.wrote)
    again = (
        update(Comment)
        .where(Comment.id == comment.id, Comment.resolved_at.is_not(None))
        .values(resolved_at=None, resolved_by=None, resolved_number=None)
        .returning(Comment.id)
    )
    if db.session.scalar(again) is not None:
        _note("reopened comment", reviewed, comment, by=by, now=now)


def may_settle(comment: Comment, person_id: int, *, wrote: bool) -> bool:
    """Return whether somebody may say that a comment is settled."""
    return wrote or comment.person_id == person_id


def _require_own(comment: Comment, by: int, *, wrote: bool) -> None:
    if not may_settle(comment, by, wrote=wrote):
        raise NotYours("Whoever wrote this says when the comment is settled, or who made it.")


def _note(action: str, reviewed: Reviewed, comment: Comment, *, by: int, now: datetime, words: str = "") -> None:
    facts = reviewed.facts | {"part": comment.part, "comment": comment.id}
    details = {"comment": words} if words else None
    audit.record(action, actor=by, subject=reviewed.about, now=now, facts=facts, details=details)
