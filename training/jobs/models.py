"""The tables of long work: jobs with a lease, what failed in them, and the workers' heartbeat."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from training.db import Base


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Base):
    """Work of counted steps. Whoever holds the lease works on it; when the lease runs out anybody may go on."""

    __tablename__ = "job"
    __table_args__ = (CheckConstraint("done >= 0 AND done <= total", name="progress"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    args: Mapped[dict[str, object]] = mapped_column(JSON)
    state: Mapped[JobState] = mapped_column(String(12), default=JobState.QUEUED, index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int]
    tries: Mapped[int] = mapped_column(default=0)
    dedupe: Mapped[str | None] = mapped_column(String(120), unique=True)
    requested_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    worker: Mapped[str | None] = mapped_column(String(40))
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    error: Mapped[str | None] = mapped_column(Text)

    @property
    def over(self) -> bool:
        """Return whether nothing more will happen to it by itself."""
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}


class JobFailure(Base):
    """One step that could not be done while the others went on: who or what, and why."""

    __tablename__ = "job_failure"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)


class WorkerBeat(Base):
    """When a worker was last alive, for the readiness page."""

    __tablename__ = "worker_beat"

    worker: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime]
