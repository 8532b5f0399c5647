"""Erasing a person from what was written about questions; who wrote a question stays named in it."""

from sqlalchemy import delete

from training.bank.models import Comment, ImportRun, ItemVersion, Unsaved
from training.db import db
from training.erasing import Erasing, scrub


def erase(erasing: Erasing) -> None:
    """Delete what a person typed and did not save; take their names out of comments, reasons and the texts of others.

    The author's name of a version stays: it is published with the question, and the version's hash, which papers and
    results rest on, covers it.
    """
    db.session.execute(delete(Unsaved).where(Unsaved.person_id == erasing.person_id))
    scrub(erasing, Comment.text, ItemVersion.withdrawn_reason, ImportRun.name, Unsaved.fields)
