"""Retiring an item with a reason, and the way on to the item that takes its place."""

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.bank.forms.pages import RetireForm
from training.bank.queries import succession, versions
from training.bank.refusals import BankError, CannotRetire, EditedMeanwhile
from training.bank.service import retiring
from training.bank.service.retiring import Retiring
from training.bank.views import shown
from training.core.roles import Permission
from training.web.access import requires

if TYPE_CHECKING:
    from training.bank.models import ItemVersion

bp = Blueprint("retire", __name__)


@bp.get("/bank/items/<code:code>/retire")
@requires(Permission.WITHDRAW_ITEMS)
def ask(code: str) -> ResponseReturnValue:
    row = versions.newest(code) or abort(404)
    known = succession.of(row.item_id).replaced_by
    first = next((each.code for each in known if each.version.state != "retired"), "")
    return _page(row, RetireForm(formdata=None, base=row.hash, replacement=first))


@bp.post("/bank/items/<code:code>/retire")
@requires(Permission.WITHDRAW_ITEMS)
def act(code: str) -> ResponseReturnValue:
    """Retire it; whoever wants goes on to write what takes its place."""
    row, form = versions.newest(code) or abort(404), RetireForm()
    kind, newest = row.kind, row.hash
    wanted = Retiring(code, form.base.data or newest, form.reason.data or "", form.replacement.data or "")
    try:
        retiring.retire(wanted, by=current_user.id, now=clock.now())
    except CannotRetire as error:
        for fault in error.faults:
            form[fault.field].errors = [*form[fault.field].errors, f"{fault.message} {fault.remedy}".strip()]
        return _page(row, form), 422
    except EditedMeanwhile:
        form.base.data = newest
        form.form_errors.append("Somebody saved a newer version meanwhile. Look at it; retire again if you still want.")
        return _page(row, form), 409
    except BankError as error:
        form.form_errors.append(str(error))
        return _page(row, form), 409
    flash("Retired. It is drawn no more; papers that were handed out keep it.", "good")
    if request.form.get("do") == "write" and shown.may(Permission.WRITE_ITEMS):
        return redirect(url_for("bank.edit.new", kind=kind, like=code, replaces=1), 303)
    return redirect(url_for("bank.show", code=code), 303)


def _page(row: "ItemVersion", form: RetireForm) -> str:
    return render_template("bank/retire.html", row=row, form=form, may=shown.may, succession=succession.of(row.item_id))
