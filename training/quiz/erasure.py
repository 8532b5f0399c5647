"""Erasing a person from their attempts: papers, answers, marks and results stay under a number and score the same."""

from sqlalchemy import select, update

from training.audit import service as audit
from training.db import db
from training.erasing import EMPTIED, Erasing, scrub
from training.quiz.models import Attempt, Device, ExtraTime, Held, HeldWhy, Problem

SCORED = frozenset({HeldWhy.LATE, HeldWhy.DEVICE})
"""Events put aside that are well formed and may still be ruled on; of the others no decision can come."""


def erase(erasing: Erasing) -> None:
    """Delete the words about a person's attempts, what their devices are, and what could not be read."""
    theirs = list(db.session.scalars(select(Attempt.id).where(Attempt.person_id == erasing.person_id)))
    db.session.execute(
        update(Attempt).where(Attempt.id.in_(theirs), Attempt.void_reason.is_not(None)).values(void_reason=EMPTIED)
    )
    for attempt in db.session.scalars(select(Attempt).where(Attempt.id.in_(theirs))):
        attempt.accommodation = attempt.accommodation | {"note": ""}
    db.session.flush()
    db.session.execute(update(ExtraTime).where(ExtraTime.attempt_id.in_(theirs)).values(reason=EMPTIED))
    db.session.execute(update(Problem).where(Problem.attempt_id.in_(theirs)).values(words=EMPTIED))
    db.session.execute(update(Device).where(Device.attempt_id.in_(theirs)).values(agent=""))
    unread = Held.attempt_id.in_(theirs), Held.why.not_in(SCORED)
    db.session.execute(update(Held).where(*unread).values(payload={}))
    audit.erase_about(f"attempt:{number}" for number in theirs)
    scrub(erasing, Attempt.void_reason, ExtraTime.reason, Problem.words)
