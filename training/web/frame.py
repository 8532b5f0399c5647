"""What every page's frame needs: who looks, where they can go, what was said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, current_app, get_flashed_messages, request, url_for
from flask_login import current_user

from training.core.roles import Role
from training.db import CannotWrite
from training.settings import Settings
from training.web import navigation
from training.web.navigation import Link

ACCOUNT = (("Your profile", "profile.show"),)
STRANGER = (("Sign in", "accounts.sign_in"),)


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence shown once on the next page; ``tone`` is info, good, warn or danger."""

    tone: str
    text: str


def init_app(app: Flask, settings: Settings) -> None:
    """Give templates the frame's values."""
    app.extensions["needlewise_settings"] = settings

    @app.context_processor
    def _frame() -> dict[str, object]:
        site = current_app.extensions["needlewise_settings"]
        viewer = current_user if current_user.is_authenticated else None
        return {
            "viewer": viewer,
            "nav": _links(viewer.roles) if viewer else (),
            "account_nav": _account_links(ACCOUNT if viewer else STRANGER),
            "demo": site.demo,
            "holds_simulated": _holds_simulated,
            "institution": site.institution,
            "contact": site.contact,
            "institution_zone": site.zone,
            "messages": _messages(),
        }


def settings() -> Settings:
    """Return the settings of the running site, for views."""
    found: Settings = current_app.extensions["needlewise_settings"]
    return found


def _holds_simulated() -> bool:
    """Return whether the site holds simulated history; no, where the database does not answer, to tell of that."""
    try:
        return bool(current_app.extensions["needlewise_simulated"]())
    except CannotWrite:
        return False


def _messages() -> tuple[Message, ...]:
    found: list[tuple[str, str]] = get_flashed_messages(with_categories=True)  # type: ignore[assignment]
    return tuple(Message(tone, text) for tone, text in found)


def _links(roles: frozenset[Role]) -> tuple[Link, ...]:
    entries = [entry for entry in navigation.entries(roles) if entry.endpoint in current_app.view_functions]
    news: Mapping[str, Callable[[int], int]] = current_app.extensions["needlewise_news"]
    here = navigation.nearest([entry.endpoint for entry in entries], request.endpoint or "")
    return tuple(
        Link(
            entry.label,
            url_for(entry.endpoint),
            entry.endpoint in here,
            news[entry.endpoint](current_user.id) if entry.endpoint in news else 0,
        )
        for entry in entries
    )


def _account_links(wanted: tuple[tuple[str, str], ...]) -> tuple[Link, ...]:
    return tuple(
        Link(label, url_for(endpoint), request.endpoint == endpoint)
        for label, endpoint in wanted
        if endpoint in current_app.view_functions
    )
