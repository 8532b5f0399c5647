"""The tables of calibrations: only ever added. Which one is in force is the activation that no other supersedes."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from training.db import Base


class Calibration(Base):
    """One snapshot, as plain values under its digest; ``based_on`` is the one in force when it was made."""

    __tablename__ = "calibration"
    __table_args__ = (UniqueConstraint("exam_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id"))
    based_on: Mapped[int | None] = mapped_column(ForeignKey("calibration.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    body: Mapped[dict[str, object]] = mapped_column(JSON)
    made_at: Mapped[datetime]


class CalibrationActivation(Base):
    """That somebody put a calibration in force, and why. Each supersedes the one before, which only one may do."""

    __tablename__ = "calibration_activation"
    __table_args__ = (
        Index(
            "uq_calibration_activation_first",
            "exam_id",
            unique=True,
            sqlite_where=text("supersedes IS NULL"),
            postgresql_where=text("supersedes IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id"))
    calibration_id: Mapped[int] = mapped_column(ForeignKey("calibration.id"), index=True)
    supersedes: Mapped[int | None] = mapped_column(ForeignKey("calibration_activation.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(1000))
    activated_at: Mapped[datetime]
    activated_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
