"""Sources that became outdated, and items that were found still right."""

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf import FlaskForm

from training import clock
from training import sources as register
from training.bank.forms.pages import CheckForm, SourceForm
from training.bank.queries import due, lists, versions
from training.bank.queries.lists import Filters
from training.bank.refusals import BankError, Unclear
from training.bank.service import tending
from training.bank.service.tending import Found, Said
from training.bank.views import shown
from training.core.roles import Permission
from training.web.access import requires

if TYPE_CHECKING:
    from training.bank.models import ItemVersion

CHECKED_WITHIN = timedelta(days=731)
"""When a checked item is to be looked at again, unless whoever checks says otherwise."""

bp = Blueprint("tend", __name__)


@bp.get("/sources/<source>")
@requires(Permission.SEE_BANK)
def source(source: str) -> ResponseReturnValue:
    return _source(source, SourceForm(formdata=None, on=shown.today()))


@bp.post("/sources/<source>")
@requires(Permission.FLAG_SOURCES)
def flag(source: str) -> ResponseReturnValue:
    """Call a source outdated, or current again."""
    form, outdated = SourceForm(), request.form.get("outdated") == "yes"
    said = Said(source if source in register.register() else abort(404), outdated, form.on.data, form.reason.data or "")
    now = clock.now()
    try:
        tending.flag_source(said, by=current_user.id, now=now, today=shown.today())
    except Unclear as error:
        _place(form, error)
        return _source(source, form), 422
    except BankError as error:
        form.form_errors.append(str(error))
        return _source(source, form), 409
    words = "Flagged as outdated. Items that cite it are due for review." if outdated else "It counts as current again."
    flash(words, "good")
    return redirect(url_for("bank.tend.source", source=source), 303)


@bp.get("/bank/items/<code:code>/check")
@requires(Permission.REVIEW_ITEMS)
def ask(code: str) -> ResponseReturnValue:
    today = shown.today()
    form = CheckForm(formdata=None, on=today, again_by=today + CHECKED_WITHIN)
    return _check(versions.newest(code) or abort(404), form)


@bp.post("/bank/items/<code:code>/check")
@requires(Permission.REVIEW_ITEMS)
def check(code: str) -> ResponseReturnValue:
    """Note that an item is still right as it is."""
    row, form, now = versions.newest(code) or abort(404), CheckForm(), clock.now()
    found = Found(form.on.data, form.again_by.data, form.note.data or "")
    try:
        tending.record_check(
            request.form.get("version") or row.hash, found, by=current_user.id, now=now, today=shown.today()
        )
    except Unclear as error:
        _place(form, error)
        return _check(row, form), 422
    except BankError as error:
        form.form_errors.append(str(error))
        return _check(row, form), 409
    flash("Noted that it is still right.", "good")
    return redirect(url_for("bank.show", code=code), 303)


def _place(form: FlaskForm, error: Unclear) -> None:
    for fault in error.faults:
        form[fault.field].errors = [*form[fault.field].errors, fault.message]


def _source(code: str, form: SourceForm) -> str:
    flags = due.flags_of(code)
    citing = lists.search(Filters(source=code))
    return render_template(
        "bank/source.html",
        source=register.register().get(code) or abort(404),
        form=form,
        flags=flags,
        outdated=bool(flags) and flags[0].outdated,
        citing=citing.total,
        names=shown.names(each.person_id for each in flags),
        may=shown.may,
    )


def _check(row: "ItemVersion", form: CheckForm) -> str:
    said = due.reasons([row], shown.today()).get(row.hash, ())
    return render_template("bank/check_again.html", row=row, form=form, said=said)
