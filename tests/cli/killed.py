"""``training db upgrade`` that is killed in the middle: right after a statement that begins with some words."""

import os
import signal

from sqlalchemy import Engine, event

from training.cli.main import main


def upgrade(words):
    """Upgrade, and be killed after the first statement that begins with these words."""

    @event.listens_for(Engine, "after_cursor_execute")
    def kill(_connection, _cursor, statement, *_others):
        if statement.lstrip().startswith(words):
            os.kill(os.getpid(), signal.SIGKILL)

    main(["db", "upgrade"])
