"""The tables of programmes: versions, cohorts, enrolments, contact hours, and rosters as they were read."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.db import Base


class ProgrammeVersion(Base):
    """One version of a programme that some cohort takes; never changed."""

    __tablename__ = "programme_version"

    version: Mapped[str] = mapped_column(String(64), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), index=True)
    content: Mapped[dict[str, object]] = mapped_column(JSON)
    stored_at: Mapped[datetime]


class Cohort(Base):
    """A dated group that takes one version of a programme."""

    __tablename__ = "cohort"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="dates"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_version: Mapped[str] = mapped_column(ForeignKey("programme_version.version"), index=True)
    programme_code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120), unique=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)


class Enrolment(Base):
    """A person's place in a cohort. A withdrawn one keeps its row; a person has one open place a programme."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("cohort_id", "person_id"),
        Index(
            "uq_enrolment_open",
            "person_id",
            "programme_code",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name="withdrawn_has_reason"),
        CheckConstraint("enrolled_by IS NULL OR enrolled_by <> person_id", name="not_by_oneself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    programme_code: Mapped[str] = mapped_column(String(60))
    enrolled_at: Mapped[datetime]
    enrolled_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)
    cohort: Mapped[Cohort] = relationship(lazy="joined", innerjoin=True)


class ContactHours(Base):
    """Hours of one kind that an assessor enters for one person on one day; with their name and roles that day.

    A record is never changed: a correction is a new row that names the one it takes the place of, and a struck one
    takes it back. The hours are the person's in the programme of their place, also after they left the cohort.
    """

    __tablename__ = "contact_hours"
    __table_args__ = (
        UniqueConstraint("person_id", "entry_key"),
        CheckConstraint("person_id <> assessor_id", name="not_own"),
        CheckConstraint("minutes BETWEEN 15 AND 720 AND minutes % 15 = 0", name="minutes"),
        CheckConstraint("(corrects_id IS NULL) = (correction_reason IS NULL)", name="correction_has_reason"),
        CheckConstraint("NOT struck OR corrects_id IS NOT NULL", name="struck_corrects"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_key: Mapped[str] = mapped_column(String(32), index=True)
    """Made with the empty form, so that a form sent twice enters its hours once."""
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    assessor_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    assessor_name: Mapped[str] = mapped_column(String(200))
    assessor_roles: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime]
    held_on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(40))
    minutes: Mapped[int]
    topic: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text)
    struck: Mapped[bool] = mapped_column(default=False)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("contact_hours.id"), unique=True)
    correction_reason: Mapped[str | None] = mapped_column(Text)
    enrolment: Mapped[Enrolment] = relationship()


class RosterRun(Base):
    """A roster that was read for a cohort: what was found, and what came of it. ``rows`` lose names once applied."""

    __tablename__ = "roster_run"
    __table_args__ = (CheckConstraint("(applied_at IS NULL) = (result IS NULL)", name="applied"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    rows: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    read_at: Mapped[datetime]
    read_by: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    applied_at: Mapped[datetime | None]
    applied_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    result: Mapped[dict[str, int] | None] = mapped_column(JSON)
