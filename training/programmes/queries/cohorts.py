"""Cohorts and the places in them."""

from collections.abc import Iterable

from sqlalchemy import func, select

from training.db import db
from training.modules import queries as modules
from training.programmes import catalogue
from training.programmes.catalogue import Programme
from training.programmes.models import Cohort, Enrolment, ProgrammeVersion

CLOSED = ("blocked", "erased")
"""The states of accounts that are enrolled nowhere."""


def every() -> list[Cohort]:
    """Return all cohorts, the newest beginning first."""
    return list(db.session.scalars(select(Cohort).order_by(Cohort.starts_on.desc(), Cohort.id.desc())))


def cohort(cohort_id: int) -> Cohort | None:
    """Return a cohort."""
    return db.session.get(Cohort, cohort_id)


def sizes() -> dict[int, int]:
    """Return how many open places each cohort has."""
    rows = db.session.execute(
        select(Enrolment.cohort_id, func.count()).where(Enrolment.withdrawn_at.is_(None)).group_by(Enrolment.cohort_id)
    )
    return {row[0]: row[1] for row in rows}


def programme_of(cohort: Cohort) -> Programme:
    """Return the programme in the version that a cohort takes, its modules called as they are called now."""
    current = catalogue.programmes().get(cohort.programme_code)
    if current is None or current.version != cohort.programme_version:
        current = catalogue.parse(db.session.get_one(ProgrammeVersion, cohort.programme_version).content)
    return current.titled(modules.titles())


def place(cohort_id: int, person_id: int) -> Enrolment | None:
    """Return a person's place in a cohort, withdrawn or not."""
    return db.session.scalars(
        select(Enrolment).where(Enrolment.cohort_id == cohort_id, Enrolment.person_id == person_id)
    ).one_or_none()


def open_place(person_id: int, programme_code: str) -> Enrolment | None:
    """Return a person's open place in a programme."""
    return open_places([person_id], programme_code).get(person_id)


def open_places(person_ids: Iterable[int], programme_code: str) -> dict[int, Enrolment]:
    """Return the open places of people in a programme, by person."""
    rows = db.session.scalars(
        select(Enrolment).where(
            Enrolment.person_id.in_(set(person_ids)),
            Enrolment.programme_code == programme_code,
            Enrolment.withdrawn_at.is_(None),
        )
    )
    return {row.person_id: row for row in rows}


def places_of(person_id: int) -> list[Enrolment]:
    """Return a person's places, open ones first, the newest first."""
    return list(
        db.session.scalars(
            select(Enrolment)
            .where(Enrolment.person_id == person_id)
            .order_by(Enrolment.withdrawn_at.is_not(None), Enrolment.enrolled_at.desc(), Enrolment.id.desc())
        )
    )


def places(cohort_id: int, *, withdrawn: bool = False) -> list[Enrolment]:
    """Return the open (or else the withdrawn) places of a cohort."""
    state = Enrolment.withdrawn_at.is_not(None) if withdrawn else Enrolment.withdrawn_at.is_(None)
    return list(db.session.scalars(select(Enrolment).where(Enrolment.cohort_id == cohort_id, state)))


def enrolment(enrolment_id: int) -> Enrolment | None:
    """Return a place."""
    return db.session.get(Enrolment, enrolment_id)
