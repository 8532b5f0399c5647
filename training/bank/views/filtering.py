"""Filters that somebody keeps under a name: kept, renamed, deleted, by their owner alone."""

from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.bank import saved_filters
from training.bank.forms.pages import NameForm
from training.bank.queries.lists import Filters
from training.bank.saved_filters import BadName
from training.core.roles import Permission
from training.web.access import requires

bp = Blueprint("filters", __name__)


@bp.get("/bank/filters")
@requires(Permission.SEE_BANK)
def index() -> ResponseReturnValue:
    return _page(NameForm(formdata=None), Filters.of(request.args.to_dict()))


@bp.post("/bank/filters")
@requires(Permission.SEE_BANK)
def keep() -> ResponseReturnValue:
    """Keep what narrows the list now."""
    form, filters = NameForm(), Filters.of(request.form.to_dict())
    try:
        saved_filters.keep(form.name.data or "", filters, by=current_user.id, now=clock.now())
    except BadName as error:
        form.name.errors = [str(error)]
        return _page(form, filters), 422
    flash("The filter is kept.", "good")
    return redirect(f"{url_for('bank.index')}?{urlencode(filters.values)}", 303)


@bp.post("/bank/filters/<int:filter_id>/rename")
@requires(Permission.SEE_BANK)
def rename(filter_id: int) -> ResponseReturnValue:
    try:
        known = saved_filters.rename(filter_id, request.form.get("name", ""), by=current_user.id)
    except BadName as error:
        flash(f"Not renamed. {error}", "danger")
    else:
        flash("Renamed.", "good") if known else abort(404)
    return redirect(url_for("bank.filters.index"), 303)


@bp.post("/bank/filters/<int:filter_id>/delete")
@requires(Permission.SEE_BANK)
def delete(filter_id: int) -> ResponseReturnValue:
    if not saved_filters.drop(filter_id, by=current_user.id):
        abort(404)
    flash("The filter is deleted; its items are as they were.", "good")
    return redirect(url_for("bank.filters.index"), 303)


def _page(form: NameForm, filters: Filters) -> str:
    kept = saved_filters.all_of(current_user.id)
    return render_template("bank/filters.html", form=form, filters=filters, kept=kept)
