"""One id and one log line a request: which endpoint, how it ended, how long it took; never what was said.

The id stands on the page that tells of a failure, so that whoever reports it names the log line. Behind a proxy it is
the proxy's, so that both logs tell of one request.
"""

import re
import secrets
import time
from collections.abc import Callable
from types import TracebackType

import structlog
from flask import Flask, Response, g, request
from werkzeug.routing import Rule

_log = structlog.get_logger("training.request")
QUIET = frozenset({"assets.file", "health.alive", "health.ready"})
ID = re.compile(r"[0-9a-f]{12,64}")


class LateRule(Rule):
    """A rule that compiles what makes addresses of it when the first is wanted: most processes want few."""

    def _compile_builder(self, *given: bool, **named: bool) -> Callable[..., tuple[str, str]]:
        made: list[Callable[..., tuple[str, str]]] = []

        def build(rule: Rule, **values: object) -> tuple[str, str]:
            if not made:
                made.append(super(LateRule, self)._compile_builder(*given, **named))
            return made[0](rule, **values)

        return build


class Site(Flask):
    """A Flask that logs what failed by endpoint: a path may hold the secret of a mailed link."""

    url_rule_class = LateRule

    def log_exception(
        self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None] | tuple[object, ...]
    ) -> None:
        """Log an exception that no view caught."""
        _log.error("failed", method=request.method, endpoint=request.endpoint, exc_info=exc_info)


def init_app(app: Flask, *, proxied: bool) -> None:
    """Bind an id to each request's log lines, and log how it ended."""

    @app.before_request
    def _begin() -> None:
        g.started = time.perf_counter()
        given = request.headers.get("X-Request-ID", "") if proxied else ""
        g.request_id = given if ID.fullmatch(given) else secrets.token_hex(6)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def _end(response: Response) -> Response:
        if response.status_code >= 400:
            response.headers["X-Request-ID"] = g.get("request_id", "")
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
