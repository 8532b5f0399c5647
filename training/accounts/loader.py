"""How the site learns who looks: Flask-Login's session is a token, and the database knows what it is worth."""

from datetime import datetime

from flask import Flask, Response, g, request, session
from flask_login import LoginManager, current_user

from training import clock
from training.accounts import authorship, queries, sessions
from training.accounts.models import Person
from training.db import SAFE


def init_app(app: Flask, manager: LoginManager) -> None:
    """Load people by their session, and note its use after a POST that succeeded."""
    manager.user_loader(_load)
    app.after_request(_touch)


def confirmed_at() -> datetime | None:
    """Return when the password was last given in this session, None for a stranger."""
    standing = _standing()
    return standing.confirmed_at if standing else None


def holds_simulated() -> bool:
    """Return whether the site holds simulated people; known without asking once it is known who looks."""
    return g.standing.holds_simulated if "standing" in g else queries.any_simulated()


def _load(token: str) -> Person | None:
    found = queries.signed_in(token, now=clock.now())
    if found is None:
        return None
    person, g.standing = found
    if "csrf_token" not in session:
        session["csrf_token"] = authorship.secret_of(person.id)
    return person


def _standing() -> queries.Standing | None:
    if not current_user.is_authenticated:
        return None
    standing: queries.Standing = g.standing
    return standing


def _touch(response: Response) -> Response:
    """Let a session live on by its POSTs. A view that never asked who looks (the exam's save) costs nothing here."""
    if request.method in SAFE or response.status_code >= 400 or "standing" not in g:
        return response
    now = clock.now()
    if now - g.standing.last_seen_at >= sessions.SEEN_EVERY:
        sessions.touch(g.standing, now=now)
    return response
