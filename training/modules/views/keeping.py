"""Keeping what is typed in the editor of modules while it is typed, and giving it back to its author alone."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from training import clock
from training.core.roles import Permission
from training.modules import unsaved, versions
from training.modules.editing_forms import PartForm
from training.web import keeping
from training.web.access import requires

bp = Blueprint("unsaved", __name__)


@bp.post("/api/modules/unsaved")
@requires(Permission.WRITE_MODULES)
def keep() -> ResponseReturnValue:
    """Keep the fields of an open form; say when, and whether somebody saved the module meanwhile."""
    sent = keeping.sent()
    code, part = sent.text("code"), sent.text("kind")
    row = versions.newest(code) or abort(404)
    if not sent.fields or len(part) > 130:
        abort(400)
    place, now = f"{code}/{part}", clock.now()
    try:
        revision = unsaved.keep(place, sent.fields, revision=sent.revision, by=current_user.id, now=now)
    except unsaved.KeptElsewhere as error:
        there = unsaved.kept(place, person_id=current_user.id)
        return keeping.kept_elsewhere(error.at, there.revision if there else 0)
    except unsaved.TooLong:
        return keeping.too_long()
    newer = "" if dict(sent.fields).get("base") == row.id else "A newer version was saved since you began."
    return keeping.kept(revision, newer, now=now)


@bp.post("/modules/unsaved/discard")
@requires(Permission.WRITE_MODULES)
def discard() -> ResponseReturnValue:
    """Delete unsaved changes and show the form without them."""
    code, kind, name = (request.form.get(field, "") for field in ("code", "kind", "name"))
    unsaved.drop(
        f"{code}/{kind}:{name}", revision=keeping.revision_of(request.form.get("revision")), by=current_user.id
    )
    flash("Your unsaved changes are discarded.", "info")
    return redirect(url_for("modules.edit.part", code=code, kind=kind or "details", name=name or "module"), 303)


def restored(make: Callable[[MultiDict[str, str]], PartForm], code: str, kind: str, name: str) -> PartForm | None:
    """Return the form as it was kept, when the address asks to go on with it."""
    row = unsaved.kept(f"{code}/{kind}:{name}", person_id=current_user.id) if request.args.get("unsaved") else None
    if row is None:
        return None
    form = make(MultiDict([(field, value) for field, value in row.fields]))
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
    unsaved.drop(f"{code}/{kind}:{name}", revision=keeping.revision_of(form.revision.data), by=current_user.id)
