"""Declaring a version a cosmetic edit of the one in use before it, and taking that back."""

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.bank.forms.names import named, with_names
from training.bank.forms.pages import CosmeticForm
from training.bank.queries import comparing, cosmetic, versions
from training.bank.refusals import BankError, NeedsReason
from training.bank.service import cosmetic as service
from training.bank.views import shown
from training.core.cosmetic import INSIDE
from training.core.differences import Change
from training.core.roles import Permission
from training.web.access import requires

if TYPE_CHECKING:
    from training.bank.models import ItemVersion

bp = Blueprint("cosmetic", __name__)


@bp.get("/bank/items/<code:code>/versions/<int:number>/cosmetic")
@requires(Permission.REVIEW_ITEMS)
def ask(code: str, number: int) -> ResponseReturnValue:
    """Show what an edit changed, and ask whether it is the same question still."""
    return _page(versions.version(code, number) or abort(404), CosmeticForm(formdata=None))


@bp.post("/bank/items/<code:code>/versions/<int:number>/cosmetic")
@requires(Permission.REVIEW_ITEMS)
def decide(code: str, number: int) -> ResponseReturnValue:
    """Declare the edit cosmetic, or take that back."""
    row, form = versions.version(code, number) or abort(404), CosmeticForm()
    back = request.form.get("do") == "back"
    act = service.take_back if back else service.declare
    try:
        act(row.hash, form.reason.data or "", by=current_user.id, now=clock.now())
    except NeedsReason as error:
        form.reason.errors = [str(error)]
        return _page(row, form), 422
    except BankError as error:
        form.form_errors.append(str(error))
        return _page(row, form), 409
    flash(
        "Taken back. The next calibration counts its answers by themselves."
        if back
        else "Declared. The next calibration counts the answers to both versions together.",
        "good",
    )
    return redirect(url_for("bank.version", code=code, number=number), 303)


def _page(row: "ItemVersion", form: CosmeticForm) -> str:
    before, hidden = cosmetic.in_use_before(row), shown.hides_key(row)
    last = cosmetic.last_of(row.hash)
    return render_template(
        "bank/cosmetic.html",
        row=row,
        before=before,
        form=form,
        hidden=hidden,
        changes=with_names(comparing.of_versions(before, row), row.kind) if before and not hidden else (),
        against=[_named(each, row.kind) for each in cosmetic.against(before, row)] if before and not hidden else (),
        last=last,
        names=shown.names([last.person_id] if last else []),
        wrote=versions.wrote(row, current_user.id),
    )


def _named(change: Change, kind: str) -> Change:
    inside = INSIDE if change.label.endswith(INSIDE) else ""
    return replace(change, label=named(change.label.removesuffix(INSIDE), kind) + inside)
