"""The door of the site: where `/` leads, the page for strangers, what is kept of people, accessibility."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training.web import navigation
from training.web.access import public

bp = Blueprint("about", __name__, template_folder="../templates")


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    """Send strangers to the page for them, and people to the first page of their roles."""
    if not current_user.is_authenticated:
        return redirect(url_for("about.welcome"), 303)
    return redirect(url_for(navigation.first_page(current_user.roles, current_app.view_functions)), 303)


@bp.get("/welcome")
@public
def welcome() -> ResponseReturnValue:
    """Say what this is, to somebody without an account."""
    return render_template("accounts/welcome.html", sample=current_app.extensions["needlewise_sample"]())


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """Say what is kept, how long, and who sees it."""
    return render_template("accounts/privacy.html")


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """Say what works for whom, what does not yet, and whom to tell."""
    return render_template("accounts/accessibility.html")
