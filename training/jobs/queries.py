"""Looking jobs up."""

from datetime import datetime

from sqlalchemy import func, select

from training.db import db
from training.jobs.models import Job, JobFailure, WorkerBeat


def job(job_id: int) -> Job | None:
    """Return a job by id."""
    return db.session.get(Job, job_id)


def newest(*, limit: int = 50) -> list[Job]:
    """Return the newest jobs first."""
    return list(db.session.scalars(select(Job).order_by(Job.id.desc()).limit(limit)))


def failures(job_id: int) -> list[JobFailure]:
    """Return the steps of a job that could not be done, in order."""
    return list(db.session.scalars(select(JobFailure).where(JobFailure.job_id == job_id).order_by(JobFailure.step)))


def last_beat() -> datetime | None:
    """Return when any worker was last alive, None when none ever was."""
    return db.session.scalar(select(func.max(WorkerBeat.at)))
