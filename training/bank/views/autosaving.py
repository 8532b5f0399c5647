"""Keeping what is typed in the editor while it is typed, and giving it back: never a version, never seen by others."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from training import clock
from training.bank import unsaved
from training.bank.forms.item import ItemForm
from training.bank.forms.registry import form_for
from training.bank.queries import versions
from training.bank.views import shown
from training.core.roles import Permission
from training.web import keeping
from training.web.access import requires

if TYPE_CHECKING:
    from training.bank.models import ItemVersion

bp = Blueprint("unsaved", __name__)


@bp.post("/api/bank/unsaved")
@requires(Permission.WRITE_ITEMS)
def keep() -> ResponseReturnValue:
    """Keep the fields of an open editor; say when, and whether somebody saved the item meanwhile."""
    sent = keeping.sent()
    code, kind = sent.text("code"), sent.text("kind")
    row = versions.newest(code) or abort(404) if code else None
    if form_for(kind) is None or not sent.fields:
        abort(400)
    place, now = unsaved.place_of(code, kind), clock.now()
    try:
        revision = unsaved.keep(place, sent.fields, revision=sent.revision, by=current_user.id, now=now)
    except unsaved.KeptElsewhere as error:
        there = unsaved.kept(place, person_id=current_user.id)
        return keeping.kept_elsewhere(error.at, there.revision if there else 0)
    except unsaved.TooLong:
        return keeping.too_long()
    newer = _newer(row, dict(sent.fields).get("base", ""))
    return keeping.kept(revision, newer, now=now)


@bp.post("/bank/unsaved/discard")
@requires(Permission.WRITE_ITEMS)
def discard() -> ResponseReturnValue:
    """Delete unsaved changes and show the editor without them."""
    code, kind = request.form.get("code", ""), request.form.get("kind", "")
    form_for(kind) or abort(400)
    place = unsaved.place_of(code, kind)
    unsaved.drop(place, revision=keeping.revision_of(request.form.get("revision")), by=current_user.id)
    flash("Your unsaved changes are discarded.", "info")
    return redirect(url_for("bank.edit.form", code=code) if code else url_for("bank.edit.new", kind=kind), 303)


def restored(form_class: type[ItemForm], place: str) -> ItemForm | None:
    """Return the form as it was kept, None when nothing is."""
    row = unsaved.kept(place, person_id=current_user.id)
    if row is None:
        return None
    form = form_class(MultiDict([(name, value) for name, value in row.fields]))
    form.revision.data = str(row.revision)
    return form


def offered(form: ItemForm, row: "ItemVersion | None") -> "dict[str, Any]":
    """Return what the editor says of unsaved changes: those the page does not show, and those it does."""
    place = unsaved.place_of(row.item.code if row else None, form.kind)
    kept = unsaved.kept(place, person_id=current_user.id)
    here = kept is not None and form.revision.data == str(kept.revision)
    newer = _newer(row, form.base.data or "") if here else ""
    go_on = (
        url_for("bank.edit.form", code=place, unsaved=1, list=request.args.get("list"))
        if row
        else url_for("bank.edit.new", kind=form.kind, unsaved=1)
    )
    return {
        "kept_elsewhere": None if here else kept, "kept_here": kept if here else None, "newer": newer, "go_on": go_on,
    }  # fmt: skip


def saved(form: ItemForm, row: "ItemVersion | None") -> None:
    """Drop what was kept of a form that is saved now."""
    place = unsaved.place_of(row.item.code if row else None, form.kind)
    unsaved.drop(place, revision=keeping.revision_of(form.revision.data), by=current_user.id)


def _newer(row: "ItemVersion | None", base: str) -> str:
    """Say who saved a newer version than the one the page started from."""
    if row is None or row.hash == base:
        return ""
    who = "You" if row.created_by == current_user.id else shown.names([row.created_by])[row.created_by]
    return f"{who} saved version {row.number} since you began; saving shows you both."
