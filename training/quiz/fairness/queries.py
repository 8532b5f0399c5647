"""Papers that were given out."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from training.accounts import queries as accounts
from training.db import db
from training.quiz import papers as frozen
from training.quiz.models import Attempt, Paper


@dataclass(frozen=True, slots=True)
class Given:
    """A paper somebody was given: the versions that count, what it kept of its balance, and if they were simulated."""

    attempt_id: int
    version_id: int
    person_id: int
    started_at: datetime
    sha256: str
    scored: tuple[str, ...]
    balance: dict[str, object]
    simulated: bool


def papers(exam_id: int, most: int) -> list[Given]:
    """Return the newest papers of an exam, at most so many, the oldest first; those of voided attempts are left out."""
    rows = db.session.execute(
        select(
            Attempt.id,
            Attempt.exam_version_id,
            Attempt.person_id,
            Attempt.started_at,
            Paper.sha256,
            Paper.content,
            accounts.is_simulated(Attempt.person_id),
        )
        .join(Paper, Paper.attempt_id == Attempt.id)
        .where(Attempt.exam_id == exam_id, Attempt.voided_at.is_(None))
        .order_by(Attempt.id.desc())
        .limit(most)
    )
    found = [
        Given(
            attempt,
            version,
            person,
            started_at,
            sha256,
            frozen.scored(content),
            frozen.kept_balance(content),
            simulated,
        )
        for attempt, version, person, started_at, sha256, content, simulated in rows
    ]
    return found[::-1]
