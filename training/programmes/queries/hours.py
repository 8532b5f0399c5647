"""Contact hours: how many of each kind a person has in a programme, and the records they come from."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import TypeAlias

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased

from training.core.eligibility import Need, Requirement
from training.db import db
from training.modules import queries as modules
from training.practicals import queries as practicals
from training.programmes import hour_kinds
from training.programmes.catalogue import Programme
from training.programmes.hour_kinds import Kind, Origin
from training.programmes.models import ContactHours, Enrolment
from training.programmes.queries import cohorts

Hours: TypeAlias = Mapping[str, Fraction]
"""Hours by the code of their kind: every kind there is, in the order of tables, 0 where there are none."""


def of_person(person_id: int, programme: Programme) -> Hours:
    """Return the hours of a person in a programme by kind, as they stand now."""
    return of_people([person_id], programme)[person_id]


def of_people(
    person_ids: Iterable[int], programme: Programme, requirements: Iterable[Requirement] | None = None
) -> dict[int, Hours]:
    """Return the hours of each person in a programme by kind; the statements do not grow with the people.

    Online hours are the minutes credited for the modules of ``requirements`` (those of the whole programme unless
    given); supervised ones the confirmed sessions; the others what assessors entered and nobody took back.
    """
    ids = set(person_ids)
    asked = programme.requirements if requirements is None else requirements
    studied = _study(ids, {requirement.code for requirement in asked if requirement.need == Need.MODULE})
    confirmed, entered = practicals.confirmed(ids), _entered(ids, programme.code)

    def minutes(person_id: int, kind: Kind) -> int:
        if kind.origin is Origin.STUDY:
            return studied.get(person_id, 0)
        if kind.origin is Origin.SESSIONS:
            return confirmed[person_id].minutes if person_id in confirmed else 0
        return entered.get((person_id, kind.code), 0)

    return {
        person_id: {kind.code: Fraction(minutes(person_id, kind), 60) for kind in hour_kinds.kinds()}
        for person_id in ids
    }


def by_programme(person_id: int) -> list[tuple[Programme, Hours]]:
    """Return the hours of a person in each programme they have or had a place in, the newest place first."""
    programmes: dict[str, Programme] = {}
    for place in cohorts.places_of(person_id):
        if place.programme_code not in programmes:
            programmes[place.programme_code] = cohorts.programme_of(place.cohort)
    return [(programme, of_person(person_id, programme)) for programme in programmes.values()]


def record(record_id: int) -> ContactHours | None:
    """Return a record of hours."""
    return db.session.get(ContactHours, record_id)


def records_of(person_id: int) -> list[ContactHours]:
    """Return all hours entered for a person, the newest day first, corrected ones among them."""
    return list(
        db.session.scalars(
            select(ContactHours)
            .where(ContactHours.person_id == person_id)
            .order_by(ContactHours.held_on.desc(), ContactHours.id.desc())
        )
    )


def standing_of(person_id: int, programme_code: str) -> list[ContactHours]:
    """Return the hours entered for a person in a programme that stand, oldest first."""
    return list(
        db.session.scalars(
            select(ContactHours)
            .join(Enrolment, Enrolment.id == ContactHours.enrolment_id)
            .where(ContactHours.person_id == person_id, Enrolment.programme_code == programme_code, _stands())
            .order_by(ContactHours.held_on, ContactHours.id)
        )
    )


def on_day(person_ids: Collection[int], held_on: date) -> list[ContactHours]:
    """Return the hours of these people on one day that stand, oldest first."""
    return list(
        db.session.scalars(
            select(ContactHours)
            .where(ContactHours.person_id.in_(person_ids), ContactHours.held_on == held_on, _stands())
            .order_by(ContactHours.id)
        )
    )


def recorded_by(assessor_id: int, *, limit: int = 40) -> list[ContactHours]:
    """Return the newest records of an assessor."""
    return list(
        db.session.scalars(
            select(ContactHours)
            .where(ContactHours.assessor_id == assessor_id)
            .order_by(ContactHours.id.desc())
            .limit(limit)
        )
    )


def correction_of(record_id: int) -> ContactHours | None:
    """Return the record that took the place of this one, None when it stands."""
    return db.session.scalars(select(ContactHours).where(ContactHours.corrects_id == record_id)).one_or_none()


def superseded(rows: Iterable[ContactHours]) -> Mapping[int, int]:
    """Return which of the rows of one list took the place of which: id of the old → id of the new."""
    return {row.corrects_id: row.id for row in rows if row.corrects_id is not None}


def _study(ids: set[int], codes: Collection[str]) -> dict[int, int]:
    """Return the minutes credited to each person for these modules."""
    return {
        person_id: sum(seconds for code, seconds in spent.items() if code in codes) // 60
        for person_id, spent in modules.study_seconds_of(ids).items()
    }


def _entered(ids: set[int], programme_code: str) -> dict[tuple[int, str], int]:
    """Return the minutes that stand by person and kind."""
    rows = db.session.execute(
        select(ContactHours.person_id, ContactHours.kind, func.sum(ContactHours.minutes))
        .join(Enrolment, Enrolment.id == ContactHours.enrolment_id)
        .where(ContactHours.person_id.in_(ids), Enrolment.programme_code == programme_code, _stands())
        .group_by(ContactHours.person_id, ContactHours.kind)
    )
    return {(person_id, kind): int(minutes) for person_id, kind, minutes in rows}


@cache
def _stands() -> ColumnElement[bool]:
    newer = aliased(ContactHours)
    return ~ContactHours.struck & ~exists().where(newer.corrects_id == ContactHours.id)
