"""The tables of reviews: comments on lines, requests for review, and news about them.

A version is named by its hash, an item's or a module's: no two things share one, and no version is ever deleted.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from training.db import Base


class Comment(Base):
    """What somebody wrote about a version; ``asks_changes`` sent it back to its author.

    ``part`` is the path of what it is about, such as ``options[b].rationale``, "" for the whole; an answer has a
    ``parent_id`` and nothing else of its own. ``resolved_number`` is the version that was the newest when its
    author was done with it.
    """

    __tablename__ = "review_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(64), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    asks_changes: Mapped[bool] = mapped_column(default=False)
    part: Mapped[str] = mapped_column(String(200), default="", server_default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("review_comment.id"), index=True)
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    resolved_number: Mapped[int | None]


class ReviewRequest(Base):
    """That somebody asked for the review of a version, and until when it is wanted."""

    __tablename__ = "review_request"

    version: Mapped[str] = mapped_column(String(64), primary_key=True)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    due_on: Mapped[date]


class Reviewer(Base):
    """Whom a request for review names. Where it names nobody, every reviewer is asked."""

    __tablename__ = "review_reviewer"

    version: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class NoticeKind(StrEnum):
    """What a notice tells."""

    ASKED = "review asked"
    CHANGES = "changes asked"
    APPROVED = "approved"
    SIGNED = "signed"
    COMMENTED = "commented"
    ANSWERED = "answered"
    DUE_SOON = "review due soon"
    OVERDUE = "review overdue"
    CHANGED = "request changed"
    FREED = "no longer asked"


_NOTICES = ", ".join(f"'{kind}'" for kind in NoticeKind)


class Notice(Base):
    """News about a version for one person, until it is read; news of the same kind about the same version is one.

    ``due_on`` is the day of which a notice reminds: one reminder a kind and day, read or not.
    """

    __tablename__ = "review_notice"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_NOTICES})", name="kind"),
        Index(
            "uq_review_notice_unread",
            "person_id",
            "version",
            "kind",
            unique=True,
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
        Index(
            "uq_review_notice_reminder",
            "person_id",
            "version",
            "kind",
            "due_on",
            unique=True,
            sqlite_where=text("due_on IS NOT NULL"),
            postgresql_where=text("due_on IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    version: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[NoticeKind] = mapped_column(String(20))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
