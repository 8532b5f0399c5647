"""What both groups of pages need."""

from datetime import date

from flask import abort

from training import clock
from training.practicals import queries
from training.practicals.catalogue import Form
from training.web.frame import settings

FORM = "foundations-practical"
"""The form in use; a second programme would name its own."""


def form() -> Form:
    """Return the form in use."""
    return queries.form(FORM) or abort(404)


def today() -> date:
    """Return today's date at the institution."""
    return clock.now().astimezone(settings().timezone).date()
