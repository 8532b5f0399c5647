"""The versions of modules: what each says, what the linter finds, who decided what; review of one exact version."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock, sources
from training.accounts import queries as accounts
from training.core.roles import Permission, allows
from training.modules import differences, reviewing, versions
from training.modules.forms import CommentForm
from training.modules.reading import Reader
from training.modules.refusals import ModuleError
from training.web.access import requires

if TYPE_CHECKING:
    from training.modules.models import ModuleVersion

bp = Blueprint("versions", __name__)


@bp.get("/modules/versions")
@requires(Permission.SEE_MODULE_VERSIONS)
def index() -> ResponseReturnValue:
    rows = versions.all_newest()
    return render_template(
        "modules/versions.html",
        rows=rows,
        in_use=versions.numbers_in_use(),
        names=_names(rows),
        may_write=_may(Permission.WRITE_MODULES),
    )


@bp.get("/modules/<code>/versions/<int:number>")
@requires(Permission.SEE_MODULE_VERSIONS)
def show(code: str, number: int) -> ResponseReturnValue:
    return _page(_version(code, number), CommentForm(formdata=None))


@bp.get("/modules/<code>/versions/<int:old>/<int:new>")
@requires(Permission.SEE_MODULE_VERSIONS)
def compare(code: str, old: int, new: int) -> ResponseReturnValue:
    before, after = _version(code, old), _version(code, new)
    found = differences.between(before.content, after.content)
    return render_template("modules/compare.html", before=before, after=after, changes=found)


@bp.post("/modules/<code>/versions/<int:number>/submit")
@requires(Permission.WRITE_MODULES)
def submit(code: str, number: int) -> ResponseReturnValue:
    row = _version(code, number)
    words = "Sent to review. You can go on editing: that makes a new version."
    return _done(row, lambda: reviewing.submit(row.id, by=current_user.id, now=clock.now()), words)


@bp.post("/modules/<code>/versions/<int:number>/decide")
@requires(Permission.REVIEW_MODULES)
def decide(code: str, number: int) -> ResponseReturnValue:
    """Approve this exact version, or send it back with words."""
    row, form = _version(code, number), CommentForm()
    words, who, now = form.comment.data or "", current_user.id, clock.now()
    approves = request.form.get("verdict") == "approve"
    try:
        if approves:
            reviewing.approve(row.id, by=who, now=now, comment=words)
        else:
            reviewing.ask_for_changes(row.id, words, by=who, now=now)
    except ModuleError as error:
        form.comment.errors = [str(error)]
        return _page(row, form), 422
    flash("Approved. A clinical lead signs it." if approves else "Sent back with your words.", "good")
    return redirect(url_for("modules.versions.show", code=code, number=number), 303)


def _page(row: "ModuleVersion", form: CommentForm) -> str:
    said = versions.words(row.content)
    history = versions.history(row.code)
    ids = [each.id for each in history]
    approvals, comments, signatures = versions.approvals(ids), versions.comments(ids), versions.signatures(ids)
    deciders = [each.person_id for each in approvals] + [each.person_id for each in comments]
    deciders += [each.person_id for each in signatures.values()]
    used = versions.in_use().get(row.code)
    wrote = versions.wrote(row, current_user.id)
    return render_template(
        "modules/version.html",
        row=row,
        module=said.module,
        reader=Reader(said.module, sources.register(), _address),
        sources=sources.register(),
        findings=versions.findings(row),
        history=history,
        used=next((each for each in history if each.id == used), None),
        approvals=approvals,
        comments=comments,
        signatures=signatures,
        names=_names(history, deciders),
        wrote=wrote,
        can={
            "write": _may(Permission.WRITE_MODULES),
            "submit": _may(Permission.WRITE_MODULES) and row.state == "draft",
            "review": _may(Permission.REVIEW_MODULES) and row.state == "in review" and not wrote,
            "sign": _may(Permission.SIGN_OFF) and row.state == "approved" and not wrote,
        },
        form=form,
    )


def _done(row: "ModuleVersion", act: Callable[[], object], words: str) -> ResponseReturnValue:
    try:
        act()
    except ModuleError as error:
        flash(str(error), "danger")
    else:
        flash(words, "good")
    return redirect(url_for("modules.versions.show", code=row.code, number=row.number), 303)


def _version(code: str, number: int) -> "ModuleVersion":
    return versions.version(code, number) or abort(404)


def _names(rows: Iterable["ModuleVersion"], others: Iterable[int] = ()) -> dict[int | None, str]:
    wanted = {row.loaded_by for row in rows if row.loaded_by} | set(others)
    people = accounts.people(wanted)
    named: dict[int | None, str] = {each: people[each].name if each in people else "Somebody" for each in wanted}
    return named | {None: "Loaded from files"}


def _address(code: str, section: str) -> str:
    return url_for("modules.section", code=code, section=section)


def _may(permission: Permission) -> bool:
    return allows(current_user.roles, permission)
