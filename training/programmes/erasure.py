"""Erasing a person from rosters, places and hours: a place, its dates and its hours stay, under a number."""

from sqlalchemy import select, update

from training.db import db
from training.erasing import EMPTIED, Column, Erasing, naming, scrub
from training.programmes.models import ContactHours, Enrolment, RosterRun

ABOUT: tuple[Column, ...] = (ContactHours.note, ContactHours.correction_reason)
"""What is written about the person hours are of."""


def erase(erasing: Erasing) -> None:
    """Delete a person's rows in rosters nobody applied, and the words about their leaving and their hours.

    Hours they entered for others are entered by their number.
    """
    waiting = select(RosterRun).where(RosterRun.applied_at.is_(None), naming(erasing, RosterRun.rows))
    for run in db.session.scalars(waiting.with_for_update()).all():
        run.rows = [row for row in run.rows if erasing.without(row) == row]
    db.session.flush()
    theirs = update(Enrolment).where(Enrolment.person_id == erasing.person_id, Enrolment.withdrawn_reason.is_not(None))
    db.session.execute(theirs.values(withdrawn_reason=EMPTIED))
    for column in ABOUT:
        about = update(ContactHours).where(ContactHours.person_id == erasing.person_id, column != "")
        db.session.execute(about.values({column.key: EMPTIED}))
    entered = update(ContactHours).where(ContactHours.assessor_id == erasing.person_id)
    db.session.execute(entered.values(assessor_name=erasing.label))
    scrub(erasing, *ABOUT, ContactHours.topic, ContactHours.place)
    scrub(erasing, Enrolment.withdrawn_reason, RosterRun.rows, RosterRun.filename)
