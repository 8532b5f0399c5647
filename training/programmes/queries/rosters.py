"""Rosters as they were read, and what applying one would do."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from training.accounts import queries as accounts
from training.certificates import service as printing
from training.db import db
from training.programmes.models import Cohort, Enrolment, RosterRun
from training.programmes.queries.cohorts import CLOSED, open_places
from training.programmes.roster import Row

if TYPE_CHECKING:
    from training.accounts.models import Person


class Verdict(StrEnum):
    """What applying a roster does with a row."""

    NEW = "new"
    KNOWN = "known"
    ENROLLED = "already enrolled"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Planned:
    """One row and what becomes of it.

    ``known_as`` is the name the account has, ``certified_as`` its name for certificates, where the file's is different.
    """

    row: Row
    verdict: Verdict
    person_id: int | None
    column: str = ""
    problem: str = ""
    known_as: str = ""
    certified_as: str = ""


def run(run_id: int) -> RosterRun | None:
    """Return a roster as it was read."""
    return db.session.get(RosterRun, run_id)


def unapplied(before: datetime) -> list[RosterRun]:
    """Return rosters that were read before a moment and never applied."""
    return list(db.session.scalars(select(RosterRun).where(RosterRun.applied_at.is_(None), RosterRun.read_at < before)))


def plan(run: RosterRun, *, by: int) -> tuple[Planned, ...]:
    """Return what applying a roster would do now, row by row."""
    rows = [_row_of(entry) for entry in run.rows]
    cohort = db.session.get_one(Cohort, run.cohort_id)
    known = accounts.people_by_email(row.email for row in rows if not row.refused)
    places = open_places([person.id for person in known.values()], cohort.programme_code)
    return tuple(_planned(row, known.get(row.email), places, cohort, by) for row in rows)


def counts(planned: Iterable[Planned]) -> dict[str, int]:
    """Return how many rows have each verdict."""
    found = Counter(entry.verdict for entry in planned)
    return {verdict.value: found[verdict] for verdict in Verdict}


def fingerprint(planned: Iterable[Planned]) -> str:
    """Return what tells one plan from another: its rows, verdicts and people."""
    content = [[entry.row.number, entry.verdict, entry.person_id, entry.problem] for entry in planned]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


def row_as_json(row: Row) -> dict[str, object]:
    """Return a row as it is stored until its roster is applied."""
    return {
        "number": row.number,
        "email": row.email,
        "name": row.name,
        "certificate_name": row.certificate_name,
        "column": row.column,
        "problem": row.problem,
    }


def _row_of(entry: Mapping[str, object]) -> Row:
    return Row(
        number=int(str(entry["number"])),
        email=str(entry["email"]),
        name=str(entry["name"]),
        certificate_name=str(entry["certificate_name"]),
        column=str(entry["column"]),
        problem=str(entry["problem"]),
    )


def _planned(row: Row, person: "Person | None", places: Mapping[int, Enrolment], cohort: Cohort, by: int) -> Planned:
    if row.refused:
        return Planned(row, Verdict.REFUSED, None, row.column, row.problem)
    unprintable = printing.unprintable_in_words(row.certificate_name)
    if unprintable:
        problem = f"holds what no certificate can print: {', '.join(unprintable)}"
        return Planned(row, Verdict.REFUSED, None, "certificate_name", problem)
    if person is None:
        return Planned(row, Verdict.NEW, None)
    return replace(
        _known(row, person, places.get(person.id), cohort, by),
        known_as=_other(person.name, row.name),
        certified_as=_other(person.certificate_name or "", row.certificate_name),
    )


def _other(known: str, given: str) -> str:
    """Return a name that is known where another one is given, else an empty text."""
    return known if given and known != given else ""


def _known(row: Row, person: "Person", there: Enrolment | None, cohort: Cohort, by: int) -> Planned:
    if there is not None and there.cohort_id == cohort.id:
        return Planned(row, Verdict.ENROLLED, person.id)
    problem = ""
    if person.id == by:
        problem = "is your own address; another administrator enrols you"
    elif person.state in CLOSED:
        problem = "belongs to a blocked account; unblock it first"
    elif there is not None:
        problem = f"has an open place in {there.cohort.name}; withdraw it there first"
    if problem:
        return Planned(row, Verdict.REFUSED, person.id, "email", problem)
    return Planned(row, Verdict.KNOWN, person.id)
