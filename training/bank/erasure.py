"""Erasing a person from what was written about questions; who wrote a question stays named in it."""

from sqlalchemy import delete

from training.bank.models import Approval, ImportRun, ItemVersion, Unsaved
from training.bank.tended import ChangeRun, CosmeticEdit, ItemCheck, PanelRating, Retirement, SavedFilter, SourceFlag
from training.db import db
from training.erasing import Erasing, scrub


def erase(erasing: Erasing) -> None:
    """Delete what a person did not save, their filters; take their names out of what others wrote.

    The author's name of a version stays: it is published with the question, and the version's hash, which papers and
    results rest on, covers it.
    """
    db.session.execute(delete(Unsaved).where(Unsaved.person_id == erasing.person_id))
    scrub(erasing, Approval.checklist, ItemVersion.withdrawn_reason, Retirement.reason, CosmeticEdit.reason)
    db.session.execute(delete(SavedFilter).where(SavedFilter.person_id == erasing.person_id))
    scrub(
        erasing, PanelRating.judge, ImportRun.name, ItemCheck.note, SourceFlag.reason, ChangeRun.wanted, Unsaved.fields
    )
