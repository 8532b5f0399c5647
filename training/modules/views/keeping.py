"""Keeping what is typed in the editor of modules while it is typed, and giving it back to its author alone."""

from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from training import clock
from training.core.roles import Permission
from training.modules import unsaved, versions
from training.modules.editing_forms import PartForm
from training.web import filters
from training.web.access import requires

LARGEST_BODY = 4 * 2**20

bp = Blueprint("unsaved", __name__)


@bp.post("/api/modules/unsaved")
@requires(Permission.WRITE_MODULES)
def keep() -> ResponseReturnValue:
    """Keep the fields of an open form; say when, and whether somebody saved the module meanwhile."""
    if (request.content_length or 0) > LARGEST_BODY:
        abort(413)
    body = request.get_json(silent=True)
    given = body if isinstance(body, dict) else {}
    code, part, fields = str(given.get("code", "")), str(given.get("kind", "")), _pairs(given.get("fields"))
    row = versions.newest(code) or abort(404)
    if not fields or len(part) > 130:
        abort(400)
    place, now = f"{code}/{part}", clock.now()
    try:
        revision = unsaved.keep(place, fields, revision=_revision(given.get("revision")), by=current_user.id, now=now)
    except unsaved.KeptElsewhere as error:
        return _elsewhere(place, error)
    except unsaved.TooLong:
        return {"error": "too long", "words": "This is too long to be kept until you save it."}, 413
    newer = "" if dict(fields).get("base") == row.id else "A newer version was saved since you began."
    return jsonify(revision=revision, words=f"Kept at {filters.clock(now)[:5]}, not saved yet. {newer}".strip())


@bp.post("/modules/unsaved/discard")
@requires(Permission.WRITE_MODULES)
def discard() -> ResponseReturnValue:
    """Delete unsaved changes and show the form without them."""
    code, kind, name = (request.form.get(field, "") for field in ("code", "kind", "name"))
    unsaved.drop(f"{code}/{kind}:{name}", revision=_revision(request.form.get("revision")), by=current_user.id)
    flash("Your unsaved changes are discarded.", "info")
    return redirect(url_for("modules.edit.part", code=code, kind=kind or "details", name=name or "module"), 303)


def restored(form_class: type[PartForm], code: str, kind: str, name: str) -> PartForm | None:
    """Return the form as it was kept, when the address asks to go on with it."""
    row = unsaved.kept(f"{code}/{kind}:{name}", person_id=current_user.id) if request.args.get("unsaved") else None
    if row is None:
        return None
    form = form_class(MultiDict([(field, value) for field, value in row.fields]))
    form.revision.data = str(row.revision)
    return form


def offered(form: PartForm, code: str, kind: str, name: str) -> dict[str, Any]:
    """Return what the form says of unsaved changes: those the page does not show, and those it does."""
    kept = unsaved.kept(f"{code}/{kind}:{name}", person_id=current_user.id)
    here = kept is not None and form.revision.data == str(kept.revision)
    go_on = url_for("modules.edit.part", code=code, kind=kind, name=name, unsaved=1)
    return {"kept_elsewhere": None if here else kept, "kept_here": kept if here else None, "go_on": go_on}


def saved(form: PartForm, code: str, kind: str, name: str) -> None:
    """Drop what was kept of a form that is saved now."""
    unsaved.drop(f"{code}/{kind}:{name}", revision=_revision(form.revision.data), by=current_user.id)


def _elsewhere(place: str, error: unsaved.KeptElsewhere) -> ResponseReturnValue:
    row = unsaved.kept(place, person_id=current_user.id)
    words = (
        f"Not kept: other unsaved changes of yours are from {filters.when(error.at)}."
        if error.at
        else "Not kept: you saved or discarded this in another tab."
    )
    return {"error": "kept elsewhere", "words": words, "revision": row.revision if row else 0}, 409


def _pairs(value: object) -> list[list[str]]:
    pairs = value if isinstance(value, list) else []
    return [pair for pair in pairs if isinstance(pair, list) and [type(part) for part in pair] == [str, str]]


def _revision(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0
