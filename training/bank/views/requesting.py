"""Changing a request for review while it runs, and withdrawing it."""

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.accounts.here import site
from training.bank.queries import subjects, versions
from training.bank.refusals import REFUSED
from training.bank.service import requesting
from training.bank.views import asking, item_page, shown
from training.core.roles import Permission
from training.reviews import asking as review_asking
from training.reviews import notices, queries
from training.web.access import requires

if TYPE_CHECKING:
    from training.bank.models import ItemVersion

bp = Blueprint("request", __name__)


@bp.post("/bank/items/<code:code>/versions/<int:number>/request")
@requires(Permission.CHANGE_REQUESTS)
def change(code: str, number: int) -> ResponseReturnValue:
    """Ask those who are ticked, until the given day."""
    row = versions.version(code, number) or abort(404)
    asked = queries.asked_of(row.hash)
    form, now = asking.form_of(row, asked), clock.now()
    if not review_asking.fits(form, since=asked.due_on):
        return item_page.render(row, form), 422
    seen, lead = form.seen.data or "", shown.may(Permission.SIGN_OFF)
    try:
        changed = requesting.change(row.hash, form.wanted(), seen=seen, lead=lead, by=current_user.id, now=now)
    except REFUSED as error:
        flash(str(error), "danger")
        return _back(row)
    notices.post(subjects.of, by=current_user.id, site=site(), now=now)
    words = "The request is changed. Those concerned are told." if changed else "Nothing changed."
    flash(words, "good" if changed else "info")
    return _back(row)


@bp.post("/bank/items/<code:code>/versions/<int:number>/request/withdraw")
@requires(Permission.CHANGE_REQUESTS)
def withdraw(code: str, number: int) -> ResponseReturnValue:
    row, now = versions.version(code, number) or abort(404), clock.now()
    try:
        requesting.withdraw(row.hash, lead=shown.may(Permission.SIGN_OFF), by=current_user.id, now=now)
    except REFUSED as error:
        flash(str(error), "danger")
        return _back(row)
    notices.post(subjects.of, by=current_user.id, site=site(), now=now)
    flash("The request is withdrawn. The version is a draft again.", "good")
    return _back(row)


def _back(row: "ItemVersion") -> ResponseReturnValue:
    return redirect(url_for("bank.version", code=row.item.code, number=row.number), 303)
