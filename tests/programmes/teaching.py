"""Contact hours that tests enter again and again."""

from dataclasses import replace
from datetime import date

from tests.conftest import NOON
from tests.people import identity
from tests.programmes import world
from training.db import commit_step
from training.programmes.queries import hours as queries
from training.programmes.service import hours as service

DAY = service.Held(date(2026, 11, 20), "in-person", "Palpation of the shoulder", "Room 2, Berlin", "")


def entered(cohort_id, minutes, *, by="sam", key="k" * 32, further=False, **other):
    """Enter hours by first name and return the ids of the records."""
    given = {identity(name): amount for name, amount in minutes.items()}
    sheet = service.Sheet(cohort_id, replace(DAY, **other), given, further)
    rows = service.enter(sheet, service.Signed(identity(by), key, NOON))
    ids = [row.id for row in rows]
    commit_step()
    return ids


def hours_of(name):
    """Return somebody's hours by kind."""
    return queries.of_person(identity(name), world.PROGRAMME)
