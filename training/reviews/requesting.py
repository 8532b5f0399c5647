"""Requests for review: made, changed while they run, and withdrawn; who is concerned is told.

The slice that owns a version calls these in its own transaction, after it looked at the version's state.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete

from training.audit import service as audit
from training.db import db
from training.reviews import notices, queries
from training.reviews.models import NoticeKind, Reviewer, ReviewRequest
from training.reviews.queries import Asked
from training.reviews.refusals import NotAsked, NotYourRequest, RequestChanged, WrongReviewer
from training.reviews.subjects import Reviewed


@dataclass(frozen=True, slots=True)
class Wanted:
    """By whom a review is wanted and until which day; nobody named means everybody who may."""

    due_on: date
    reviewers: frozenset[int] = frozenset()


def ask(reviewed: Reviewed, wanted: Wanted | None, *, by: int, now: datetime) -> dict[str, object]:
    """Ask for a review, in the place of an older request, tell those asked, and return what the record keeps.

    None leaves it to everybody who may, without a day. Raises WrongReviewer.
    """
    drop(reviewed.version)
    if wanted:
        _check(reviewed, wanted.reviewers)
        _keep(reviewed.version, wanted, by=by, now=now)
    notices.tell(NoticeKind.ASKED, reviewed.version, queries.expected(reviewed), by=by, now=now)
    return _said(wanted.due_on, wanted.reviewers) if wanted else {}


def change(reviewed: Reviewed, wanted: Wanted, *, seen: str, by: int, now: datetime) -> bool:
    """Ask other people for a review that runs, or until another day, and return whether anything changed.

    ``seen`` is the mark of the request as its reader saw it (`Asked.mark`). Whoever is asked now, asked no longer or
    asked for another day is told, and so are the authors. Raises RequestChanged, WrongReviewer.
    """
    before = queries.asked_of(reviewed.version)
    if seen != before.mark:
        raise RequestChanged("Somebody changed this request meanwhile. This is how it stands now.")
    after = Asked(before.by or by, wanted.due_on, wanted.reviewers)
    if after == before:
        return False
    _check(reviewed, wanted.reviewers - before.named)
    expected = queries.expected(reviewed) if before.due_on else frozenset()
    drop(reviewed.version)
    _keep(reviewed.version, wanted, by=before.by or by, now=now)
    _tell_change(reviewed, expected, moved=after.due_on != before.due_on, by=by, now=now)
    facts = _said(wanted.due_on, wanted.reviewers) | {"before": _said(before.due_on, before.named)}
    audit.record("changed request", actor=by, subject=reviewed.about, now=now, facts=reviewed.facts | facts)
    return True


def withdraw(reviewed: Reviewed, *, by: int, now: datetime) -> None:
    """Ask for a review no longer and tell those it concerns. Raises NotAsked."""
    request = queries.asked_of(reviewed.version)
    if request.due_on is None:
        raise NotAsked("Nobody asked for a review of this version.")
    concerned = queries.expected(reviewed) | reviewed.writers | {request.by}
    drop(reviewed.version)
    notices.end_asking(reviewed.version, None, now=now)
    notices.tell(NoticeKind.FREED, reviewed.version, concerned, by=by, now=now)
    audit.record("withdrew request", actor=by, subject=reviewed.about, now=now, facts=reviewed.facts)


def require_direct(version: str, by: int, *, wrote: bool, lead: bool) -> None:
    """Raise NotYourRequest unless somebody may change a request, see `may_direct`."""
    if not may_direct(version, by, wrote=wrote, lead=lead):
        raise NotYourRequest("Whoever wrote this or asked for its review changes that, or a clinical lead.")


def may_direct(version: str, person_id: int, *, wrote: bool, lead: bool) -> bool:
    """Return whether somebody may change the request for a version: its authors, who asked, a clinical lead."""
    request = db.session.get(ReviewRequest, version)
    return lead or wrote or (request is not None and request.asked_by == person_id)


def drop(version: str) -> None:
    """Remove the request for a version."""
    for table in (Reviewer, ReviewRequest):
        db.session.execute(delete(table).where(table.version == version))


def _keep(version: str, wanted: Wanted, *, by: int, now: datetime) -> None:
    db.session.add(ReviewRequest(version=version, asked_by=by, asked_at=now, due_on=wanted.due_on))
    db.session.add_all(Reviewer(version=version, person_id=person) for person in sorted(wanted.reviewers))
    db.session.flush()


def _check(reviewed: Reviewed, people: frozenset[int]) -> None:
    if people - reviewed.able:
        raise WrongReviewer("Somebody you named cannot review it any more. Choose again.")


def _said(due_on: date | None, named: frozenset[int]) -> dict[str, object]:
    return {"due": due_on.isoformat() if due_on else None, "asked": sorted(named)}


def _tell_change(reviewed: Reviewed, before: frozenset[int], *, moved: bool, by: int, now: datetime) -> None:
    """Tell who is asked now, who no longer, and of another day whoever stays; the authors of any change."""
    version, after = reviewed.version, queries.expected(reviewed)
    for person in sorted(before - after):
        notices.end_asking(version, person, now=now)
    if moved:
        notices.end_reminders(version, now=now)
    notices.tell(NoticeKind.ASKED, version, after - before, by=by, now=now)
    notices.tell(NoticeKind.FREED, version, before - after, by=by, now=now)
    authors = (reviewed.writers | {queries.asked_of(version).by}) - after - before
    stay = after & before if moved else frozenset()
    notices.tell(NoticeKind.CHANGED, version, authors | stay, by=by, now=now)
