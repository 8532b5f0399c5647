"""Rosters: read once and stored with what was found, looked at, then applied whole in one transaction or not at all."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from training import db as database
from training.accounts import service as people
from training.accounts.links import Site
from training.audit import service as audit
from training.core.roles import Role
from training.db import db
from training.programmes.models import RosterRun
from training.programmes.queries import rosters as queries
from training.programmes.queries.rosters import Planned, Verdict
from training.programmes.roster import Row
from training.programmes.service import cohorts

KEPT = timedelta(days=30)
"""How long a roster is kept that nobody applies."""


class AlreadyApplied(Exception):
    """The roster was applied before."""


class ChangedSince(Exception):
    """What applying would do is no longer what was shown; nothing was done."""


def store(cohort_id: int, filename: str, rows: Iterable[Row], *, by: int, now: datetime) -> RosterRun:
    """Store a roster as it was read; nobody is enrolled yet."""
    database.begin_write()
    run = RosterRun(
        cohort_id=cohort_id,
        filename=filename[:200] or "roster.csv",
        rows=[queries.row_as_json(row) for row in rows],
        read_at=now,
        read_by=by,
    )
    db.session.add(run)
    db.session.flush()
    facts = {"rows": len(run.rows), "run": run.id}
    audit.record("read roster", actor=by, subject=f"cohort:{cohort_id}", now=now, facts=facts)
    return run


def apply(run_id: int, *, expected: str, by: int, site: Site, now: datetime) -> dict[str, int]:
    """Enrol everybody a roster names who can be, inviting those without an account; return the counts by verdict.

    ``expected`` is the fingerprint of the plan that was shown. All of it happens or none. Raises AlreadyApplied,
    ChangedSince, cohorts.ExamMissing. Afterwards the run keeps row numbers and person ids, no names or addresses.
    """
    database.begin_write()
    run = db.session.get_one(RosterRun, run_id, with_for_update=True, populate_existing=True)
    if run.applied_at is not None:
        raise AlreadyApplied
    planned = queries.plan(run, by=by)
    if queries.fingerprint(planned) != expected:
        raise ChangedSince
    ids = [_enrolled(run.cohort_id, entry, by=by, site=site, now=now) for entry in planned]
    result = queries.counts(planned)
    run.rows = [_kept(entry, person_id) for entry, person_id in zip(planned, ids, strict=True)]
    run.applied_at, run.applied_by, run.result = now, by, result
    facts = {"run": run.id} | result
    audit.record("applied roster", actor=by, subject=f"cohort:{run.cohort_id}", now=now, facts=facts)
    return result


def forget(now: datetime) -> int:
    """Remove rosters that were read some time ago and never applied, since they name people; return how many."""
    database.begin_write()
    old: Sequence[RosterRun] = queries.unapplied(now - KEPT)
    for run in old:
        db.session.delete(run)
        facts = {"run": run.id}
        audit.record("forgot roster", actor=None, subject=f"cohort:{run.cohort_id}", now=now, facts=facts)
    return len(old)


def _enrolled(cohort_id: int, entry: Planned, *, by: int, site: Site, now: datetime) -> int | None:
    """Return the id of the person a row is about, enrolled if the plan says so."""
    if entry.verdict not in (Verdict.NEW, Verdict.KNOWN):
        return entry.person_id
    person_id = entry.person_id
    if person_id is None:
        row = entry.row
        person_id = people.invite(row.email, row.name, [Role.TRAINEE], by=by, site=site, now=now).id
    if entry.row.certificate_name and not entry.certified_as:
        people.propose_certificate_name(person_id, entry.row.certificate_name, by=by, now=now)
    cohorts.enrol(cohort_id, person_id, by=by, site=site, now=now)
    return person_id


def _kept(entry: Planned, person_id: int | None) -> dict[str, object]:
    return {
        "number": entry.row.number,
        "verdict": entry.verdict,
        "person": person_id,
        "column": entry.column,
        "problem": entry.problem,
    }
