"""Erasing a person from practical records: what was seen, when and by which form stays, under numbers."""

from sqlalchemy import delete, or_, update

from training.db import db
from training.erasing import EMPTIED, Column, Erasing, scrub
from training.practicals.models import PracticalAssessment, PracticalDraft, SupervisedSession

WORDS: tuple[Column, ...] = (
    PracticalAssessment.remarks,
    PracticalAssessment.correction_reason,
    SupervisedSession.remarks,
    SupervisedSession.decision_reason,
    SupervisedSession.correction_reason,
)
"""What is written about the person a record is of."""


def erase(erasing: Erasing) -> None:
    """Delete words about a person and their half-finished stations; what they signed is signed by their number."""
    number = erasing.person_id
    for column in WORDS:
        theirs = column.class_.person_id == number
        db.session.execute(update(column.class_).where(theirs, column != "").values({column.key: EMPTIED}))
    signed = update(PracticalAssessment).where(PracticalAssessment.assessor_id == number)
    db.session.execute(signed.values(assessor_name=erasing.label))
    decided = update(SupervisedSession).where(
        SupervisedSession.supervisor_id == number, SupervisedSession.decided_name.is_not(None)
    )
    db.session.execute(decided.values(decided_name=erasing.label))
    own = or_(PracticalDraft.person_id == number, PracticalDraft.assessor_id == number)
    db.session.execute(delete(PracticalDraft).where(own))
    scrub(erasing, *WORDS, PracticalAssessment.place, SupervisedSession.place, PracticalDraft.fields)
