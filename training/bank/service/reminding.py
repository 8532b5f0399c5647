"""Reminding reviewers of items that are due."""

from datetime import datetime

from training.accounts.links import Site
from training.bank.queries import subjects, waiting
from training.reviews import reminding


def remind(now: datetime, *, site: Site) -> int:
    """Tell and mail whose review of an item is due soon or overdue, each once; return how many reviews stand so."""
    return reminding.remind(waiting.due_by, subjects.of, site=site, now=now)
