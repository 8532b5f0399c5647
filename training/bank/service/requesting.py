"""Requests for review: made, changed while they run, and withdrawn; who is concerned is told."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete

from training import db as database
from training.audit import service as audit
from training.bank.models import Approval, ItemVersion, NoticeKind, Reviewer, ReviewRequest, State
from training.bank.queries import versions, waiting
from training.bank.queries.waiting import Asked
from training.bank.refusals import NotYourRequest, RequestChanged, WrongReviewer, WrongState
from training.bank.service import notices
from training.bank.service.rows import facts_of, locked, move, require, subject
from training.core.roles import Permission
from training.db import db


@dataclass(frozen=True, slots=True)
class Wanted:
    """By whom a review is wanted and until which day; nobody named means everybody who may."""

    due_on: date
    reviewers: frozenset[int] = frozenset()


def change(version: str, wanted: Wanted, *, seen: str, lead: bool, by: int, now: datetime) -> bool:
    """Ask other people for a review that runs, or until another day, and return whether anything changed.

    ``seen`` is the mark of the request as its reader saw it (`Asked.mark`); ``lead`` says that ``by`` is a clinical
    lead, who may do this as whoever wrote at the version or asked may. Whoever is asked now, asked no longer or asked
    for another day is told, and so are the authors. Raises WrongState unless it is in review, NotYourRequest,
    RequestChanged, WrongReviewer.
    """
    database.begin_write()
    row, before = _running(version, by, lead=lead)
    if seen != before.mark:
        raise RequestChanged("Somebody changed this request meanwhile. This is how it stands now.")
    after = Asked(before.by or by, wanted.due_on, wanted.reviewers)
    if after == before:
        return False
    check_reviewers(row, wanted.reviewers - before.named)
    expected = waiting.expected(row) if before.due_on else set()
    keep(row, wanted, by=before.by or by, now=now)
    _tell_change(row, expected, moved=after.due_on != before.due_on, by=by, now=now)
    facts = facts_of(row) | {**said(wanted), "before": said(before)}
    audit.record("changed request", actor=by, subject=subject(row), now=now, facts=facts)
    return True


def withdraw(version: str, *, lead: bool, by: int, now: datetime) -> None:
    """Ask for the review of a version no longer: it is a draft again, and its approvals end.

    Raises WrongState unless its review was asked for and runs, NotYourRequest.
    """
    database.begin_write()
    row, request = _running(version, by, lead=lead)
    if request.due_on is None:
        raise WrongState("Nobody asked for a review of this version.")
    concerned = [*waiting.expected(row), *versions.writers(row), request.by]
    drop(row)
    db.session.execute(delete(Approval).where(Approval.version == version))
    move(row, (State.IN_REVIEW,), State.DRAFT, now)
    notices.end_asking(row, None, now=now)
    notices.tell(NoticeKind.FREED, row, concerned, by=by, now=now)
    audit.record("withdrew request", actor=by, subject=subject(row), now=now, facts=facts_of(row))


def may_direct(row: ItemVersion, person_id: int, *, lead: bool) -> bool:
    """Return whether somebody may change the request for a version: its authors, who asked, a clinical lead."""
    request = db.session.get(ReviewRequest, row.hash)
    asked = request is not None and request.asked_by == person_id
    return lead or asked or versions.wrote(row, person_id)


def check_reviewers(row: ItemVersion, people: frozenset[int]) -> None:
    """Raise WrongReviewer unless all of these may review a version."""
    if people - {person.id for person in waiting.who_may(Permission.REVIEW_ITEMS, row)}:
        raise WrongReviewer("Somebody you named cannot review it any more. Choose again.")


def keep(row: ItemVersion, wanted: Wanted, *, by: int, now: datetime) -> None:
    """Keep a request in the place of an older one for the same version."""
    drop(row)
    db.session.add(ReviewRequest(version=row.hash, asked_by=by, asked_at=now, due_on=wanted.due_on))
    db.session.add_all(Reviewer(version=row.hash, person_id=person) for person in sorted(wanted.reviewers))
    db.session.flush()


def drop(row: ItemVersion) -> None:
    """Remove the request for a version."""
    for table in (Reviewer, ReviewRequest):
        db.session.execute(delete(table).where(table.version == row.hash))


def said(request: Wanted | Asked) -> dict[str, object]:
    """Return a request as the record keeps it."""
    named = request.reviewers if isinstance(request, Wanted) else request.named
    return {"due": request.due_on.isoformat() if request.due_on else None, "asked": sorted(named)}


def _running(version: str, by: int, *, lead: bool) -> tuple[ItemVersion, Asked]:
    row = locked(version)
    if not may_direct(row, by, lead=lead):
        raise NotYourRequest("Whoever wrote at the item or asked for its review changes that, or a clinical lead.")
    require(row, (State.IN_REVIEW,))
    return row, waiting.asked([version]).get(version, Asked())


def _tell_change(row: ItemVersion, before: set[int], *, moved: bool, by: int, now: datetime) -> None:
    """Tell who is asked now, who no longer, and of another day whoever stays; the authors of any change."""
    after, request = waiting.expected(row), db.session.get_one(ReviewRequest, row.hash)
    for person in sorted(before - after):
        notices.end_asking(row, person, now=now)
    if moved:
        notices.end_reminders(row, now=now)
    notices.tell(NoticeKind.ASKED, row, after - before, by=by, now=now)
    notices.tell(NoticeKind.FREED, row, before - after, by=by, now=now)
    authors = {*versions.writers(row), request.asked_by} - after - before
    stay = after & before if moved else set()
    notices.tell(NoticeKind.CHANGED, row, authors | stay, by=by, now=now)
