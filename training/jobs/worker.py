"""The worker: works jobs off and does what is due at intervals, until it is told to stop."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias, TypeVar

import structlog
from sqlalchemy.exc import OperationalError

from training import db as database
from training.jobs import service
from training.jobs.models import Job, JobState

Clock: TypeAlias = Callable[[], datetime]
Result = TypeVar("Result")
PATIENCE = timedelta(seconds=0.5)
"""How long work that runs apart is waited for before the lease is renewed."""
_log = structlog.get_logger(__name__)


class Run:
    """One job as its handler sees it. ``between`` is called after each step: long work must not hold up what is due."""

    def __init__(self, job: Job, worker: str, clock: Clock, between: Callable[[], None]) -> None:
        self.job_id = job.id
        self.args = dict(job.args)
        self.done = job.done
        self.requested_by = job.requested_by
        self.now = clock
        self._worker = worker
        self._between = between

    def advance(self) -> None:
        """Count one more step and commit it with what it wrote. Raises Cancelled or LeaseLost: let them pass."""
        service.advance(self.job_id, self._worker, done=self.done + 1, now=self.now())
        self.done += 1
        self._between()

    def meanwhile(self, work: Callable[[], Result]) -> Result:
        """Return what long work gives that asks nobody and writes nothing, without losing the lease over it.

        It runs in a thread of its own; meanwhile the lease is renewed and what is due is done. Raises what the work
        raises, and Cancelled or LeaseLost as `advance` does.
        """
        with ThreadPoolExecutor(max_workers=1) as threads:
            waiting = threads.submit(work)
            while not wait([waiting], timeout=PATIENCE.total_seconds()).done:
                service.advance(self.job_id, self._worker, done=self.done, now=self.now())
                self._between()
            return waiting.result()

    def fail(self, subject: str, reason: str) -> None:
        """Undo what the present step wrote, note why it could not be done, and count it."""
        database.rollback()
        service.note_failure(self.job_id, step=self.done, subject=subject, reason=reason)
        self.advance()


Handler: TypeAlias = Callable[[Run], None]


@dataclass(frozen=True, slots=True)
class Periodic:
    """Work that is due at intervals; repeating it must do no harm, since several workers may do it.

    Work that returns a length of time is due again after that instead.
    """

    every: timedelta
    work: Callable[[datetime], object]


class Worker:
    """Works off what there is. ``step`` does one thing and says whether there was anything to do."""

    def __init__(
        self, name: str, handlers: Mapping[str, Handler], periodic: Mapping[str, Periodic], clock: Clock
    ) -> None:
        self.name = name
        self._handlers = handlers
        self._periodic = periodic
        self._clock = clock
        self._due: dict[str, datetime] = {}

    def step(self) -> bool:
        """Do what is due, then one job; return whether a job was worked on."""
        self._do_due()
        job = service.claim(self.name, now=self._clock())
        if job is None:
            return False
        self._work(job)
        return True

    def _do_due(self) -> None:
        for name, periodic in self._periodic.items():
            now = self._clock()
            if self._due.get(name, now) > now:
                continue
            self._due[name] = now + periodic.every
            try:
                rest = periodic.work(now)
                database.commit_step()
                if isinstance(rest, timedelta):
                    self._due[name] = self._clock() + rest
            except Exception:  # noqa: BLE001 - one broken duty must not stop the others; it is tried again
                database.rollback()
                _log.exception("periodic_failed", name=name)

    def _work(self, job: Job) -> None:
        run = Run(job, self.name, self._clock, self._do_due)
        try:
            self._handlers[job.kind](run)
            service.finish(run.job_id, self.name, JobState.DONE, now=self._clock())
        except service.Cancelled:
            service.finish(run.job_id, self.name, JobState.CANCELLED, now=self._clock())
        except service.LeaseLost:
            database.rollback()
            _log.warning("lease_lost", job=run.job_id)
        except (OperationalError, database.CannotWrite):
            database.rollback()
            _log.exception("job_interrupted", job=run.job_id)
        except Exception as error:  # noqa: BLE001 - the job page shows it; the worker goes on with the next
            database.rollback()
            _log.exception("job_failed", job=run.job_id)
            service.finish(run.job_id, self.name, JobState.FAILED, now=self._clock(), error=_sentence(error))


def _sentence(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
