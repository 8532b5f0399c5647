"""Keeping what is typed in the editor while it is typed, and giving it back: never a version, never seen by others."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, flash, jsonify, redirect, request, url_for
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
from training.web import filters
from training.web.access import requires

if TYPE_CHECKING:
    from training.bank.models import ItemVersion, Unsaved

LARGEST_BODY = 4 * 2**20

bp = Blueprint("unsaved", __name__)


@bp.post("/api/bank/unsaved")
@requires(Permission.WRITE_ITEMS)
def keep() -> ResponseReturnValue:
    """Keep the fields of an open editor; say when, and whether somebody saved the item meanwhile."""
    if (request.content_length or 0) > LARGEST_BODY:
        abort(413)
    body = request.get_json(silent=True)
    given = body if isinstance(body, dict) else {}
    code, kind, fields = _text(given.get("code")), _text(given.get("kind")), _pairs(given.get("fields"))
    row = versions.newest(code) or abort(404) if code else None
    if form_for(kind) is None or not fields:
        abort(400)
    place, now = unsaved.place_of(code, kind), clock.now()
    try:
        revision = unsaved.keep(place, fields, revision=_revision(given.get("revision")), by=current_user.id, now=now)
    except unsaved.KeptElsewhere as error:
        return _elsewhere(place, error)
    except unsaved.TooLong:
        return {"error": "too long", "words": "This is too long to be kept until you save it."}, 413
    newer = _newer(row, dict(fields).get("base", ""))
    return jsonify(revision=revision, words=f"Kept at {filters.clock(now)[:5]}, not saved yet. {newer}".strip())


@bp.post("/bank/unsaved/discard")
@requires(Permission.WRITE_ITEMS)
def discard() -> ResponseReturnValue:
    """Delete unsaved changes and show the editor without them."""
    code, kind = request.form.get("code", ""), request.form.get("kind", "")
    form_for(kind) or abort(400)
    place = unsaved.place_of(code, kind)
    unsaved.drop(place, revision=_revision(request.form.get("revision")), by=current_user.id)
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
    kept: Unsaved | None = unsaved.kept(place, person_id=current_user.id)
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
    unsaved.drop(place, revision=_revision(form.revision.data), by=current_user.id)


def _elsewhere(place: str, error: unsaved.KeptElsewhere) -> ResponseReturnValue:
    row = unsaved.kept(place, person_id=current_user.id)
    words = (
        f"Not kept: other unsaved changes of yours are from {filters.when(error.at)}."
        if error.at
        else "Not kept: you saved or discarded this in another tab."
    )
    return {"error": "kept elsewhere", "words": words, "revision": row.revision if row else 0}, 409


def _newer(row: "ItemVersion | None", base: str) -> str:
    """Say who saved a newer version than the one the page started from."""
    if row is None or row.hash == base:
        return ""
    who = "You" if row.created_by == current_user.id else shown.names([row.created_by])[row.created_by]
    return f"{who} saved version {row.number} since you began; saving shows you both."


def _pairs(value: object) -> list[list[str]]:
    pairs = value if isinstance(value, list) else []
    return [pair for pair in pairs if isinstance(pair, list) and [type(part) for part in pair] == [str, str]]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _revision(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0
