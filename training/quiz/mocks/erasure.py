"""Erasing a person's mock exams: no decision rests on them, so nothing of them stays."""

from sqlalchemy import delete, select

from training.db import db
from training.erasing import Erasing
from training.quiz.models import Attempt, Device, Event, Exam, ExtraTime, Held, Paper, Problem, Response, Slot
from training.scoring.models import MarkRow, Result


def erase(erasing: Erasing) -> None:
    """Delete every mock exam of a person with all that was recorded in it."""
    mocks = select(Exam.id).where(Exam.mock_of.is_not(None))
    found = select(Attempt.id).where(Attempt.person_id == erasing.person_id, Attempt.exam_id.in_(mocks))
    theirs = list(db.session.scalars(found))
    results = select(Result.id).where(Result.attempt_id.in_(theirs))
    db.session.execute(delete(MarkRow).where(MarkRow.result_id.in_(results)))
    for table in (Result, Response, Event, Held, Device, ExtraTime, Problem, Slot, Paper):
        db.session.execute(delete(table).where(table.attempt_id.in_(theirs)))
    db.session.execute(delete(Attempt).where(Attempt.id.in_(theirs)))
