"""Reminding reviewers of the day until which their review is wanted: once shortly before it, once after it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from training import db as database
from training.accounts.links import Site
from training.bank.models import NoticeKind
from training.bank.queries import waiting
from training.bank.service import notices

BEFORE = timedelta(days=2)
"""How long before the day somebody is reminded of it."""
SINCE = timedelta(days=1)
"""How old a request must be: whoever is asked today for tomorrow is not reminded in the same hour."""


def remind(now: datetime, *, site: Site) -> int:
    """Tell and mail whose review is due soon or overdue, and return how many reviews stand so.

    Everybody is reminded once before the day and once after it; the table of notices decides that, so repeating this
    does nothing. Whoever may not review a version any more, or gave their approval, is left alone.
    """
    today = now.astimezone(ZoneInfo(site.zone)).date()
    database.begin_write()
    found = waiting.due_by(today + BEFORE)
    for row, request in found:
        if request.due_on < today:
            kind = NoticeKind.OVERDUE
        elif request.asked_at <= now - SINCE:
            kind = NoticeKind.DUE_SOON
        else:
            continue
        notices.tell(kind, row, waiting.expected(row), by=None, now=now, due_on=request.due_on)
    notices.post(by=None, site=site, now=now)
    return len(found)
