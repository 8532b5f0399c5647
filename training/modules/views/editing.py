"""The editor of modules: an outline, and a form for each part beside its preview."""

from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.accounts import queries as accounts
from training.core.roles import Permission
from training.modules import differences, outline, versions, writing
from training.modules.editing_forms import KINDS, NewForm, PartForm
from training.modules.refusals import CodeTaken, EditedMeanwhile, ModuleError
from training.modules.views import keeping, parts, questions
from training.web.access import requires

if TYPE_CHECKING:
    from collections.abc import Callable

    from training.modules.models import ModuleVersion
    from training.modules.outline import Content

bp = Blueprint("edit", __name__)
bp.register_blueprint(keeping.bp)


@bp.route("/modules/new", methods=["GET", "POST"])
@requires(Permission.WRITE_MODULES)
def new() -> ResponseReturnValue:
    form = NewForm()
    if request.method == "GET":
        return render_template("modules/new.html", form=form)
    title = " ".join("".join(filter(str.isprintable, form.title.data or "")).split())
    code = (form.code.data or "").strip() or outline.id_of(title)
    if not title or len(title) > 200:
        form.title.errors = ["Write a title of at most 200 characters."]
    if not outline.is_id(code):
        form.code.errors = ["Write lower-case letters and digits with hyphens, at most 60."]
    if not form.title.errors and not form.code.errors:
        try:
            writing.create(code, title, by=current_user.id, now=clock.now())
        except CodeTaken as error:
            form.code.errors = [str(error)]
        else:
            flash("Begun. Write its details, then its sections.", "good")
            return redirect(url_for("modules.edit.show", code=code), 303)
    return render_template("modules/new.html", form=form), 422


@bp.get("/modules/<code>/edit")
@requires(Permission.WRITE_MODULES)
def show(code: str) -> ResponseReturnValue:
    return _outline(_newest(code))


@bp.post("/modules/<code>/edit")
@requires(Permission.WRITE_MODULES)
def change(code: str) -> ResponseReturnValue:
    """Add, move or remove a part, as the pressed button says: ``section:up:bands``."""
    row = _newest(code)
    kind, _, rest = request.form.get("do", "").partition(":")
    what, _, name = rest.partition(":")
    if kind not in outline.LISTS or what not in ("add", "up", "down", "remove", "removed"):
        abort(400)
    if what == "remove":
        return _outline(row, removing=(kind, name))
    added = outline.id_of(request.form.get(f"{kind}-title", ""))
    if what == "add" and not added:
        return _outline(row, problem=f"Write a title for the {kind} first."), 422
    try:
        done = _changed(kind, what, added if what == "add" else name)
        base = request.form.get("base", "")
        writing.save(code, done, part=("outline", ""), base=base, by=current_user.id, now=clock.now())
    except (outline.NoSuchPart, outline.IdTaken, ModuleError) as error:
        said = f"Somebody changed the outline meanwhile; this is how it stands now. {error}"
        words = said if isinstance(error, outline.NoSuchPart | EditedMeanwhile) else str(error)
        return _outline(_newest(code), problem=words), 409
    if what == "add":
        return redirect(url_for("modules.edit.part", code=code, kind=kind, name=added), 303)
    return redirect(url_for("modules.edit.show", code=code, _anchor=f"{kind}s"), 303)


@bp.get("/modules/<code>/edit/<kind>/<name>")
@requires(Permission.WRITE_MODULES)
def part(code: str, kind: str, name: str) -> ResponseReturnValue:
    row = _with_part(code, kind, name)
    form = keeping.restored(partial(parts.form_of, kind), code, kind, name)
    if form is None:
        form = parts.form_of(kind, {**parts.values(row.content, kind, name), "base": row.id})
    return _page(row, form, kind, name)


@bp.post("/modules/<code>/edit/<kind>/<name>")
@requires(Permission.WRITE_MODULES)
def save(code: str, kind: str, name: str) -> ResponseReturnValue:
    row = _with_part(code, kind, name)
    form = parts.form_of(kind)
    pressed = request.form.get("do", "save")
    if parts.act(form, pressed) or pressed == "preview":
        return _page(row, form, kind, name)
    if more := parts.cites(form, pressed):
        return _page(row, form, kind, name, **more)
    if parts.misread(form):
        return _page(row, form, kind, name), 422
    try:
        done = partial(parts.put, form=form, kind=kind, name=name)
        version = writing.save(
            code, done, part=(kind, name), base=form.base.data or row.id, by=current_user.id, now=clock.now()
        )
    except EditedMeanwhile as error:
        return _both(form, kind, name, error.newest), 409
    except (ModuleError, parts.NotADrawing) as error:
        form.form_errors.append(str(error))
        return _page(row, form, kind, name), 422
    keeping.saved(form, code, kind, name)
    flash("Nothing changed, so nothing was stored." if version == row.id else "Saved as a draft.", "good")
    return redirect(url_for("modules.edit.part", code=code, kind=kind, name=name), 303)


