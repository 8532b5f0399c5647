"""What an administrator finds on the first page: what runs, what failed, what waits."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from training.accounts import queries as accounts
from training.bank.queries import lists
from training.db import db
from training.jobs import queries as jobs
from training.jobs.models import Job, JobState
from training.mail import queries as mail
from training.modules import queries as modules
from training.programmes import catalogue
from training.programmes.catalogue import Award
from training.programmes.models import Cohort, Enrolment
from training.programmes.queries import candidates, cohorts
from training.quiz import monitor
from training.quiz.queries import exams

if TYPE_CHECKING:
    from training.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many people of a cohort can be awarded something now."""

    cohort: Cohort
    award: Award
    ready: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What runs, what failed, what waits. ``exams`` holds each exam's version number, None while unpublished.

    ``refused_mails`` were refused at least once and are tried again; ``names`` are those who ask for another name on
    their certificates.
    """

    running_attempts: int
    open_problems: int
    failed_jobs: tuple[Job, ...]
    failed_mails: int
    refused_mails: int
    names: tuple["Person", ...]
    waiting: tuple[Waiting, ...]
    modules: int
    unsigned_modules: tuple[str, ...]
    items: Mapping[str, int]
    exams: Mapping[str, int | None]


def overview(*, now: datetime, by: int) -> Overview:
    """Return what an administrator should see first; the statements do not grow with the people."""
    current = modules.current()
    return Overview(
        running_attempts=exams.running(),
        open_problems=monitor.open_problems(),
        failed_jobs=tuple(job for job in jobs.newest() if job.state == JobState.FAILED),
        failed_mails=mail.failed_count(),
        refused_mails=mail.refused_count(),
        names=tuple(accounts.asking_for_names()),
        waiting=_waiting(now=now, by=by),
        modules=len(current),
        unsigned_modules=tuple(found.module.title for found in current if found.signed_at is None),
        items={state.value: number for state, number in lists.totals().items()},
        exams=exam_versions(),
    )


def exam_versions() -> dict[str, int | None]:
    """Return the newest version of each exam that a programme asks for, None for one that was never published."""
    codes = [code for programme in catalogue.programmes().values() for code in programme.exams]
    found = {code: exams.published(code) for code in codes}
    return {code: version.number if version else None for code, version in found.items()}


def _waiting(*, now: datetime, by: int) -> tuple[Waiting, ...]:
    """Return who can be awarded what, reading the people of all cohorts of one programme version together."""
    groups: dict[str, list[Enrolment]] = defaultdict(list)
    for row in db.session.scalars(select(Enrolment).where(Enrolment.withdrawn_at.is_(None)).order_by(Enrolment.id)):
        groups[row.cohort.programme_version].append(row)
    found: list[Waiting] = []
    for rows in groups.values():
        programme = cohorts.programme_of(rows[0].cohort)
        for award in programme.awards:
            ready: dict[int, int] = defaultdict(int)
            for candidate in candidates.of_places(rows, award, now=now, by=by):
                ready[candidate.enrolment.cohort_id] += candidate.ready
            by_id = {row.cohort_id: row.cohort for row in rows}
            found += [Waiting(by_id[cohort_id], award, number) for cohort_id, number in ready.items() if number]
    return tuple(sorted(found, key=lambda waits: (waits.cohort.name.casefold(), waits.award.code)))
