"""Keeping what the linter finds: at once in what somebody saves, by the worker in what came in great number."""

from datetime import timedelta

from training import db as database
from training.bank import checks
from training.bank.models import ItemVersion
from training.bank.queries import linted
from training.bank.tended import Linted
from training.db import db

AT_ONCE = 300
"""Versions read in one step of the worker, in about a second."""
SOON = timedelta(seconds=1)


def note(row: ItemVersion) -> None:
    """Keep what the linter finds in a version. Call `training.db.begin_write` before."""
    found = checks.of(row.content).findings
    words = dict.fromkeys(word for each in found for word in (str(each.rule.severity), each.rule.name))
    said = "".join(f" {word} " for word in words)
    db.session.merge(Linted(version=row.hash, edition=linted.edition(), found=said))


def read_more(limit: int = AT_ONCE) -> timedelta | None:
    """Read newest versions that the linter, as it is now, has not read; return when to go on, None when all are.

    Repeating it does no harm: what is found in a version is always the same.
    """
    database.begin_write()
    rows = linted.to_read(limit)
    for row in rows:
        note(row)
    return SOON if len(rows) == limit else None
