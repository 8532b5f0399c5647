"""Uploads too large to be read while somebody waits for a page: kept, read by the worker, then shown as any other."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

from training import db as database
from training import sources
from training.bank import exchange, plans
from training.bank.adoption import Defaults
from training.bank.formats import named
from training.bank.models import ImportRun
from training.bank.queries import comparing
from training.db import db
from training.jobs import queries
from training.jobs import service as jobs
from training.jobs.models import Job, JobState
from training.jobs.worker import Run

T = TypeVar("T")
KIND = "import"
STEPS = 100
LARGE = 400_000
"""Bytes of an upload from which on reading it takes some seconds: about a thousand questions."""
UPLOADS, CHOICE = "uploads", "choice"
"""What the plan of an import holds until it was read."""
Sections = Callable[[], Mapping[str, Iterable[str]] | None]


def key(run_id: int) -> str:
    """Return what the job that reads an import is known by."""
    return f"import:{run_id}"


def keep(uploads: Sequence[tuple[str, bytes]], choice: exchange.Choice, *, by: int, now: datetime) -> int:
    """Keep an upload, queue its reading, and return the number of the import."""
    database.begin_write()
    name = ", ".join(name for name, _content in uploads)
    plan: dict[str, object] = {
        UPLOADS: [[name, b64encode(content).decode()] for name, content in uploads],
        CHOICE: {"made_by": choice.made_by.name if choice.made_by else "", "defaults": asdict(choice.defaults)},
    }
    run = ImportRun(person_id=by, at=now, name=name[:300], plan=plan)
    db.session.add(run)
    db.session.flush()
    title = f"Read {name}"[:200]
    jobs.enqueue(KIND, {"run": run.id}, title=title, total=STEPS, requested_by=by, now=now, dedupe=key(run.id))
    return run.id


def unread(run_id: int) -> Job | None:
    """Return the job that reads an import, None when it was read, or needed none."""
    job = queries.known_as(key(run_id))
    return None if job is None or job.state == JobState.DONE else job


def read(run: Run, sections: Sections) -> None:
    """Read a kept upload, counting hundredths, and put what applying it would do in its place.

    What is read twice, since a worker was killed, gives the same.
    """
    kept = db.session.get_one(ImportRun, run.args["run"])
    given: Mapping[str, Any] = kept.plan
    if UPLOADS in given:
        uploads = [(name, b64decode(content)) for name, content in given[UPLOADS]]
        choice = exchange.Choice(named(given[CHOICE]["made_by"]), Defaults(**given[CHOICE]["defaults"]))
        taken_apart = run.meanwhile(lambda: exchange.taken_apart(uploads, choice))
        known = comparing.known(sources.register(), sections())
        reading = exchange.joined(
            taken_apart, choice, known, exchange.held, lambda every: counted(run, every, STEPS - 1)
        )
        planned = comparing.compare(reading.found)
        database.begin_write()
        db.session.get_one(ImportRun, run.args["run"]).plan = plans.packed(planned, reading)
        run.advance()
    while run.done < STEPS:
        run.advance()


def counted(run: Run, every: Sequence[T], most: int) -> Iterable[T]:
    """Yield what is to be done, counting a hundredth each time as much of it is done, up to ``most`` of them."""
    for place, each in enumerate(every, start=1):
        yield each
        if run.done < place * most // len(every):
            run.advance()
