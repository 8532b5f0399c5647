"""Requests for the review of an item: changed while they run, and withdrawn."""

from datetime import datetime

from sqlalchemy import delete

from training import db as database
from training.bank.models import Approval, ItemVersion, State
from training.bank.queries import versions, waiting
from training.bank.service.rows import locked, move, require
from training.db import db
from training.reviews import requesting
from training.reviews.requesting import Wanted


def change(version: str, wanted: Wanted, *, seen: str, lead: bool, by: int, now: datetime) -> bool:
    """Ask other people for a review that runs, or until another day, and return whether anything changed.

    ``lead`` says that ``by`` is a clinical lead, who may do this as whoever wrote at the version or asked may. Raises
    WrongState unless it is in review, NotYourRequest, and what `training.reviews.requesting.change` raises.
    """
    row = _running(version, by, lead=lead)
    return requesting.change(waiting.reviewed(row), wanted, seen=seen, by=by, now=now)


def withdraw(version: str, *, lead: bool, by: int, now: datetime) -> None:
    """Ask for the review of a version no longer: it is a draft again, and its approvals end.

    Raises WrongState unless it is in review, NotAsked, NotYourRequest.
    """
    row = _running(version, by, lead=lead)
    requesting.withdraw(waiting.reviewed(row), by=by, now=now)
    db.session.execute(delete(Approval).where(Approval.version == version))
    move(row, (State.IN_REVIEW,), State.DRAFT, now)


def _running(version: str, by: int, *, lead: bool) -> ItemVersion:
    database.begin_write()
    row = locked(version)
    requesting.require_direct(version, by, wrote=versions.wrote(row, by), lead=lead)
    require(row, (State.IN_REVIEW,))
    return row
