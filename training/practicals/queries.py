"""Reading practical records: what stands, what was taken back, and what waits for whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased

from training.core.practical import Observed, complete
from training.db import db
from training.practicals import catalogue
from training.practicals.catalogue import Form
from training.practicals.models import (
    Finding,
    PracticalAssessment,
    PracticalDraft,
    PracticalForm,
    SessionState,
    SupervisedSession,
)


@dataclass(frozen=True, slots=True)
class Passed:
    """An observed practical assessment that is complete: the passed stations, each as its assessor recorded it."""

    form_code: str
    stations: tuple[PracticalAssessment, ...]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The confirmed supervised sessions of one person, oldest first."""

    sessions: tuple[SupervisedSession, ...] = ()

    @property
    def count(self) -> int:
        """Return how many there are."""
        return len(self.sessions)

    @property
    def minutes(self) -> int:
        """Return their minutes together."""
        return sum(session.minutes for session in self.sessions)


def form(code: str) -> Form | None:
    """Return the present version of a form, None when there is none of this code."""
    return catalogue.forms().get(code)


def form_version(version: str) -> Form | None:
    """Return the form a record was made on."""
    row = db.session.get(PracticalForm, version)
    return catalogue.parse(row.content) if row else None


def passed_assessment(person_id: int, form_code: str) -> Passed | None:
    """Return the passed stations of a person when they make a complete assessment, else None."""
    return passed_assessments([person_id], form_code).get(person_id)


def passed_assessments(person_ids: Iterable[int], form_code: str) -> dict[int, Passed]:
    """Return who passed every station, each in a region of its own, in one statement."""
    found = {}
    for person_id, rows in passed_stations(person_ids, form_code).items():
        if is_complete(rows, form_code):
            found[person_id] = Passed(form_code, rows)
    return found


def passed_stations(person_ids: Iterable[int], form_code: str) -> dict[int, tuple[PracticalAssessment, ...]]:
    """Return the passed stations that stand, a person's together, oldest first."""
    rows = db.session.scalars(
        select(PracticalAssessment)
        .where(
            PracticalAssessment.person_id.in_(set(person_ids)),
            PracticalAssessment.form_code == form_code,
            PracticalAssessment.finding == Finding.PASSED,
            _assessment_stands(),
        )
        .order_by(PracticalAssessment.held_on, PracticalAssessment.id)
    )
    grouped: dict[int, list[PracticalAssessment]] = defaultdict(list)
    for row in rows:
        grouped[row.person_id].append(row)
    return {person_id: tuple(found) for person_id, found in grouped.items()}


def is_complete(rows: Iterable[PracticalAssessment], form_code: str) -> bool:
    """Return whether these stations are all that a form asks for; never, when the form is gone."""
    known = form(form_code)
    observed = [Observed(row.station, row.region, passed=row.finding == Finding.PASSED) for row in rows]
    return known is not None and complete([station.code for station in known.stations], observed)


def confirmed_sessions(person_id: int) -> Confirmed:
    """Return the confirmed sessions of a person that stand."""
    return confirmed([person_id]).get(person_id, Confirmed())


def confirmed(person_ids: Iterable[int]) -> dict[int, Confirmed]:
    """Return confirmed sessions that stand, a person's together, in one statement."""
    grouped: dict[int, list[SupervisedSession]] = defaultdict(list)
    for row in db.session.scalars(
        select(SupervisedSession)
        .where(
            SupervisedSession.person_id.in_(set(person_ids)),
            SupervisedSession.state == SessionState.CONFIRMED,
            _session_stands(),
        )
        .order_by(SupervisedSession.held_on, SupervisedSession.id)
    ):
        grouped[row.person_id].append(row)
    return {person_id: Confirmed(tuple(rows)) for person_id, rows in grouped.items()}


def waiting(person_ids: Iterable[int]) -> dict[int, int]:
    """Return how many sessions of each person wait for their supervisor."""
    rows = db.session.execute(
        select(SupervisedSession.person_id, func.count())
        .where(
            SupervisedSession.person_id.in_(set(person_ids)),
            SupervisedSession.state == SessionState.ENTERED,
            _session_stands(),
        )
        .group_by(SupervisedSession.person_id)
    )
    return {row[0]: row[1] for row in rows}


