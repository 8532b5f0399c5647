"""One id and one log line a request: which endpoint, how it ended, how long it took; never what was said."""

import secrets
import time

import structlog
from flask import Flask, Response, g, request

_log = structlog.get_logger("training.request")
QUIET = frozenset({"assets.file", "health.alive", "health.ready"})


def init_app(app: Flask) -> None:
    """Bind an id to each request's log lines, and log how it ended."""

    @app.before_request
    def _begin() -> None:
        g.started = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=secrets.token_hex(6))

    @app.after_request
    def _end(response: Response) -> Response:
        if request.endpoint in QUIET and response.status_code < 500:
            return response
        _log.info(
            "request",
            method=request.method,
            endpoint=request.endpoint,
            status=response.status_code,
            ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        )
        return response
