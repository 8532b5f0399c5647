"""What goes of marks people gave when somebody is erased: words about their answers, and half-filled forms."""

from sqlalchemy import delete, select, update

from training.db import db
from training.erasing import EMPTIED, Erasing
from training.marking.models import MarkDraft, PersonMark
from training.quiz.models import Attempt
from training.scoring.models import Waiting


def erase(erasing: Erasing) -> None:
    """Delete the comments on a person's answers and every form they or others began; the marks stay, under numbers."""
    attempts = select(Attempt.id).where(Attempt.person_id == erasing.person_id)
    theirs = select(Waiting.id).where(Waiting.attempt_id.in_(attempts))
    db.session.execute(update(PersonMark).where(PersonMark.waiting_id.in_(theirs)).values(comment=""))
    changed = PersonMark.waiting_id.in_(theirs), PersonMark.reason.is_not(None)
    db.session.execute(update(PersonMark).where(*changed).values(reason=EMPTIED))
    begun = (MarkDraft.waiting_id.in_(theirs)) | (MarkDraft.marker_id == erasing.person_id)
    db.session.execute(delete(MarkDraft).where(begun))
