"""The tables of practicals: forms, half-finished and recorded stations, and supervised sessions.

A record is never changed: a correction is a new row that names the one it takes the place of.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from training.db import Base


class Patient(StrEnum):
    """On whom a station was shown."""

    REAL = "real"
    SIMULATED = "simulated"


class Finding(StrEnum):
    """What a recorded station came to; ``STRUCK`` takes back a record that should not have been made."""

    PASSED = "passed"
    NOT_PASSED = "not passed"
    STRUCK = "struck"


class SessionState(StrEnum):
    """Where a supervised session stands."""

    ENTERED = "entered"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    STRUCK = "struck"


class PracticalForm(Base):
    """One version of a form that some record was made on; ``version`` is the hash of ``content``."""

    __tablename__ = "practical_form"

    version: Mapped[str] = mapped_column(String(64), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), index=True)
    content: Mapped[dict[str, object]] = mapped_column(JSON)
    first_used_at: Mapped[datetime]


class PracticalDraft(Base):
    """A station being filled in; ``fields`` are what the page posted, complete or not. ``revision`` counts saves."""

    __tablename__ = "practical_draft"
    __table_args__ = (
        CheckConstraint("person_id <> assessor_id", name="not_own"),
        Index(
            "uq_practical_draft_new",
            "assessor_id",
            "person_id",
            "form_code",
            "station",
            unique=True,
            sqlite_where=text("corrects_id IS NULL"),
            postgresql_where=text("corrects_id IS NULL"),
        ),
        UniqueConstraint("assessor_id", "corrects_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    form_code: Mapped[str] = mapped_column(String(60))
    station: Mapped[str] = mapped_column(String(40))
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(default=0)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("practical_assessment.id"), index=True)
    saved_at: Mapped[datetime]


class PracticalAssessment(Base):
    """What one assessor saw one person do at one station on one day, with the assessor's name and roles that day."""

    __tablename__ = "practical_assessment"
    __table_args__ = (
        CheckConstraint("person_id <> assessor_id", name="not_own"),
        CheckConstraint("(corrects_id IS NULL) = (correction_reason IS NULL)", name="correction_has_reason"),
        CheckConstraint("finding <> 'struck' OR corrects_id IS NOT NULL", name="struck_corrects"),
        CheckConstraint("finding IN ('passed', 'not passed', 'struck')", name="finding"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    assessor_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    assessor_name: Mapped[str] = mapped_column(String(200))
    assessor_roles: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime]
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(200))
    patient: Mapped[Patient] = mapped_column(String(12))
    form_version: Mapped[str] = mapped_column(ForeignKey("practical_form.version"), index=True)
    form_code: Mapped[str] = mapped_column(String(60))
    station: Mapped[str] = mapped_column(String(40))
    region: Mapped[str] = mapped_column(String(40))
    steps: Mapped[dict[str, int]] = mapped_column(JSON)
    remarks: Mapped[str] = mapped_column(Text)
    points: Mapped[int]
    finding: Mapped[Finding] = mapped_column(String(12))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("practical_assessment.id"), unique=True)
    correction_reason: Mapped[str | None] = mapped_column(Text)


class SupervisedSession(Base):
    """A session under supervision as the trainee entered it, and what the named supervisor said to it."""

    __tablename__ = "supervised_session"
    __table_args__ = (
        UniqueConstraint("person_id", "entry_key"),
        CheckConstraint("person_id <> supervisor_id", name="not_own"),
        CheckConstraint("minutes BETWEEN 5 AND 720", name="minutes"),
        CheckConstraint("patients IS NULL OR patients BETWEEN 1 AND 50", name="patients"),
        CheckConstraint("state IN ('entered', 'confirmed', 'declined', 'struck')", name="state"),
        CheckConstraint("(corrects_id IS NULL) = (correction_reason IS NULL)", name="correction_has_reason"),
        CheckConstraint("state <> 'declined' OR decision_reason IS NOT NULL", name="declined_has_reason"),
        CheckConstraint(
            "(state IN ('confirmed', 'declined')) = (decided_at IS NOT NULL)",
            name="decided",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_key: Mapped[str] = mapped_column(String(32))
    """Made with the empty form, so that a form sent twice enters one session."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    held_on: Mapped[date]
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(200))
    region: Mapped[str] = mapped_column(String(40))
    technique: Mapped[str] = mapped_column(String(40))
    patients: Mapped[int | None]
    remarks: Mapped[str] = mapped_column(Text)
    state: Mapped[SessionState] = mapped_column(String(12), index=True)
    entered_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_name: Mapped[str | None] = mapped_column(String(200))
    decided_roles: Mapped[str | None] = mapped_column(String(200))
    decision_reason: Mapped[str | None] = mapped_column(Text)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("supervised_session.id"), unique=True)
    correction_reason: Mapped[str | None] = mapped_column(Text)
