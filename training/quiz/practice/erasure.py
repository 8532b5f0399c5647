"""Erasing a person's practice: no decision rests on it."""

from sqlalchemy import delete

from training.db import db
from training.erasing import Erasing
from training.quiz.practice.models import PracticeSet


def erase(erasing: Erasing) -> None:
    """Delete what a person practised, with its questions and answers."""
    db.session.execute(delete(PracticeSet).where(PracticeSet.person_id == erasing.person_id))
