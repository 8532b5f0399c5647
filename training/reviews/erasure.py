"""Erasing a person from reviews: their news goes, and their names in words of others; what they said stays."""

from sqlalchemy import delete

from training.db import db
from training.erasing import Erasing, scrub
from training.reviews.models import Comment, Notice


def erase(erasing: Erasing) -> None:
    """Delete a person's news; take their names out of comments."""
    db.session.execute(delete(Notice).where(Notice.person_id == erasing.person_id))
    scrub(erasing, Comment.text)
