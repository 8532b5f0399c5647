"""Papers that were given out."""

from dataclasses import dataclass

from sqlalchemy import select

from training.db import db
from training.quiz import papers as frozen
from training.quiz.models import Attempt, Paper


@dataclass(frozen=True, slots=True)
class Given:
    """A paper somebody was given: the versions that count, and what was relaxed for it."""

    person_id: int
    scored: tuple[str, ...]
    relaxed: tuple[str, ...]


def papers(version_id: int, most: int) -> list[Given]:
    """Return the newest papers of a version of an exam, at most so many; those of voided attempts are left out."""
    rows = db.session.execute(
        select(Attempt.person_id, Paper.content)
        .join(Paper, Paper.attempt_id == Attempt.id)
        .where(Attempt.exam_version_id == version_id, Attempt.voided_at.is_(None))
        .order_by(Attempt.id.desc())
        .limit(most)
    )
    return [Given(person_id, frozen.scored(content), frozen.relaxed(content)) for person_id, content in rows]
