"""What exams keep about a person, for that person to take away.

A live exam's items stay secret: a question is named by its position, an option by its place on this paper, as the
person saw them. Codes, keys and authored letters are not here (domain, invariant 3).
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from training.core.responses import EventKind
from training.db import db
from training.quiz import sittings
from training.quiz.models import Attempt, Device, Entry, Event, Exam, ExtraTime, Problem, Response
from training.quiz.papers import Sheet
from training.scoring import queries as scoring
from training.scoring.queries import Decided


def of_person(person_id: int) -> dict[str, object]:
    """Return to which exams a person is admitted, and every attempt with all that was recorded in it."""
    codes = {row.id: row.code for row in db.session.scalars(select(Exam))}
    attempts = db.session.scalars(select(Attempt).where(Attempt.person_id == person_id).order_by(Attempt.id)).all()
    results = scoring.current([row.id for row in attempts])
    return {
        "admitted": [
            {"exam": codes[row.exam_id], "at": row.admitted_at.isoformat(), "withdrawn_at": _time(row.withdrawn_at)}
            for row in db.session.scalars(select(Entry).where(Entry.person_id == person_id).order_by(Entry.id))
        ],
        "attempts": [_attempt(row, codes[row.exam_id], results.get(row.id)) for row in attempts],
    }


def _attempt(row: Attempt, exam: str, result: Decided | None) -> dict[str, object]:
    sheet = sittings.sheet(row.paper_sha256)
    return {
        "exam": exam,
        "number": row.number,
        "state": row.state,
        "started_at": row.started_at.isoformat(),
        "deadline_at": row.deadline_at.isoformat(),
        "honour_statement_at": row.honour_at.isoformat(),
        "submitted_at": _time(row.submitted_at),
        "closed_by": row.closed_by,
        "voided": {"at": _time(row.voided_at), "reason": row.void_reason} if row.voided_at else None,
        "extra_time": dict(row.accommodation),
        "result": _result(result) if result else None,
        **_around(row.id),
        "answers": [
            {"question": answer.position, "edition": answer.edition, **_given(sheet, answer)}
            for answer in db.session.scalars(
                select(Response).where(Response.attempt_id == row.id).order_by(Response.edition, Response.position)
            )
        ],
        "events": list(_events(row.id, sheet)),
    }


def _around(attempt_id: int) -> dict[str, object]:
    """Return devices, minutes added and problems reported in an attempt."""
    return {
        "devices": [
            {"opened_at": row.opened_at.isoformat(), "browser": row.agent}
            for row in db.session.scalars(select(Device).where(Device.attempt_id == attempt_id).order_by(Device.epoch))
        ],
        "minutes_added": [
            {"minutes": row.minutes, "reason": row.reason, "at": row.given_at.isoformat()}
            for row in db.session.scalars(select(ExtraTime).where(ExtraTime.attempt_id == attempt_id))
        ],
        "problems_reported": [
            {"question": row.position, "words": row.words, "at": row.reported_at.isoformat()}
            for row in db.session.scalars(select(Problem).where(Problem.attempt_id == attempt_id))
        ],
    }


def _result(result: Decided) -> dict[str, object]:
    decision = result.decision
    points = {"awarded": str(decision.awarded), "possible": str(decision.possible)}
    return {"outcome": decision.outcome, **points, "made_at": result.made_at.isoformat()}


def _events(attempt_id: int, sheet: Sheet) -> Iterator[dict[str, object]]:
    rows = select(Event).where(Event.attempt_id == attempt_id).order_by(Event.epoch, Event.seq)
    for row in db.session.scalars(rows):
        seen = row.kind == EventKind.SEEN
        yield {
            "question": row.position,
            "what": row.kind,
            **({"seconds": "".join(row.value)} if seen else _given(sheet, row)),
            "made_at": row.made_at.isoformat(),
            "received_at": row.received_at.isoformat(),
        }


def _given(sheet: Sheet, row: Event | Response) -> dict[str, object]:
    """Return what was given as the page posts it: places on the paper, from 1, or what was typed, marked or matched."""
    slot = sheet.slot(row.position)
    if slot is None or not row.value:
        return {"places": []}
    posted = slot.places(tuple(row.value))
    if set(row.value) <= set(slot.item.ids):
        return {"places": [int(place) for place in posted]}
    return {"given": list(posted)}


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
