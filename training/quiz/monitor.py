"""Who sits an exam now, as those who watch it see it: the same few statements, whatever their number."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import Select, String, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from training.core.responses import RESPONDING, EventKind
from training.db import db
from training.quiz.models import Attempt, AttemptState, Device, Event, Exam, ExtraTime, Held, HeldWhy, Problem, Slot


@dataclass(frozen=True, slots=True)
class Watched:
    """One attempt as the monitor shows it; ``waiting`` is what its device last said it still had to send.

    ``last_contact_at`` is the last time anything came from it: the start, a device that opened it, an event.
    ``late`` counts events that wait for a decision; of a voided attempt none do.
    """

    id: int
    person_id: int
    number: int
    state: AttemptState
    started_at: datetime
    deadline_at: datetime
    submitted_at: datetime | None
    factor: Fraction
    extra_minutes: int
    questions: int
    answered: int
    waiting: int
    last_contact_at: datetime
    devices: int
    late: int
    problems: int

    @property
    def sits(self) -> bool:
        """Return whether it is in progress; else it was submitted or voided."""
        return self.state is AttemptState.IN_PROGRESS


@dataclass(frozen=True, slots=True)
class Trouble:
    """What waits for an administrator at one exam, and how many sit it."""

    running: int
    problems: int
    late: int


def watched(exam_id: int) -> list[Watched]:
    """Return the attempts at an exam: those in trouble first, then the longest silent, then who is done."""
    rows = db.session.scalars(select(Attempt).where(Attempt.exam_id == exam_id)).all()
    ids = [row.id for row in rows]
    lengths = _grouped(select(Slot.attempt_id, func.count()).group_by(Slot.attempt_id), Slot.attempt_id, ids)
    answered = _answered(ids)
    last = {row.attempt_id: row for row in db.session.scalars(_newest_events(ids))} if ids else {}
    opened = _opened(ids)
    extra = select(ExtraTime.attempt_id, func.sum(ExtraTime.minutes)).group_by(ExtraTime.attempt_id)
    added = _grouped(extra, ExtraTime.attempt_id, ids)
    late = _grouped(_late().group_by(Held.attempt_id), Held.attempt_id, ids)
    problems = _grouped(_open_problems().group_by(Problem.attempt_id), Problem.attempt_id, ids)
    found = []
    for row in rows:
        devices, opened_at = opened.get(row.id, (0, row.started_at))
        event = last.get(row.id)
        found.append(
            Watched(
                id=row.id,
                person_id=row.person_id,
                number=row.number,
                state=AttemptState(row.state),
                started_at=row.started_at,
                deadline_at=row.deadline_at,
                submitted_at=row.submitted_at,
                factor=Fraction(str(row.accommodation["factor"])),
                extra_minutes=added.get(row.id, 0),
                questions=lengths.get(row.id, 0),
                answered=answered.get(row.id, 0),
                waiting=event.waiting if event else 0,
                last_contact_at=max(row.started_at, opened_at, event.received_at if event else opened_at),
                devices=devices,
                late=late.get(row.id, 0) if row.state != AttemptState.VOIDED else 0,
                problems=problems.get(row.id, 0),
            )
        )
    return sorted(found, key=_urgency)


def _urgency(one: Watched) -> tuple[int, int, bool, float, int]:
    contact = one.last_contact_at.timestamp()
    return -one.problems, -one.late, not one.sits, contact if one.sits else -contact, one.id


def running(exam_id: int, *, besides: int) -> int:
    """Return how many people sit an exam now, one of them left out."""
    others = (Attempt.exam_id == exam_id, Attempt.state == AttemptState.IN_PROGRESS, Attempt.person_id != besides)
    return db.session.scalar(select(func.count()).select_from(Attempt).where(*others)) or 0


def troubles() -> dict[str, Trouble]:
    """Return what waits at each exam by code; exams at which nobody ever sat are left out.

    Problems that were reported from a mock exam wait at its exam.
    """
    real = aliased(Exam)
    rows = db.session.execute(
        select(Attempt.id, Attempt.state, func.coalesce(real.code, Exam.code), Exam.mock_of)
        .join(Exam, Exam.id == Attempt.exam_id)
        .outerjoin(real, real.id == Exam.mock_of)
    ).all()
    problems = {key: int(number) for key, number in db.session.execute(_open_problems().group_by(Problem.attempt_id))}
    late = {key: int(number) for key, number in db.session.execute(_late().group_by(Held.attempt_id))}
    found: dict[str, Trouble] = {}
    for attempt_id, state, code, mock_of in rows:
        before, counts = found.get(code, Trouble(0, 0, 0)), mock_of is None
        found[code] = Trouble(
            before.running + (counts and state == AttemptState.IN_PROGRESS),
            before.problems + problems.get(attempt_id, 0),
            before.late + (late.get(attempt_id, 0) if counts and state != AttemptState.VOIDED else 0),
        )
    return found


def mocks_with_problems(exam_id: int) -> dict[int, tuple[int, int]]:
    """Return who sat the mock of an exam and reported a problem that waits: person and number by attempt."""
    rows = db.session.execute(
        select(Attempt.id, Attempt.person_id, Attempt.number)
        .join(Exam, Exam.id == Attempt.exam_id)
        .join(Problem, Problem.attempt_id == Attempt.id)
        .where(Exam.mock_of == exam_id, Problem.answered_at.is_(None))
    )
    return {attempt_id: (person_id, number) for attempt_id, person_id, number in rows}


def open_problems() -> int:
    """Return how many reported problems nobody has dealt with yet."""
    return db.session.scalar(select(func.count()).select_from(Problem).where(Problem.answered_at.is_(None))) or 0


def _answered(ids: list[int]) -> dict[int, int]:
    """Return how many questions have an answer now: a cleared one has none (`responses.current`, in the database)."""
    if not ids:
        return {}
    newest = (
        select(
            Event.attempt_id,
            Event.kind,
            cast(Event.value, String).label("value"),
            func.row_number()
            .over(
                partition_by=(Event.attempt_id, Event.position),
                order_by=(Event.epoch.desc(), Event.seq.desc(), Event.client.desc()),
            )
            .label("place"),
        )
        .where(Event.attempt_id.in_(ids), Event.kind.in_(RESPONDING))
        .subquery()
    )
    holds = (newest.c.place == 1) & (newest.c.kind == EventKind.ANSWER) & (newest.c.value != "[]")
    counts = select(newest.c.attempt_id, func.count()).where(holds).group_by(newest.c.attempt_id)
    return {attempt_id: int(number) for attempt_id, number in db.session.execute(counts)}


def _opened(ids: list[int]) -> dict[int, tuple[int, datetime]]:
    """Return on how many devices each attempt was opened, and when last."""
    if not ids:
        return {}
    rows = db.session.execute(
        select(Device.attempt_id, func.count(), func.max(Device.opened_at))
        .where(Device.attempt_id.in_(ids))
        .group_by(Device.attempt_id)
    )
    return {attempt_id: (int(number), opened_at) for attempt_id, number, opened_at in rows}


def _late() -> Select[int, int]:
    return select(Held.attempt_id, func.count()).where(Held.why == HeldWhy.LATE, Held.ruling.is_(None))


def _open_problems() -> Select[int, int]:
    return select(Problem.attempt_id, func.count()).where(Problem.answered_at.is_(None))


def _grouped(statement: Select[int, int], column: InstrumentedAttribute[int], ids: list[int]) -> dict[int, int]:
    return {key: int(number) for key, number in db.session.execute(statement.where(column.in_(ids)))} if ids else {}


def _newest_events(ids: list[int]) -> Select[Event]:
    newest = select(func.max(Event.id)).where(Event.attempt_id.in_(ids)).group_by(Event.attempt_id)
    return select(Event).where(Event.id.in_(newest))
