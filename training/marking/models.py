"""The tables of marks that people give: only ever added; a change of mind names the mark it takes the place of."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from training.db import Base, Part


def _first(name: str, *columns: str) -> Index:
    """Return an index by which only one mark that replaces no other may have these values."""
    replaces_none = text("supersedes IS NULL")
    return Index(name, *columns, unique=True, sqlite_where=replaces_none, postgresql_where=replaces_none)


class PersonMark(Base):
    """What one person gave for one response. ``points`` are by criterion, empty where there is no rubric.

    ``seat`` is 1 or 2 for those who mark on their own, 3 for the person who decides between them.
    """

    __tablename__ = "person_mark"
    __table_args__ = (
        _first("uq_person_mark_seat", "waiting_id", "seat"),
        _first("uq_person_mark_marker", "waiting_id", "marker_id"),
        CheckConstraint("seat BETWEEN 1 AND 3", name="seat"),
        CheckConstraint("awarded_num BETWEEN 0 AND awarded_den AND awarded_den > 0", name="share"),
        CheckConstraint("(supersedes IS NULL) = (reason IS NULL)", name="change_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    waiting_id: Mapped[int] = mapped_column(ForeignKey("mark_waiting.id"), index=True)
    seat: Mapped[int]
    marker_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    points: Mapped[dict[str, int]] = mapped_column(JSON)
    awarded_num: Mapped[Part]
    awarded_den: Mapped[Part]
    dangerous: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    supersedes: Mapped[int | None] = mapped_column(ForeignKey("person_mark.id"), unique=True)
    reason: Mapped[str | None] = mapped_column(Text)


class MarkDraft(Base):
    """A form that somebody began to fill in; ``fields`` are what the page posted, complete or not."""

    __tablename__ = "person_mark_draft"
    __table_args__ = (UniqueConstraint("waiting_id", "marker_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    waiting_id: Mapped[int] = mapped_column(ForeignKey("mark_waiting.id"))
    marker_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    saved_at: Mapped[datetime]
