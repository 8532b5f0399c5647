"""Queueing long work and holding its lease.

A step's writes, its progress and the renewed lease are committed together, so a worker killed anywhere leaves each
step either done and counted or not done: whoever goes on starts at ``done``.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, or_, select, update
from sqlalchemy.exc import IntegrityError

from training.db import begin_write, commit_step, db
from training.erasing import Erasing, scrub
from training.jobs.models import Job, JobFailure, JobState, WorkerBeat

LEASE = timedelta(seconds=30)
TRIES = 5


class LeaseLost(Exception):
    """Another worker goes on with this job; what this one has not committed is undone."""


class Cancelled(Exception):
    """Somebody asked for the job to stop; what was done stays done."""


def enqueue(  # noqa: PLR0913 - what a queued job is
    kind: str,
    args: Mapping[str, object],
    *,
    title: str,
    total: int,
    requested_by: int | None,
    now: datetime,
    dedupe: str | None = None,
) -> Job:
    """Queue work in the transaction that wants it.

    ``total`` counts its steps. With ``dedupe`` the same work is queued once: the job that is there is returned.
    """
    begin_write()
    job = Job(
        kind=kind,
        title=title,
        args=dict(args),
        total=total,
        requested_by=requested_by,
        created_at=now,
        dedupe=dedupe,
    )
    try:
        with db.session.begin_nested():
            db.session.add(job)
    except IntegrityError:
        return db.session.scalars(select(Job).where(Job.dedupe == dedupe)).one()
    return job


def claim(worker: str, *, now: datetime) -> Job | None:
    """Take the oldest job that waits or whose worker is gone, and commit the lease; None when there is none."""
    begin_write()
    job = db.session.scalars(_next(now)).one_or_none()
    if job is not None:
        job.state, job.worker, job.lease_until = JobState.RUNNING, worker, now + LEASE
        job.tries += 1
        job.started_at = job.started_at or now
        if job.tries > TRIES:
            job.state, job.finished_at, job.lease_until = JobState.FAILED, now, None
            job.error = f"given up after {TRIES} tries; the worker ended each time without saying why"
    commit_step()
    return job if job is None or job.state == JobState.RUNNING else None


def advance(job_id: int, worker: str, *, done: int, now: datetime) -> None:
    """Commit a step: its writes, the progress, a new lease.

    Raises LeaseLost when another worker has the job, Cancelled when it was asked to stop (after committing).
    """
    begin_write()
    held = db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.worker == worker, Job.state == JobState.RUNNING)
        .values(done=done, lease_until=now + LEASE, tries=1)
        .returning(Job.cancel_requested)
    ).one_or_none()
    if held is None:
        raise LeaseLost
    commit_step()
    if held.cancel_requested:
        raise Cancelled


def note_failure(job_id: int, *, step: int, subject: str, reason: str) -> None:
    """Note that one step could not be done, in that step's transaction."""
    begin_write()
    db.session.merge(JobFailure(job_id=job_id, step=step, subject=subject[:200], reason=reason))


def finish(job_id: int, worker: str, state: JobState, *, now: datetime, error: str | None = None) -> None:
    """End a job that ``worker`` still holds, and commit."""
    begin_write()
    db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.worker == worker, Job.state == JobState.RUNNING)
        .values(state=state, finished_at=now, lease_until=None, error=error)
    )
    commit_step()


def cancel(job_id: int, *, now: datetime) -> bool:
    """Ask a job to stop after its present step; one that still waits is cancelled at once.

    Returns False, and changes nothing, when the job is over or was asked before.
    """
    begin_write()
    waits = update(Job).where(Job.id == job_id, Job.state == JobState.QUEUED)
    runs = update(Job).where(Job.id == job_id, Job.state == JobState.RUNNING, Job.cancel_requested.is_(False))
    changes = (
        waits.values(state=JobState.CANCELLED, finished_at=now, cancel_requested=True),
        runs.values(cancel_requested=True),
    )
    return any(db.session.scalar(change.returning(Job.id)) is not None for change in changes)


def retry(job_id: int) -> bool:
    """Queue a failed or cancelled job again; it goes on after its last finished step. Returns False for any other."""
    begin_write()
    again = (
        update(Job)
        .where(Job.id == job_id, Job.state.in_([JobState.FAILED, JobState.CANCELLED]))
        .values(state=JobState.QUEUED, tries=0, cancel_requested=False, finished_at=None, error=None)
        .returning(Job.id)
    )
    return db.session.scalar(again) is not None


def erase(erasing: Erasing) -> None:
    """Take a person out of what failed in jobs, and out of the words of jobs."""
    begin_write()
    theirs = [JobFailure.subject.icontains(address, autoescape=True) for address in erasing.addresses]
    db.session.execute(update(JobFailure).where(or_(*theirs)).values(subject=erasing.label))
    scrub(erasing, Job.title, Job.args, Job.error, JobFailure.subject, JobFailure.reason)


def beat(worker: str, *, now: datetime) -> None:
    """Note that a worker is alive, and commit."""
    begin_write()
    db.session.merge(WorkerBeat(worker=worker, at=now))
    commit_step()


def _next(now: datetime) -> Select[Job]:
    waits = Job.state == JobState.QUEUED
    abandoned = and_(Job.state == JobState.RUNNING, Job.lease_until < now)
    return select(Job).where(or_(waits, abandoned)).order_by(Job.id).limit(1).with_for_update(skip_locked=True)
