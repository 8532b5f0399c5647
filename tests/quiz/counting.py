"""Counting what a stretch of code asks the database."""

from contextlib import contextmanager

from sqlalchemy import event

from training.db import db


class Counted:
    def __init__(self):
        self.statements = []
        self.commits = 0


@contextmanager
def counted():
    """Count statements (without BEGIN) and commits."""
    found = Counted()

    def statement(_connection, _cursor, text, _parameters, _context, _many):
        if not text.startswith("BEGIN"):
            found.statements.append(text)

    def commit(_connection):
        found.commits += 1

    event.listen(db.engine, "before_cursor_execute", statement)
    event.listen(db.engine, "commit", commit)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", statement)
        event.remove(db.engine, "commit", commit)
