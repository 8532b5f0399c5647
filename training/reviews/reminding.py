"""Reminding reviewers of the day until which their review is wanted: once shortly before it, once after it."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from training import db as database
from training.accounts.links import Site
from training.reviews import notices, queries
from training.reviews.models import NoticeKind, ReviewRequest
from training.reviews.subjects import Reviewed, Subjects

BEFORE = timedelta(days=2)
"""How long before the day somebody is reminded of it."""
SINCE = timedelta(days=1)
"""How old a request must be: whoever is asked today for tomorrow is not reminded in the same hour."""
Due: TypeAlias = Callable[[date], Iterable[tuple[Reviewed, ReviewRequest]]]
"""A function: what is in review and wanted by a day or before it, locked, each with its request."""


def remind(due: Due, subjects: Subjects, *, site: Site, now: datetime) -> int:
    """Tell and mail whose review is due soon or overdue, and return how many reviews stand so.

    Everybody is reminded once before the day and once after it; the table of notices decides that, so repeating this
    does nothing. Whoever may not review a version any more, or gave their approval, is left alone.
    """
    today = now.astimezone(ZoneInfo(site.zone)).date()
    database.begin_write()
    found = list(due(today + BEFORE))
    for reviewed, request in found:
        kind = _kind(request, today, now)
        if kind is not None:
            people = queries.expected(reviewed)
            notices.tell(kind, reviewed.version, people, by=None, now=now, due_on=request.due_on)
    notices.post(subjects, by=None, site=site, now=now)
    return len(found)


def _kind(request: ReviewRequest, today: date, now: datetime) -> NoticeKind | None:
    if request.due_on < today:
        return NoticeKind.OVERDUE
    return NoticeKind.DUE_SOON if request.asked_at <= now - SINCE else None
