"""The administrator's pages: every pack with its versions, loading one, and making one active or not."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock, sources
from training.accounts import queries as accounts
from training.core.roles import Permission, allows
from training.packs import files, queries, readiness, service, shown
from training.packs.files import LARGEST, Problem, Reading
from training.packs.forms import FileForm, ReasonForm
from training.packs.queries import Version
from training.packs.service import Loaded
from training.programmes import hour_kinds
from training.web.access import requires
from training.web.frame import settings

bp = Blueprint("packs", __name__, template_folder="../templates")
CHANGED = "Somebody else changed which version is active meanwhile. This is how it stands now."


@bp.get("/admin/packs")
@requires(Permission.SEE_PACKS)
def index() -> ResponseReturnValue:
    """List the packs, and ask for the file of another."""
    return _index(FileForm())


@bp.post("/admin/packs")
@requires(Permission.MANAGE_PACKS)
def load() -> ResponseReturnValue:
    """Load one file as a new version of its pack; nothing becomes active by it."""
    form, sent = FileForm(), request.files.get("file")
    if sent is None or not sent.filename:
        form.file.errors = ["Choose the file."]
        return _index(form), 422
    return _loaded(files.read_all([(sent.filename, sent.stream.read(LARGEST + 1))], queries.known()))


@bp.post("/admin/packs/shipped")
@requires(Permission.MANAGE_PACKS)
def load_shipped() -> ResponseReturnValue:
    """Load the packs that ship, as they read in this release."""
    return _loaded(files.read(files.FOLDER, queries.known()))


@bp.get("/admin/packs/<code>/<int:number>")
@requires(Permission.SEE_PACKS)
def show(code: str, number: int) -> ResponseReturnValue:
    """Show one version: what it asks, from which source, what activating it lacks, and what became of it."""
    every, history = queries.versions(code), queries.history(code)
    version = _one(every, number)
    by = {row.begun_by for row in history} | {row.ended_by for row in history} | {one.loaded_by for one in every}
    return render_template(
        "packs/show.html",
        version=version,
        every=every,
        active=_active(every),
        history=history,
        people=accounts.people({person_id for person_id in by if person_id is not None}),
        requirements=shown.requirements(version.pack, today=_today()),
        lacking=readiness.lacking(version.pack, sources.register(), today=_today()),
        kinds={kind.code: kind.title for kind in hour_kinds.kinds()},
        manages=_manages(),
    )


@bp.get("/admin/packs/<code>/<int:number>/activate")
@requires(Permission.MANAGE_PACKS)
def ask_activate(code: str, number: int) -> ResponseReturnValue:
    """Ask for the reason a version becomes active, or say why it cannot."""
    return _ask_activate(code, number, None)


@bp.post("/admin/packs/<code>/<int:number>/activate")
@requires(Permission.MANAGE_PACKS)
def activate(code: str, number: int) -> ResponseReturnValue:
    """Make a version the one that trainees see."""
    form = ReasonForm()
    _one(queries.versions(code), number)
    if not form.validate():
        return _ask_activate(code, number, form), 422
    shown_as_active = form.seen.data or ""
    try:
        service.activate(
            code,
            number,
            form.reason.data or "",
            instead_of=int(shown_as_active) if shown_as_active.isdecimal() else None,
            by=current_user.id,
            now=clock.now(),
            today=_today(),
        )
    except service.NotReady:
        return _ask_activate(code, number, form), 422
    except service.Meanwhile:
        flash(CHANGED, "warn")
    else:
        flash(f"Version {number} is active. Trainees who chose it see it from now on.", "good")
    return redirect(url_for("packs.show", code=code, number=number), 303)


@bp.get("/admin/packs/<code>/<int:number>/deactivate")
@requires(Permission.MANAGE_PACKS)
def ask_deactivate(code: str, number: int) -> ResponseReturnValue:
    """Ask for the reason the active version is taken out of use."""
    version = _one(queries.versions(code), number)
    if version.active_since is None:
        flash(CHANGED, "warn")
        return redirect(url_for("packs.show", code=code, number=number), 303)
    return render_template("packs/deactivate.html", version=version, form=ReasonForm(formdata=None))


@bp.post("/admin/packs/<code>/<int:number>/deactivate")
@requires(Permission.MANAGE_PACKS)
def deactivate(code: str, number: int) -> ResponseReturnValue:
    """Take the active version out of use."""
    form = ReasonForm()
    version = _one(queries.versions(code), number)
    if not form.validate():
        return render_template("packs/deactivate.html", version=version, form=form), 422
    try:
        service.deactivate(code, number, form.reason.data or "", by=current_user.id, now=clock.now())
    except service.Meanwhile:
        flash(CHANGED, "warn")
    else:
        flash(f"Version {number} is not active any more. Trainees who chose the place are told so.", "good")
    return redirect(url_for("packs.show", code=code, number=number), 303)


def _index(form: FileForm, problems: tuple[Problem, ...] = ()) -> str:
    every = queries.newest()
    register, today = sources.register(), _today()
    return render_template(
        "packs/index.html",
        versions=every,
        active={version.pack.code: version for version in queries.active()},
        lacking={version.pack.code: readiness.lacking(version.pack, register, today=today) for version in every},
        stale={version.pack.code for version in every if _is_stale(version, today)},
        form=form,
        problems=problems,
        manages=_manages(),
    )


def _is_stale(version: Version, today: date) -> bool:
    return any(requirement.stale for requirement in shown.requirements(version.pack, today=today))


def _ask_activate(code: str, number: int, form: ReasonForm | None) -> str:
    every = queries.versions(code)
    version, active = _one(every, number), _active(every)
    return render_template(
        "packs/activate.html",
        version=version,
        active=active,
        lacking=readiness.lacking(version.pack, sources.register(), today=_today()),
        stale=_is_stale(version, _today()),
        form=form or ReasonForm(formdata=None, seen=str(active.number) if active else ""),
    )


def _loaded(reading: Reading) -> ResponseReturnValue:
    if reading.problems:
        form = FileForm()
        form.file.errors = ["Nothing was loaded. The problems are listed below the form."]
        return _index(form, reading.problems), 422
    try:
        loaded = service.load(reading.packs, by=current_user.id, now=clock.now())
    except service.Meanwhile:
        flash(
            "Somebody else loads the same pack at this moment. Nothing was loaded; look at it, then try again.", "warn"
        )
        return redirect(url_for("packs.index"), 303)
    flash(_in_words(loaded), "good" if loaded.changed else "info")
    if len(loaded.changed) == 1:
        pack, number = loaded.changed[0]
        return redirect(url_for("packs.show", code=pack.code, number=number), 303)
    return redirect(url_for("packs.index"), 303)


def _in_words(loaded: Loaded) -> str:
    if not loaded.changed:
        return "Nothing is new: every pack reads as its newest version does."
    told = ", ".join(f"{pack.name} as version {number}" for pack, number in loaded.changed)
    return f"Loaded: {told}. None of it is active until you say so."


def _one(every: list[Version], number: int) -> Version:
    return next((version for version in every if version.number == number), None) or abort(404)


def _active(every: list[Version]) -> Version | None:
    return next((version for version in every if version.active_since is not None), None)


def _manages() -> bool:
    return allows(current_user.roles, Permission.MANAGE_PACKS)


def _today() -> date:
    return clock.now().astimezone(settings().timezone).date()
