"""What every practical record has in common: four eyes, a signature, and one correction each."""

from sqlalchemy.exc import IntegrityError

from training.accounts import queries as accounts
from training.db import db
from training.practicals.models import PracticalAssessment, SupervisedSession

PLACE, TEXT = 200, 4_000
"""Characters a place, and a remark or a reason, may hold."""


class OwnRecord(Exception):
    """Nobody assesses, confirms or declines for themselves."""


class AlreadyCorrected(Exception):
    """Another record took the place of this one before."""


def four_eyes(person_id: int, by: int) -> None:
    """Raise OwnRecord when somebody acts on their own record."""
    if person_id == by:
        raise OwnRecord


def signature(person_id: int) -> tuple[str, str]:
    """Return the name and the roles somebody has now, to be frozen with what they say."""
    person = accounts.people([person_id])[person_id]
    return person.name, ", ".join(sorted(person.roles))


def add_correction(row: PracticalAssessment | SupervisedSession) -> None:
    """Add a record; of two that would take the place of the same one, the database lets in the first.

    Raises AlreadyCorrected.
    """
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        if row.corrects_id is None:
            raise
        raise AlreadyCorrected from error