def sessions_of(person_id: int) -> list[SupervisedSession]:
    """Return all sessions a person entered, the newest day first, corrected ones among them."""
    return list(
        db.session.scalars(
            select(SupervisedSession)
            .where(SupervisedSession.person_id == person_id)
            .order_by(SupervisedSession.held_on.desc(), SupervisedSession.id.desc())
        )
    )


def session_of(person_id: int, session_id: int) -> SupervisedSession | None:
    """Return a session of this person, None when there is none or it is another's."""
    row = db.session.get(SupervisedSession, session_id)
    return row if row and row.person_id == person_id else None


def standing_session(person_id: int, session_id: int) -> SupervisedSession | None:
    """Return what stands of a session of this person after its corrections, None when it was taken back."""
    rows = {row.id: row for row in sessions_of(person_id)}
    newer, found = superseded(rows.values()), session_id
    while found in newer:
        found = newer[found]
    return rows[found] if found in rows and rows[found].state != SessionState.STRUCK else None


def to_confirm(supervisor_id: int) -> list[SupervisedSession]:
    """Return the sessions that wait for this supervisor, oldest first."""
    return list(
        db.session.scalars(
            select(SupervisedSession)
            .where(
                SupervisedSession.supervisor_id == supervisor_id,
                SupervisedSession.state == SessionState.ENTERED,
                _session_stands(),
            )
            .order_by(SupervisedSession.held_on, SupervisedSession.id)
        )
    )


def session_for(supervisor_id: int, session_id: int) -> SupervisedSession | None:
    """Return a session that names this supervisor, None otherwise."""
    row = db.session.get(SupervisedSession, session_id)
    return row if row and row.supervisor_id == supervisor_id else None


def drafts_of(assessor_id: int) -> list[PracticalDraft]:
    """Return the half-finished stations of an assessor, the last saved first."""
    return list(
        db.session.scalars(
            select(PracticalDraft)
            .where(PracticalDraft.assessor_id == assessor_id)
            .order_by(PracticalDraft.saved_at.desc(), PracticalDraft.id.desc())
        )
    )


def draft_of(assessor_id: int, draft_id: int) -> PracticalDraft | None:
    """Return a half-finished station of this assessor, None when there is none or it is another's."""
    row = db.session.get(PracticalDraft, draft_id)
    return row if row and row.assessor_id == assessor_id else None


def assessment(assessment_id: int) -> PracticalAssessment | None:
    """Return a recorded station."""
    return db.session.get(PracticalAssessment, assessment_id)


def correction_of(assessment_id: int) -> PracticalAssessment | None:
    """Return the record that took the place of this one, None when it stands."""
    return db.session.scalars(
        select(PracticalAssessment).where(PracticalAssessment.corrects_id == assessment_id)
    ).one_or_none()


def assessments_of(person_id: int) -> list[PracticalAssessment]:
    """Return all recorded stations of a person, the newest day first, corrected ones among them."""
    return list(
        db.session.scalars(
            select(PracticalAssessment)
            .where(PracticalAssessment.person_id == person_id)
            .order_by(PracticalAssessment.held_on.desc(), PracticalAssessment.id.desc())
        )
    )


def recorded_by(assessor_id: int, *, limit: int = 20) -> list[PracticalAssessment]:
    """Return the newest records of an assessor."""
    return list(
        db.session.scalars(
            select(PracticalAssessment)
            .where(PracticalAssessment.assessor_id == assessor_id)
            .order_by(PracticalAssessment.id.desc())
            .limit(limit)
        )
    )


def superseded(rows: Iterable[PracticalAssessment | SupervisedSession]) -> Mapping[int, int]:
    """Return which of the rows of one list took the place of which: id of the old → id of the new."""
    return {row.corrects_id: row.id for row in rows if row.corrects_id is not None}


@cache
def _assessment_stands() -> ColumnElement[bool]:
    newer = aliased(PracticalAssessment)
    return ~exists().where(newer.corrects_id == PracticalAssessment.id)


@cache
def _session_stands() -> ColumnElement[bool]:
    newer = aliased(SupervisedSession)
    return ~exists().where(newer.corrects_id == SupervisedSession.id)
