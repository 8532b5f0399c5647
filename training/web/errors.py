"""Pages for what went wrong, in words that say what to do."""

import structlog
from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin, current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, NotFound

from training.db import SAFE, CannotWrite, OutOfRange, rollback
from training.web.frame import settings
from training.web.refill import SECRETS

_log = structlog.get_logger(__name__)

WORDS = {
    400: ("This request could not be read", "Go back, reload the page and try again."),
    403: (
        "Not open to your account",
        "Your account has no role that may do this. Ask the course office if it should.",
    ),
    404: ("Not found", "There is nothing at this address, or it is not yours to see. Check the address."),
    405: ("Not possible this way", "Open the page first and use its buttons."),
    409: (
        "Changed in the meantime",
        "Somebody or another tab was faster. Reload the page to see how it stands.",
    ),
    413: ("Too large", "What you sent is larger than the {megabytes} MB this site takes. Send a smaller file."),
    429: ("Too many tries", "Wait a few minutes, then try again."),
    500: (
        "Something broke on our side",
        "Nothing you sent was half stored. Try again; if it stays, tell the course office.",
    ),
    503: ("Not available at the moment", "The site is being looked after. Try again in a few minutes."),
}

LESS = "What you sent is more than is taken here at once. Send less of it."
"""The remedy where a page takes less than the site does: long texts, or what a script sends."""


def init_app(app: Flask) -> None:
    """Show every HTTP error as a page of ours, or as JSON to a script."""
    app.register_error_handler(HTTPException, _page)
    app.register_error_handler(CSRFError, expired)
    app.register_error_handler(CannotWrite, not_saved)
    app.register_error_handler(OutOfRange, out_of_range)


def _page(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    cause = getattr(error, "original_exception", None)  # the commit failed, after the view had answered
    if isinstance(cause, CannotWrite):
        return not_saved(cause)
    if isinstance(cause, OutOfRange):
        return out_of_range(cause)
    title, remedy = WORDS.get(code, WORDS[500])
    if code == 413 and (request.content_length or 0) <= current_app.config["MAX_CONTENT_LENGTH"]:
        remedy = LESS
    remedy = remedy.format(megabytes=settings().upload_megabytes)
    if request.path.startswith("/api/"):
        return {"error": title, "remedy": remedy}, code
    return _shown(title, remedy, code)


def expired(_error: CSRFError) -> ResponseReturnValue:
    """Say that a form's token went stale."""
    title, remedy = "This form went stale", "Reload the page; what you typed is still in it in most browsers."
    if request.path.startswith("/api/"):
        return {"error": "csrf", "remedy": remedy}, 400
    return _shown(title, remedy, 400)


def not_saved(error: CannotWrite) -> ResponseReturnValue:
    """Say that the server can store nothing now, and keep what a form sent in a button that sends it again."""
    rollback()
    _look_as_stranger()
    _log.error("cannot_write", endpoint=request.endpoint, cause=str(error))
    title, remedy = "Not saved", "The server cannot store anything at the moment. Nothing of it was half stored."
    if request.path.startswith("/api/"):
        return {"error": "not saved", "remedy": f"{remedy} Keep it and send it again."}, 503
    if request.method in SAFE:
        return _shown(*WORDS[503], 503)
    return render_template("not_saved.html", title=title, remedy=remedy, again=_sent()), 503


def out_of_range(_error: OutOfRange) -> ResponseReturnValue:
    """Find nothing under a number that no row can have; of a form say that nothing was saved, and show what it sent."""
    rollback()
    if request.method in SAFE:
        return _page(NotFound())
    title, remedy = (
        "A number is too large",
        "Nothing was saved: no number here can be so large. Go back and correct it.",
    )
    if request.path.startswith("/api/"):
        return {"error": title, "remedy": remedy}, 422
    return render_template("out_of_range.html", title=title, remedy=remedy, sent=_sent()), 422


def _sent() -> list[tuple[str, str]]:
    """Return what a form sent, without its secrets."""
    given = request.form.items(multi=True)
    return [(name, value) for name, value in given if not any(part in name.lower() for part in SECRETS)]


def _look_as_stranger() -> None:
    """Let the page be shown as to a stranger where the database cannot be asked who looks."""
    try:
        current_user.is_authenticated  # noqa: B018 - loads who looks
    except CannotWrite:
        g._login_user = AnonymousUserMixin()  # noqa: SLF001 - where Flask-Login keeps who looks


def _shown(title: str, remedy: str, code: int) -> ResponseReturnValue:
    request_id = g.get("request_id", "")
    return render_template("error.html", title=title, remedy=remedy, code=code, request_id=request_id), code
