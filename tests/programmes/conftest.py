"""A site whose programme can be taken, and counting statements."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tests.programmes import world
from training.db import db


@pytest.fixture
def programme(context):
    """The exam and the modules exist."""
    world.prepare()


@pytest.fixture
def cohort(programme):
    """The id of a cohort."""
    return world.cohort()


@pytest.fixture
def statements(context):
    """A context manager that lists the statements sent inside it."""

    @contextmanager
    def listed():
        sent = []

        def note(_connection, _cursor, statement, *_rest):
            sent.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        yield sent
        event.remove(db.engine, "before_cursor_execute", note)

    return listed
