"""The two sites the pages are looked at in: one in use, one where nothing happened yet.

The site in use is filled through the services, as the product fills it: a module a slice, whose ``fill(now)`` returns
by name the ids that addresses need. Everybody's own id is known by first name.
"""

from datetime import datetime

from flask import Flask

from tests import people
from tests.browser.worlds import (
    accounts,
    bank,
    certificates,
    kinds,
    marking,
    mocks,
    modules,
    packs,
    practicals,
    practice,
    programmes,
    quiz,
    recordings,
    samples,
    work,
)
from training import clock
from training import db as database

Known = dict[str, object]
PARTS = (
    accounts,
    work,
    bank,
    practicals,
    modules,
    practice,
    certificates,
    quiz,
    marking,
    kinds,
    recordings,
    samples,
    programmes,
    packs,
    mocks,
)


def full(app: Flask) -> Known:
    """Fill a site and return, by name, the ids that addresses need."""
    now: datetime = clock.now()
    known: Known = {first: people.identity(first) for first in people.PEOPLE}
    for part in PARTS:
        with database.commit_command():
            known |= part.fill(now)
    return known


def empty(app: Flask) -> Known:
    """Leave a site as it is."""
    return {}
