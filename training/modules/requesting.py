"""Requests for the review of a module: changed while they run, withdrawn, and reminded of."""

from datetime import datetime

from training.accounts.links import Site
from training.db import begin_write
from training.modules import rows, subjects, versions
from training.modules.models import ModuleVersion, State
from training.reviews import reminding, requesting
from training.reviews.requesting import Wanted


def change(version_id: str, wanted: Wanted, *, seen: str, lead: bool, by: int, now: datetime) -> bool:
    """Ask other people for a review that runs, or until another day, and return whether anything changed.

    ``lead`` says that ``by`` is a clinical lead, who may do this as whoever wrote at the version or asked may. Raises
    WrongState unless it is in review, NotYourRequest, and what `training.reviews.requesting.change` raises.
    """
    row = _running(version_id, by, lead=lead)
    return requesting.change(subjects.reviewed(row), wanted, seen=seen, by=by, now=now)


def withdraw(version_id: str, *, lead: bool, by: int, now: datetime) -> None:
    """Ask for the review of a version no longer: it is a draft again.

    Raises WrongState unless it is in review, NotAsked, NotYourRequest.
    """
    row = _running(version_id, by, lead=lead)
    requesting.withdraw(subjects.reviewed(row), by=by, now=now)
    rows.move(row, (State.IN_REVIEW,), State.DRAFT, now)


def remind(now: datetime, *, site: Site) -> int:
    """Tell and mail whose review of a module is due soon or overdue, each once; return how many reviews stand so."""
    return reminding.remind(subjects.due_by, subjects.of, site=site, now=now)


def _running(version_id: str, by: int, *, lead: bool) -> ModuleVersion:
    begin_write()
    row = rows.locked(version_id)
    requesting.require_direct(version_id, by, wrote=versions.wrote(row, by), lead=lead)
    rows.require(row, (State.IN_REVIEW,))
    return row
