"""Import, shown before it is done, and export."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.bank import files, plans, queries, service
from training.bank.forms.pages import ApplyForm, UploadForm
from training.bank.queries import Filters
from training.bank.readings import Outcome
from training.bank.service import BankError, LeftOut
from training.bank.views import shown
from training.core.roles import Permission
from training.web.access import requires

FILTERS = ("text", "domain", "level", "kind", "state", "pool", "author")
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time every file of an export carries, so that the same bank gives the same bytes."""

bp = Blueprint("files", __name__)


@bp.get("/bank/import")
@requires(Permission.IMPORT_ITEMS)
def upload() -> ResponseReturnValue:
    return render_template("bank/import.html", form=UploadForm(formdata=None))


@bp.post("/bank/import")
@requires(Permission.IMPORT_ITEMS)
def read() -> ResponseReturnValue:
    """Read what was uploaded and keep what applying it would do; nothing in the bank changes."""
    form = UploadForm()
    given = [(each.filename or "", each.read()) for each in form.files.data or () if each and each.filename]
    if not given:
        form.files.errors = ["Choose at least one file."]
        return render_template("bank/import.html", form=form), 422
    reading = files.read_upload(given, shown.known())
    run = service.plan_import(", ".join(name for name, _ in given), reading, by=current_user.id, now=clock.now())
    return redirect(url_for("bank.files.run", run_id=run), 303)


@bp.get("/bank/import/<int:run_id>")
@requires(Permission.IMPORT_ITEMS)
def run(run_id: int) -> ResponseReturnValue:
    return _run(run_id, ApplyForm(formdata=None))


@bp.post("/bank/import/<int:run_id>")
@requires(Permission.IMPORT_ITEMS)
def apply(run_id: int) -> ResponseReturnValue:
    """Apply exactly what was shown, in one transaction."""
    form = ApplyForm()
    kept = queries.import_run(run_id, current_user.id) or abort(404)
    try:
        loaded = service.apply_import(
            kept,
            leave_out=bool(form.leave_out.data),
            also=request.form.getlist("also"),
            by=current_user.id,
            now=clock.now(),
        )
    except LeftOut as error:
        form.leave_out.errors = [str(error)]
        return _run(run_id, form), 422
    except BankError as error:
        form.form_errors.append(str(error))
        return _run(run_id, form), 409
    flash(f"Imported as drafts: {len(loaded.new)} new, {len(loaded.changed)} changed.", "good")
    return redirect(url_for("bank.index", state="draft"), 303)


@bp.get("/bank/export")
@requires(Permission.IMPORT_ITEMS)
def choose() -> ResponseReturnValue:
    filters = Filters.of(request.args.to_dict())
    return render_template("bank/export.html", filters=filters, count=len(queries.selected(filters)), names=FILTERS)


@bp.post("/bank/export")
@requires(Permission.IMPORT_ITEMS)
def export() -> ResponseReturnValue:
    written = service.export(Filters.of(request.form.to_dict()), by=current_user.id, now=clock.now())
    response = Response(_zipped(written), content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="question_bank.zip"'
    return response


def _run(run_id: int, form: ApplyForm) -> str:
    kept = queries.import_run(run_id, current_user.id) or abort(404)
    return render_template("bank/import_run.html", run=kept, plan=plans.unpacked(kept.plan), Outcome=Outcome, form=form)


def _zipped(written: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for path, content in sorted(written.items()):
            archive.writestr(ZipInfo(path, EARLIEST), content, ZIP_DEFLATED)
    return buffer.getvalue()
