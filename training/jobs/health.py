"""Whether the process lives, and whether the site is ready: database, schema, worker."""

import structlog
from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from training import clock, schema
from training.db import db
from training.jobs import queries
from training.web.access import public

bp = Blueprint("health", __name__)
_log = structlog.get_logger(__name__)


@bp.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    return {"ok": True}


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    try:
        found = schema.current(db.engine)
        silent = not found or queries.pulse(now=clock.now()).silent
    except SQLAlchemyError:
        _log.exception("not_ready")
        return {"ready": False, "database": "does not answer"}, 503
    state = {
        "database": "answers",
        "schema": "current" if found == schema.head() else "old: run training db upgrade",
        "worker": "silent: run training worker" if silent else "alive",
    }
    whole = state["schema"] == "current" and state["worker"] == "alive"
    return {"ready": whole, **state}, 200 if whole else 503
