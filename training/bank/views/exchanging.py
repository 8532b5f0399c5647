"""Import, shown before it is done, and export."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.bank import exchange, mending, plans
from training.bank.adoption import Defaults
from training.bank.formats import FORMATS, named
from training.bank.forms import names
from training.bank.forms.pages import ApplyForm, ExportForm, UploadForm
from training.bank.queries import blind, comparing, lists
from training.bank.readings import Outcome
from training.bank.refusals import BankError, LeftOut
from training.bank.service import applying, carrying, queued
from training.bank.views import shown
from training.core.roles import Permission
from training.jobs import queries as jobs
from training.web.access import requires

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time every file of an export carries, so that the same bank gives the same bytes."""

ACCEPTED = ",".join(
    dict.fromkeys(
        (".toml", ".zip", ".svg", ".png", ".jpg", ".jpeg", ".webp", *(s for each in FORMATS for s in each.suffixes))
    )
)
"""What the page's file chooser offers."""
MOST_SHOWN = 200
"""Items a list on these pages shows; the rest are counted."""

bp = Blueprint("files", __name__)


@bp.get("/bank/import")
@requires(Permission.IMPORT_ITEMS)
def upload() -> ResponseReturnValue:
    return render_template(
        "bank/import.html", form=UploadForm(formdata=None, author=current_user.name), accepted=ACCEPTED
    )


@bp.post("/bank/import")
@requires(Permission.IMPORT_ITEMS)
def read() -> ResponseReturnValue:
    """Read what was uploaded and keep what applying it would do; nothing in the bank changes."""
    form = UploadForm()
    given = [(each.filename or "", each.read()) for each in form.files.data or () if each and each.filename]
    if not given:
        form.files.errors = ["Choose at least one file."]
    if not given or not form.validate():
        return render_template("bank/import.html", form=form, accepted=ACCEPTED), 422
    if sum(len(content) for _name, content in given) >= queued.LARGE and not jobs.pulse(now=clock.now()).silent:
        run = queued.keep(given, _choice(form), by=current_user.id, now=clock.now())
        return redirect(url_for("bank.files.run", run_id=run), 303)
    reading = exchange.read(given, _choice(form), shown.known(), exchange.held)
    run = carrying.plan_import(", ".join(name for name, _ in given), reading, by=current_user.id, now=clock.now())
    return redirect(url_for("bank.files.run", run_id=run), 303)


@bp.get("/bank/import/<int:run_id>")
@requires(Permission.IMPORT_ITEMS)
def run(run_id: int) -> ResponseReturnValue:
    """Show what an import would do, or how far its reading is; a page that asks for that time after time is renewed."""
    name = comparing.import_name(run_id, current_user.id) or abort(404)
    reading, applied = queued.unread(run_id), applying.asked(run_id)
    if reading is not None or (applied is not None and not applied.over):
        pulse = jobs.pulse(now=clock.now())
        return render_template(
            "bank/import_waiting.html",
            run_id=run_id,
            name=name,
            job=reading or applied,
            reading=reading,
            pulse=pulse,
            prepared=applying.PREPARED,
        )
    if "HX-Request" in request.headers:
        return Response(headers={"HX-Refresh": "true"})
    form = ApplyForm(formdata=None)
    if applied is not None:
        form.form_errors.append(applying.why_not(applied))
    return _run(run_id, form, every=request.args.get("ticked") == "all")


