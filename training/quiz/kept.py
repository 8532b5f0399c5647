"""What exams keep about a person, for that person to take away.

A live exam's items stay secret: a question is named by its position, an option by its place on this paper, as the
person saw them. Codes, keys and authored letters are not here (domain, invariant 3).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, select

from training.core.responses import EventKind
from training.db import db
from training.quiz import sittings
from training.quiz.models import Attempt, Device, Entry, Event, Exam, ExtraTime, Problem, Response
from training.quiz.papers import Sheet
from training.scoring import queries as scoring
from training.scoring.queries import Decided

Row = TypeVar("Row", Device, ExtraTime, Problem, Response, Event)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is kept about attempts besides their rows, by attempt, in order."""

    devices: Mapping[int, list[Device]]
    extra: Mapping[int, list[ExtraTime]]
    problems: Mapping[int, list[Problem]]
    responses: Mapping[int, list[Response]]
    events: Mapping[int, list[Event]]


def of_person(person_id: int) -> dict[str, object]:
    """Return to which exams a person is admitted, and every attempt with all that was recorded in it."""
    exams = {row.id: row for row in db.session.scalars(select(Exam))}
    codes = {number: exams[row.mock_of or number].code for number, row in exams.items()}
    attempts = db.session.scalars(select(Attempt).where(Attempt.person_id == person_id).order_by(Attempt.id)).all()
    ids = [row.id for row in attempts]
    results, sheets = scoring.current(ids), sittings.sheets(row.paper_sha256 for row in attempts)
    recorded = _recorded(ids)
    return {
        "admitted": [
            {"exam": codes[row.exam_id], "at": row.admitted_at.isoformat(), "withdrawn_at": _time(row.withdrawn_at)}
            for row in db.session.scalars(select(Entry).where(Entry.person_id == person_id).order_by(Entry.id))
        ],
        "attempts": [
            {
                **_attempt(row, codes[row.exam_id], results.get(row.id), sheets[row.paper_sha256].pilots),
                **({"mock_exam": True} if exams[row.exam_id].mock_of else {}),
                **_around(recorded, row.id),
                **_said(recorded, row.id, sheets[row.paper_sha256]),
            }
            for row in attempts
        ],
    }


def _recorded(ids: list[int]) -> Recorded:
    """Return what is kept about these attempts: a statement a table, however many attempts."""
    responses = select(Response).where(Response.attempt_id.in_(ids)).order_by(Response.edition, Response.position)
    return Recorded(
        devices=_by_attempt(select(Device).where(Device.attempt_id.in_(ids)).order_by(Device.epoch)),
        extra=_by_attempt(select(ExtraTime).where(ExtraTime.attempt_id.in_(ids)).order_by(ExtraTime.id)),
        problems=_by_attempt(select(Problem).where(Problem.attempt_id.in_(ids)).order_by(Problem.id)),
        responses=_by_attempt(responses),
        events=_by_attempt(select(Event).where(Event.attempt_id.in_(ids)).order_by(Event.epoch, Event.seq)),
    )


def _by_attempt(wanted: Select[Row]) -> Mapping[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in db.session.scalars(wanted):
        found[row.attempt_id].append(row)
    return found


def _attempt(row: Attempt, exam: str, result: Decided | None, tried_out: int) -> dict[str, object]:
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
        "result": _result(result, tried_out) if result else None,
    }


def _around(recorded: Recorded, attempt_id: int) -> dict[str, object]:
    """Return devices, minutes added and problems reported in an attempt."""
    return {
        "devices": [
            {"opened_at": row.opened_at.isoformat(), "browser": row.agent} for row in recorded.devices[attempt_id]
        ],
        "minutes_added": [
            {"minutes": row.minutes, "reason": row.reason, "at": row.given_at.isoformat()}
            for row in recorded.extra[attempt_id]
        ],
        "problems_reported": [
            {"question": row.position, "words": row.words, "at": row.reported_at.isoformat()}
            for row in recorded.problems[attempt_id]
        ],
    }


def _said(recorded: Recorded, attempt_id: int, sheet: Sheet) -> dict[str, object]:
    """Return what was answered and done in an attempt."""
    return {
        "answers": [
            {"question": answer.position, "edition": answer.edition, **_given(sheet, answer)}
            for answer in recorded.responses[attempt_id]
        ],
        "events": [_event(row, sheet) for row in recorded.events[attempt_id]],
    }


def _result(result: Decided, tried_out: int) -> dict[str, object]:
    """Return the decision and, where some did not count, how many of the questions were tried out; not which."""
    decision = result.decision
    points = {"awarded": str(decision.awarded), "possible": str(decision.possible)}
    more = {"questions_tried_out": tried_out} if tried_out else {}
    return {"outcome": decision.outcome, **points, **more, "made_at": result.made_at.isoformat()}


def _event(row: Event, sheet: Sheet) -> dict[str, object]:
    seen = row.kind == EventKind.SEEN
    return {
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
