"""Changing a request for the review of a module while it runs, and withdrawing it."""

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.accounts.here import site
from training.core.roles import Permission, allows
from training.modules import requesting, subjects, versions
from training.modules.refusals import REFUSED
from training.modules.views import version_page
from training.reviews import asking, notices, queries
from training.web.access import requires

if TYPE_CHECKING:
    from training.modules.models import ModuleVersion

bp = Blueprint("request", __name__)


@bp.post("/modules/<code>/versions/<int:number>/request")
@requires(Permission.CHANGE_REQUESTS)
def change(code: str, number: int) -> ResponseReturnValue:
    """Ask those who are ticked, until the given day."""
    row, now = versions.version(code, number) or abort(404), clock.now()
    asked = queries.asked_of(row.id)
    form = asking.form_of(subjects.able(row), asked)
    if not asking.fits(form, since=asked.due_on):
        return version_page.render(row, ask=form), 422
    seen = form.seen.data or ""
    try:
        changed = requesting.change(row.id, form.wanted(), seen=seen, lead=_leads(), by=current_user.id, now=now)
    except REFUSED as error:
        flash(str(error), "danger")
        return _back(row)
    notices.post(subjects.of, by=current_user.id, site=site(), now=now)
    words = "The request is changed. Those concerned are told." if changed else "Nothing changed."
    flash(words, "good" if changed else "info")
    return _back(row)


@bp.post("/modules/<code>/versions/<int:number>/request/withdraw")
@requires(Permission.CHANGE_REQUESTS)
def withdraw(code: str, number: int) -> ResponseReturnValue:
    row, now = versions.version(code, number) or abort(404), clock.now()
    try:
        requesting.withdraw(row.id, lead=_leads(), by=current_user.id, now=now)
    except REFUSED as error:
        flash(str(error), "danger")
        return _back(row)
    notices.post(subjects.of, by=current_user.id, site=site(), now=now)
    flash("The request is withdrawn. The version is a draft again.", "good")
    return _back(row)


def _leads() -> bool:
    return allows(current_user.roles, Permission.SIGN_OFF)


def _back(row: "ModuleVersion") -> ResponseReturnValue:
    return redirect(url_for("modules.versions.show", code=row.code, number=row.number), 303)
