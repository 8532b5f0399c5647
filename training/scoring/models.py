"""The tables of marks and results: only ever added; a newer result names the one it replaces."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from training.core.scoring import Outcome
from training.db import Base


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
    awarded_num: Mapped[int]
    awarded_den: Mapped[int]
    possible_num: Mapped[int]
    possible_den: Mapped[int]
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
    awarded_num: Mapped[int]
    awarded_den: Mapped[int]
    possible_num: Mapped[int]
    possible_den: Mapped[int]
    dangerous: Mapped[bool]
