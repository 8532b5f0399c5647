"""Problems that candidates report from a question."""

from datetime import datetime

from training import db as database
from training.audit import service as audit
from training.db import db
from training.quiz import sittings
from training.quiz.models import Problem

LONGEST_REPORT = 2000
"""Characters a reported problem may have."""


def report_problem(attempt_id: int, person_id: int, *, position: int | None, words: str, now: datetime) -> bool:
    """Keep a problem reported from a question, for the administrators; False when the attempt is not theirs."""
    database.begin_write()
    if sittings.attempt(attempt_id, person_id) is None:
        return False
    db.session.add(Problem(attempt_id=attempt_id, position=position, words=words, reported_at=now))
    db.session.flush()
    facts = {"position": position}
    subject = f"attempt:{attempt_id}"
    audit.record("reported problem", actor=person_id, subject=subject, now=now, facts=facts, details={"words": words})
    return True
