"""Changing many items at once: what changes, what that does to each, and doing it."""

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.bank.changing import Wanted
from training.bank.forms import names
from training.bank.forms.changing import ChangeForm
from training.bank.queries import lists
from training.bank.refusals import BankError, ChangedMeanwhile
from training.bank.service import changing
from training.bank.views import shown
from training.core.roles import Permission
from training.web.access import requires

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from training.bank.models import ItemVersion

PREFIX = "to-"
"""What sets the fields of a change apart from those of a filter that have the same name."""

bp = Blueprint("change", __name__)


@bp.get("/bank/change")
@requires(Permission.WRITE_ITEMS)
def choose() -> ResponseReturnValue:
    """Ask what changes in the items ticked, or in all that a filter shows."""
    return _form(ChangeForm(formdata=None, prefix=PREFIX), request.args)


@bp.post("/bank/change")
@requires(Permission.WRITE_ITEMS)
def plan() -> ResponseReturnValue:
    """Keep what was asked for, to be shown; no item changes."""
    form, rows = ChangeForm(prefix=PREFIX), _chosen(request.form)
    wanted = form.wanted()
    if form.validate() and wanted.nothing:
        form.form_errors.append("Say what changes: fill in at least one field.")
    if form.errors or not 0 < len(rows) <= changing.MOST:
        return _form(form, request.form), 422
    run = changing.plan(rows, wanted, by=current_user.id, now=clock.now())
    return redirect(url_for("bank.change.run", run_id=run), 303)


@bp.get("/bank/change/<int:run_id>")
@requires(Permission.WRITE_ITEMS)
def run(run_id: int) -> ResponseReturnValue:
    return _run(run_id)


@bp.post("/bank/change/<int:run_id>")
@requires(Permission.WRITE_ITEMS)
def apply(run_id: int) -> ResponseReturnValue:
    """Make the drafts that were shown, all or none."""
    kept = changing.run_of(run_id, current_user.id) or abort(404)
    try:
        done = changing.apply(kept, shown.known(), by=current_user.id, now=clock.now())
    except ChangedMeanwhile as error:
        return _run(run_id, moved=error.codes), 409
    except BankError as error:
        flash(str(error), "danger")
        return redirect(url_for("bank.change.run", run_id=run_id), 303)
    flash(f"Changed: {len(done)} new {'draft' if len(done) == 1 else 'drafts'}. What is in use stays in use.", "good")
    return redirect(url_for("bank.index", state="draft", sort="-changed"), 303)


def _chosen(values: "MultiDict[str, str]") -> "list[ItemVersion]":
    """Return the newest versions of the items ticked, or of all that match."""
    if values.get("all"):
        return lists.selected(shown.filters(values.to_dict()))
    return list(lists.newest_of(values.getlist("code")).values())


def _form(form: ChangeForm, values: "MultiDict[str, str]") -> str:
    filters = shown.filters(values.to_dict())
    return render_template(
        "bank/change.html",
        form=form,
        rows=_chosen(values),
        every=bool(values.get("all")),
        filters=filters,
        most=changing.MOST,
    )


def _run(run_id: int, *, moved: tuple[str, ...] = ()) -> str:
    kept = changing.run_of(run_id, current_user.id) or abort(404)
    wanted = Wanted.unpacked(kept.wanted)
    rows = [] if kept.applied_at else list(lists.newest_of(kept.versions).values())
    found = changing.proposals(rows, wanted, shown.known())
    return render_template(
        "bank/change_run.html",
        run=kept,
        moved=moved,
        changed=[each for each in found if each.found],
        refused=[each for each in found if each.refused],
        same=[each for each in found if not each.found and not each.refused],
        named=names.named,
    )
