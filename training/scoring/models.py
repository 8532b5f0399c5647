"""The tables of marks and results: only ever added; a newer result names the one it replaces."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from training.core.scoring import Outcome
from training.db import Base, Part


class Result(Base):
    """The decision on one attempt, by one set of responses and rules. ``decision`` holds it whole, as plain values.

    ``edition`` names the responses it was made from; ``evidence`` is the SHA-256 over paper, responses and rules.
    """

    __tablename__ = "result"
    __table_args__ = (
        CheckConstraint("outcome IN ('pass', 'fail', 'withheld')", name="outcome"),
        CheckConstraint("awarded_den > 0 AND possible_den > 0", name="fractions"),
        Index(
            "uq_result_first",
            "attempt_id",
            unique=True,
            sqlite_where=text("supersedes IS NULL"),
            postgresql_where=text("supersedes IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), index=True)
    edition: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(String(10))
    decision: Mapped[dict[str, object]] = mapped_column(JSON)
    awarded_num: Mapped[Part]
    awarded_den: Mapped[Part]
    possible_num: Mapped[Part]
    possible_den: Mapped[Part]
    rules: Mapped[str] = mapped_column(String(20))
    evidence: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    supersedes: Mapped[int | None] = mapped_column(ForeignKey("result.id"), unique=True)


class MarkRow(Base):
    """The mark of one slot in one result."""

    __tablename__ = "mark"
    __table_args__ = (CheckConstraint("awarded_num >= 0 AND awarded_den > 0 AND possible_den > 0", name="fractions"),)

    result_id: Mapped[int] = mapped_column(ForeignKey("result.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(ForeignKey("item_version.hash"), index=True)
    awarded_num: Mapped[Part]
    awarded_den: Mapped[Part]
    possible_num: Mapped[Part]
    possible_den: Mapped[Part]
    dangerous: Mapped[bool]


class Waiting(Base):
    """A response that people must mark; the words stay the same in later editions that do not change them.

    ``response`` is the SHA-256 of the words, ``edition`` the first one they stood in.
    """

    __tablename__ = "mark_waiting"
    __table_args__ = (UniqueConstraint("attempt_id", "position", "response"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    edition: Mapped[int]
    position: Mapped[int]
    version: Mapped[str] = mapped_column(ForeignKey("item_version.hash"), index=True)
    response: Mapped[str] = mapped_column(String(64))
    since: Mapped[datetime]


class OpenMark(Base):
    """A mark that one result lacks, and the response that waits for it."""

    __tablename__ = "mark_open"

    result_id: Mapped[int] = mapped_column(ForeignKey("result.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    waiting_id: Mapped[int] = mapped_column(ForeignKey("mark_waiting.id"), index=True)


class GivenMark(Base):
    """A mark that people gave and one result was made with: a part of its evidence."""

    __tablename__ = "mark_given"
    __table_args__ = (CheckConstraint("awarded_num BETWEEN 0 AND awarded_den AND awarded_den > 0", name="share"),)

    result_id: Mapped[int] = mapped_column(ForeignKey("result.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    awarded_num: Mapped[Part]
    awarded_den: Mapped[Part]
    dangerous: Mapped[bool]
