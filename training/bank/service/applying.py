"""Imports of many items: applied by the worker while their page shows how far that is, all of them or none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from training import db as database
from training.bank import plans
from training.bank.models import ImportRun, RunState
from training.bank.service import carrying, queued
from training.db import db
from training.jobs import queries
from training.jobs import service as jobs
from training.jobs.models import Job
from training.jobs.worker import Run

KIND = "apply import"
LARGE = 1_000
"""Items of an import from which on applying it takes some seconds."""
PREPARED = 60
"""Hundredths that making ready takes; the rest is writing, in one transaction, which cannot be counted from outside."""


def is_large(run: ImportRun) -> bool:
    """Return whether an import waits to be applied and holds so many items that the worker should do it."""
    held: Any = run.plan.get("items", ())
    return run.state == RunState.SHOWN and len(held) >= LARGE


def ask(run: ImportRun, *, leave_out: bool, also: Sequence[str], by: int, now: datetime) -> Job:
    """Queue the applying of an import, once, and return its job; one that failed before is queued anew.

    Raises LeftOut as `carrying.apply_import` does; what only the bank can decide, the worker finds out.
    """
    carrying.require_agreed(plans.left_out(run.plan, also), leave_out=leave_out)
    database.begin_write()
    args = {"run": run.id, "leave_out": leave_out, "also": list(also)}
    title = f"Import {run.name}"[:200]
    job = jobs.enqueue(KIND, args, title=title, total=queued.STEPS, requested_by=by, now=now, dedupe=_key(run.id))
    if jobs.retry(job.id):
        job.args, job.done = args, 0
    return job


def asked(run_id: int) -> Job | None:
    """Return the job that is to apply an import, None when nobody asked for one or the import was applied."""
    job = queries.known_as(_key(run_id))
    waits = select(ImportRun.id).where(ImportRun.id == run_id, ImportRun.state == RunState.SHOWN)
    return None if job is None or db.session.scalar(waits) is None else job


def why_not(job: Job) -> str:
    """Return why an import was not applied by a job that is over, in the words of the refusal where there was one."""
    if job.error is None:
        return "Applying was stopped. Nothing changed in the bank; apply it again if you want it."
    return f"Nothing changed in the bank. {job.error.partition(': ')[2] or job.error}"


def apply(run: Run) -> None:
    """Apply an import as `carrying.apply_import` does.

    What it stores is committed with the step that counts it, so a worker that is killed leaves all of it or nothing,
    and whoever goes on finds the import applied or applies it.
    """
    kept = db.session.get_one(ImportRun, run.args["run"])
    if kept.state == RunState.SHOWN:
        plan = plans.unpacked(kept.plan, lambda every: queued.counted(run, every, PREPARED))
        agreed: Any = run.args
        carrying.apply_plan(
            db.session.get_one(ImportRun, run.args["run"]),
            plan,
            leave_out=agreed["leave_out"],
            also=agreed["also"],
            by=run.requested_by,
            now=run.now(),
        )
    while run.done < queued.STEPS:
        run.advance()


def _key(run_id: int) -> str:
    return f"import-apply:{run_id}"
