"""Items changed in a spreadsheet: downloaded from a list, edited, uploaded, shown before anything changes."""

from dataclasses import replace

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.bank import exchange
from training.bank.formats import named
from training.bank.formats.sheet.writing import KINDS
from training.bank.forms.pages import UploadForm
from training.bank.queries import blind, lists
from training.bank.queries.lists import Filters
from training.bank.views import shown
from training.core.roles import Permission
from training.web.access import requires

SHEETS = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}

bp = Blueprint("sheet", __name__)


@bp.get("/bank/sheet")
@requires(Permission.IMPORT_ITEMS)
def page() -> ResponseReturnValue:
    """Lead from the list to a file and back: download, edit, upload."""
    filters = _filters(request.args.to_dict())
    kinds = lists.kinds(filters)
    return render_template(
        "bank/sheet.html",
        filters=filters,
        count=sum(number for kind, number in kinds.items() if kind in KINDS),
        beside={kind: number for kind, number in kinds.items() if kind not in KINDS},
        form=UploadForm(formdata=None, author=current_user.name),
    )


@bp.post("/bank/sheet")
@requires(Permission.IMPORT_ITEMS)
def download() -> ResponseReturnValue:
    """Return the table alone: whatever it does not hold stays with the items, which their codes find."""
    made_by = named(request.form.get("made_by", ""))
    if made_by is None or made_by.name not in SHEETS:
        abort(404)
    name, now = f"items{made_by.suffixes[0]}", clock.now()
    written = exchange.export(_filters(request.form.to_dict()), made_by, name, by=current_user.id, now=now)
    response = Response(written[name], content_type=SHEETS[made_by.name])
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _filters(values: dict[str, str]) -> Filters:
    """Return what a list is narrowed to, without what the viewer is still to answer before seeing its key."""
    return replace(shown.filters(values), without=blind.withheld(current_user.id))