@bp.post("/modules/<code>/edit/<kind>/<name>/preview")
@requires(Permission.WRITE_MODULES)
def preview(code: str, kind: str, name: str) -> ResponseReturnValue:
    """Return the preview of what is typed, as a fragment; nothing is stored."""
    row = _with_part(code, kind, name)
    framed = bool(request.form.get("framed"))
    return render_template(
        "modules/preview.html", preview=_preview(row, parts.form_of(kind), kind, name), framed=framed
    )


@bp.post("/modules/<code>/edit/<kind>/<name>/preview/page")
@requires(Permission.WRITE_MODULES)
def preview_page(code: str, kind: str, name: str) -> ResponseReturnValue:
    """Return what is typed as it is read, on a page of its own; nothing is stored."""
    row = _with_part(code, kind, name)
    shown = _preview(row, parts.form_of(kind), kind, name)
    return render_template("modules/preview_page.html", preview=shown, title=_title(row, kind, name))


def _changed(kind: str, what: str, name: str) -> "Callable[[Content], Content]":
    """Return what a button of the outline does to a draft."""
    if what == "add":
        title = "".join(filter(str.isprintable, request.form.get(f"{kind}-title", ""))).strip()[:200]
        entry: dict[str, object] = {"id": name, "title": title}
        if kind == "question":
            section = request.form.get("question-section", "")
            entry = {"id": name, "section": section} | questions.begun(request.form.get("question-kind", ""))
        words = {"section": {"text": ""}, "figure": {"caption": "", "alt": ""}}.get(kind, {})
        return lambda content: outline.add(content, kind, {**entry, **words})
    if what == "removed":
        return lambda content: outline.remove(content, kind, name)
    return lambda content: outline.move(content, kind, name, -1 if what == "up" else 1)


def _outline(row: "ModuleVersion", *, removing: tuple[str, str] | None = None, problem: str = "") -> str:
    found = versions.findings(row)
    links = {"module:": url_for("modules.edit.part", code=row.code, kind="details", name="module")}
    for kind in outline.LISTS:
        for each in outline.parts(row.content, kind):
            where = url_for("modules.edit.part", code=row.code, kind=kind, name=str(each.get("id")))
            links[f"{kind}:{each.get('id')}"] = where
    return render_template(
        "modules/outline.html",
        row=row,
        content=row.content,
        lists={kind: outline.parts(row.content, kind) for kind in outline.LISTS},
        findings=found,
        links=links,
        kinds=KINDS,
        removing=removing,
        problem=problem,
        used=versions.numbers_in_use().get(row.code),
    )


def _both(form: PartForm, kind: str, name: str, newest: str) -> str:
    """Show what somebody saved meanwhile beside what was typed; saving again keeps both."""
    theirs = versions.version_of(newest) or abort(404)
    mine = parts.put(dict(theirs.content), form, kind, name)
    form.base.data = newest
    writer = accounts.person(theirs.loaded_by) if theirs.loaded_by else None
    found = differences.between(theirs.content, mine)
    return _page(theirs, form, kind, name, theirs=theirs, writer=writer.name if writer else "Somebody", changes=found)


def _page(row: "ModuleVersion", form: PartForm, kind: str, name: str, **more: object) -> str:
    return render_template(
        "modules/edit_part.html",
        row=row,
        form=form,
        kind=kind,
        name=name,
        title=_title(row, kind, name),
        preview=_preview(row, form, kind, name),
        framed=False,
        choices=parts.choices(row.content),
        changed=request.method == "POST",
        **keeping.offered(form, row.code, kind, name),
        **more,
    )


def _title(row: "ModuleVersion", kind: str, name: str) -> str:
    return "Details" if kind == "details" else str(outline.part(row.content, kind, name).get("title") or name)


def _preview(row: "ModuleVersion", form: PartForm, kind: str, name: str) -> dict[str, object]:
    try:
        content = parts.put(dict(row.content), form, kind, name)
    except parts.NotADrawing:
        content = dict(row.content)
    return parts.preview(content, kind, name)


def _with_part(code: str, kind: str, name: str) -> "ModuleVersion":
    """Return the newest version of a module that has this part, else end with 404."""
    row = _newest(code)
    if kind not in parts.FORMS or (kind == "details") != (name == "module"):
        abort(404)
    try:
        parts.values(row.content, kind, name)
    except outline.NoSuchPart:
        abort(404)
    return row


def _newest(code: str) -> "ModuleVersion":
    return versions.newest(code) or abort(404)
