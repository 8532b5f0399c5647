"""Looking at calibrations: the one in force, and the candidates."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, select
from sqlalchemy.orm import aliased

from training.db import db
from training.measurement.snapshot import Figures, Snapshot, Source, of_plain
from training.quiz.calibration.models import Calibration, CalibrationActivation


@dataclass(frozen=True, slots=True)
class Stored:
    """A calibration as it was stored; ``based_on`` is the id of the one in force when it was made."""

    id: int
    based_on: int | None
    sha256: str
    made_at: datetime
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class InForce:
    """What papers of an exam are drawn by, who put it in force, when and why."""

    activation_id: int
    calibration: Stored
    reason: str
    at: datetime
    by: int


def in_force(exam_id: int) -> InForce | None:
    """Return the calibration in force at an exam, None before the first was activated."""
    found = db.session.execute(
        select(CalibrationActivation, Calibration)
        .join(Calibration, Calibration.id == CalibrationActivation.calibration_id)
        .where(_in_force(exam_id))
    ).one_or_none()
    if found is None:
        return None
    activation, row = found
    return InForce(activation.id, _stored(row), activation.reason, activation.activated_at, activation.activated_by)


def digest_in_force(exam_id: int) -> str:
    """Return the SHA-256 of the calibration in force at an exam, blank before the first was activated."""
    return db.session.scalar(select(digest(exam_id))) or ""


def digests_in_force(exam_ids: Collection[int]) -> dict[int, str]:
    """Return the same for those of several exams that have one, by exam."""
    rows = db.session.execute(
        select(CalibrationActivation.exam_id, Calibration.sha256)
        .join(Calibration, Calibration.id == CalibrationActivation.calibration_id)
        .where(CalibrationActivation.exam_id.in_(exam_ids), _unfollowed())
    )
    return dict(rows.all())


def digest(exam_id: int) -> ScalarSelect[str]:
    """Return the same as a column for a statement about something else of the exam; null before the first."""
    return (
        select(Calibration.sha256)
        .join(CalibrationActivation, Calibration.id == CalibrationActivation.calibration_id)
        .where(_in_force(exam_id))
        .scalar_subquery()
    )


def source_in_force(exam_id: int) -> Source | None:
    """Return what the calibration in force at an exam rests on, None before the first was activated."""
    found = db.session.scalar(
        select(Calibration.body["source"].as_string())
        .join(CalibrationActivation, Calibration.id == CalibrationActivation.calibration_id)
        .where(_in_force(exam_id))
    )
    return Source(found) if found else None


def at_the_standard(exam_id: int, sha256: str) -> dict[str, float]:
    """Return the share of its points, 0-1, that a calibration expects of each version at the standard."""
    return {version: item.at_standard for version, item in items(exam_id, sha256).items()}


def simulated_in_force(exam_id: int) -> int:
    """Return how many attempts behind the calibration in force were simulated; 0 before the first."""
    found = in_force(exam_id)
    return found.calibration.snapshot.simulated if found else 0


def items(exam_id: int, sha256: str) -> dict[str, Figures]:
    """Return what a calibration says of each version, also of those it counted together under another one's name."""
    body = db.session.scalars(
        select(Calibration.body).where(Calibration.exam_id == exam_id, Calibration.sha256 == sha256)
    ).one()
    return {version: item for item in of_plain(body).items for version in item.versions}


def calibrations(exam_id: int) -> list[Stored]:
    """Return the ten newest calibrations of an exam, the newest first."""
    rows = select(Calibration).where(Calibration.exam_id == exam_id).order_by(Calibration.id.desc()).limit(10)
    return [_stored(row) for row in db.session.scalars(rows)]


def calibration(exam_id: int, calibration_id: int) -> Stored | None:
    """Return one calibration of an exam."""
    row = db.session.get(Calibration, calibration_id)
    return _stored(row) if row is not None and row.exam_id == exam_id else None


def _in_force(exam_id: int) -> ColumnElement[bool]:
    return (CalibrationActivation.exam_id == exam_id) & _unfollowed()


def _unfollowed() -> ColumnElement[bool]:
    later = aliased(CalibrationActivation)
    return ~select(later.id).where(later.supersedes == CalibrationActivation.id).exists()


def _stored(row: Calibration) -> Stored:
    return Stored(row.id, row.based_on, row.sha256, row.made_at, of_plain(row.body))