@bp.post("/bank/import/<int:run_id>")
@requires(Permission.IMPORT_ITEMS)
def apply(run_id: int) -> ResponseReturnValue:
    """Apply exactly what was shown, in one transaction; a worker that is there does it for many items."""
    form = ApplyForm()
    kept = comparing.import_run(run_id, current_user.id) or abort(404)
    leave_out, also, now = bool(form.leave_out.data), request.form.getlist("also"), clock.now()
    try:
        if applying.is_large(kept) and not jobs.pulse(now=now).silent:
            applying.ask(kept, leave_out=leave_out, also=also, by=current_user.id, now=now)
            return redirect(url_for("bank.files.run", run_id=run_id), 303)
        loaded = carrying.apply_import(kept, leave_out=leave_out, also=also, by=current_user.id, now=now)
    except LeftOut as error:
        form.leave_out.errors = [str(error)]
        return _run(run_id, form, also=request.form.getlist("also")), 422
    except BankError as error:
        form.form_errors.append(str(error))
        return _run(run_id, form, also=request.form.getlist("also")), 409
    flash(f"Imported as drafts: {len(loaded.new)} new, {len(loaded.changed)} changed.", "good")
    return redirect(url_for("bank.index", state="draft"), 303)


@bp.get("/bank/import/<int:run_id>/refused")
@requires(Permission.IMPORT_ITEMS)
def refused(run_id: int) -> ResponseReturnValue:
    """Give back what was refused, to be mended and uploaded again."""
    kept = comparing.import_run(run_id, current_user.id) or abort(404)
    written = mending.files(plans.unpacked(kept.plan).refused_pieces)
    if not written:
        abort(404)
    name, content = next(iter(written.items())) if len(written) == 1 else ("refused.zip", _zipped(written))
    return _download(name, content)


@bp.get("/bank/export")
@requires(Permission.IMPORT_ITEMS)
def choose() -> ResponseReturnValue:
    """Show what an export would hold, and what its format would not, before anything is written."""
    hidden = blind.withheld(current_user.id)
    every = shown.filters(request.args.to_dict())
    filters, made_by = replace(every, without=hidden), named(request.args.get("made_by", ""))
    count = len(lists.selected(filters))
    return render_template(
        "bank/export.html",
        filters=filters,
        form=ExportForm(request.args),
        made_by=made_by,
        exported=exchange.preview(filters, made_by) if made_by and made_by.write else None,
        count=count,
        left_out=len(lists.selected(every)) - count if hidden else 0,
        names=tuple(filters.values),
    )


@bp.post("/bank/export")
@requires(Permission.IMPORT_ITEMS)
def export() -> ResponseReturnValue:
    """Write the files; what the viewer is still to answer before seeing its key is left out."""
    filters = replace(shown.filters(request.form.to_dict()), without=blind.withheld(current_user.id))
    made_by = named(request.form.get("made_by", ""))
    if made_by is None or made_by.write is None:
        return _download("question_bank.zip", _zipped(carrying.export(filters, by=current_user.id, now=clock.now())))
    name = f"question_bank{made_by.suffixes[0]}"
    written = exchange.export(filters, made_by, name, by=current_user.id, now=clock.now())
    return _download(f"question_bank-{made_by.name}.zip", _zipped(written))


def _choice(form: UploadForm) -> exchange.Choice:
    defaults = Defaults(
        form.pool.data, form.domain.data, form.level.data, form.topic.data or "", form.author.data or ""
    )
    return exchange.Choice(named(form.made_by.data or ""), defaults)


def _download(name: str, content: bytes) -> Response:
    kind = "application/zip" if name.endswith(".zip") else "application/octet-stream"
    response = Response(content, content_type=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _run(run_id: int, form: ApplyForm, *, also: Sequence[str] = (), every: bool = False) -> str:
    """Show an import; of those in conflict ``also`` are ticked, or ``every`` one."""
    kept = comparing.import_run(run_id, current_user.id) or abort(404)
    plan = plans.unpacked(kept.plan)
    return render_template(
        "bank/import_run.html",
        run=kept,
        plan=plan,
        also={each.found.code for each in plan.of(Outcome.CONFLICT)} if every else set(also),
        Outcome=Outcome,
        form=form,
        most=MOST_SHOWN,
        withheld=blind.codes_withheld(current_user.id),
        named=names.named,
        with_names=names.with_names,
    )


def _zipped(written: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for path, content in sorted(written.items()):
            archive.writestr(ZipInfo(path, EARLIEST), content, ZIP_DEFLATED)
    return buffer.getvalue()
