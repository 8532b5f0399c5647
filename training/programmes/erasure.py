"""Erasing a person from rosters and places: a place and its dates stay, under a number."""

from sqlalchemy import select, update

from training.db import db
from training.erasing import EMPTIED, Erasing, naming, scrub
from training.programmes.models import Enrolment, RosterRun


def erase(erasing: Erasing) -> None:
    """Delete a person's rows in rosters nobody applied, and the words with which they left a cohort."""
    waiting = select(RosterRun).where(RosterRun.applied_at.is_(None), naming(erasing, RosterRun.rows))
    for run in db.session.scalars(waiting.with_for_update()).all():
        run.rows = [row for row in run.rows if erasing.without(row) == row]
    db.session.flush()
    theirs = update(Enrolment).where(Enrolment.person_id == erasing.person_id, Enrolment.withdrawn_reason.is_not(None))
    db.session.execute(theirs.values(withdrawn_reason=EMPTIED))
    scrub(erasing, Enrolment.withdrawn_reason, RosterRun.rows, RosterRun.filename)
