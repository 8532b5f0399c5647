"""Whether the process lives, and whether the site is ready: database, schema, worker."""

from datetime import datetime
from queue import Empty, Queue
from threading import Thread

import structlog
from flask import Blueprint, Flask
from flask import current_app as here
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from training import clock, schema
from training.db import CannotWrite, db
from training.jobs import queries
from training.web.access import public

bp = Blueprint("health", __name__)
ANSWER_SECONDS = 4.0
SILENCE = {"database": "does not answer"}
UNHEARD = "silent: run training worker; where it runs, it cannot save, so see whether the disk is full"
"""The worker notes every few seconds that it lives. Asking must not write, so that note says whether saving works."""
_log = structlog.get_logger(__name__)


@bp.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    return {"ok": True}


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Say whether all is in order, in time also where the database hangs: who asks waits a few seconds at most."""
    heard: Queue[dict[str, str]] = Queue()
    site: Flask = here._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - a thread sees no proxy
    Thread(target=_ask, args=(site, heard, clock.now()), name="readyz", daemon=True).start()
    try:
        state = heard.get(timeout=ANSWER_SECONDS)
    except Empty:
        state = SILENCE
    whole = state.get("schema") == "current" and state.get("worker") == "alive"
    return {"ready": whole, **state}, 200 if whole else 503


def _ask(site: Flask, heard: "Queue[dict[str, str]]", now: datetime) -> None:
    """Find the state on a connection of its own; where the database hangs, nobody listens any more at the end."""
    with site.app_context():
        try:
            state = _state(now)
        except (SQLAlchemyError, CannotWrite):
            _log.exception("not_ready")
            state = SILENCE
    heard.put(state)  # when its connection is given back: who heard may end the site


def _state(now: datetime) -> dict[str, str]:
    found = schema.current(db.engine)
    silent = not found or queries.pulse(now=now).silent
    return {
        "database": "answers",
        "schema": "current" if found == schema.head() else "old: run training db upgrade",
        "worker": UNHEARD if silent else "alive",
    }
