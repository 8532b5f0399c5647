"""Looking jobs up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from training.db import db
from training.jobs.models import Job, JobFailure, WorkerBeat

SILENT = timedelta(seconds=60)
"""A worker that gave no sign of life for so long is taken to be gone; a running one gives one every few seconds."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """The last sign of life of any worker, None when none ever ran here; ``silent`` is that it is too long ago."""

    at: datetime | None
    silent: bool


def job(job_id: int) -> Job | None:
    """Return a job by id."""
    return db.session.get(Job, job_id)


def known_as(dedupe: str) -> Job | None:
    """Return a job by what makes it the same work, None when there is none."""
    return db.session.scalars(select(Job).where(Job.dedupe == dedupe)).one_or_none()


def newest(*, limit: int = 50) -> list[Job]:
    """Return the newest jobs first."""
    return list(db.session.scalars(select(Job).order_by(Job.id.desc()).limit(limit)))


def failures(job_id: int) -> list[JobFailure]:
    """Return the steps of a job that could not be done, in order."""
    return list(db.session.scalars(select(JobFailure).where(JobFailure.job_id == job_id).order_by(JobFailure.step)))


def pulse(*, now: datetime) -> Pulse:
    """Return when any worker was last alive, and whether that is too long ago."""
    at = db.session.scalar(select(func.max(WorkerBeat.at)))
    return Pulse(at, silent=at is None or now - at >= SILENT)
