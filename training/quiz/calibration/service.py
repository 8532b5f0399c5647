"""Storing calibrations, and putting one in force."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from training import db as database
from training.audit import service as audit
from training.db import db
from training.measurement.outlook import outlook
from training.measurement.snapshot import Snapshot
from training.quiz.calibration import queries
from training.quiz.calibration.models import Calibration, CalibrationActivation
from training.quiz.service import QuizError


class UnknownCalibration(QuizError):
    """The exam has no such calibration."""


class InForceAlready(QuizError):
    """The calibration is in force."""


class Outdated(QuizError):
    """Another calibration came in force since this one was made, so what it says would change is not so any more."""


def store(exam_id: int, snapshot: Snapshot, *, based_on: int | None, now: datetime) -> tuple[int, bool]:
    """Store a snapshot as a candidate; return its id, and whether it is new rather than one that was there before."""
    database.begin_write()
    known = select(Calibration.id).where(Calibration.exam_id == exam_id, Calibration.sha256 == snapshot.digest)
    row = Calibration(exam_id=exam_id, based_on=based_on, sha256=snapshot.digest, body=snapshot.plain(), made_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return db.session.execute(known).scalar_one(), False
    facts = {"calibration": row.id, "sha256": row.sha256, "attempts": snapshot.attempts}
    audit.record("calibrated exam", actor=None, subject=f"exam:{snapshot.exam}", now=now, facts=facts)
    return row.id, True


def activate(exam_id: int, calibration_id: int, reason: str, *, by: int, now: datetime) -> None:
    """Put a calibration in force: papers drawn from now on follow it, those that exist keep theirs.

    The database lets one activation follow another. Raises UnknownCalibration, InForceAlready, Outdated.
    """
    database.begin_write()
    found, current = queries.calibration(exam_id, calibration_id), queries.in_force(exam_id)
    if found is None:
        raise UnknownCalibration("This exam has no such calibration.")
    if current is not None and current.calibration.id == calibration_id:
        raise InForceAlready("This calibration is in force already.")
    if found.based_on != (current.calibration.id if current else None):
        raise Outdated(_OUTDATED)
    row = CalibrationActivation(
        exam_id=exam_id,
        calibration_id=calibration_id,
        supersedes=current.activation_id if current else None,
        reason=reason,
        activated_at=now,
        activated_by=by,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise Outdated(_OUTDATED) from error
    change = outlook(current.calibration.snapshot, found.snapshot) if current else None
    facts = {
        "calibration": calibration_id,
        "sha256": found.sha256,
        "before": current.calibration.sha256 if current else None,
        "pass_rate_moves_at_most": round(change.most, 4) if change else None,
    }
    subject = f"exam:{found.snapshot.exam}"
    audit.record("activated calibration", actor=by, subject=subject, now=now, facts=facts, details={"reason": reason})


_OUTDATED = (
    "Another calibration came in force since this one was made, so what this page says would change is not so any "
    "more. Run training calibrate again and look at the new candidate."
)
