"""Erasing a person: nobody looks after their quizzes any more, so those end; names in words are replaced."""

from sqlalchemy import update

from training.db import db
from training.erasing import Erasing, scrub
from training.sample_quizzes.models import SampleQuiz


def erase(erasing: Erasing) -> None:
    """End what the person shares, and take their name out of every title and introduction."""
    db.session.execute(
        update(SampleQuiz)
        .where(SampleQuiz.made_by == erasing.person_id, SampleQuiz.ended_at.is_(None))
        .values(ended_at=erasing.now)
    )
    scrub(erasing, SampleQuiz.title, SampleQuiz.introduction)
