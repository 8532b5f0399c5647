"""The versions of modules: what each says, what the linter finds, who decided what; review of one exact version."""

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.accounts.here import site
from training.core.roles import Permission, allows
from training.modules import differences, reviewing, subjects, versions
from training.modules.forms import CommentForm
from training.modules.refusals import REFUSED
from training.modules.views import version_page
from training.reviews import asking, notices
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
        names=version_page.names(rows),
        may_write=allows(current_user.roles, Permission.WRITE_MODULES),
    )


@bp.get("/modules/<code>/versions/<int:number>")
@requires(Permission.SEE_MODULE_VERSIONS)
def show(code: str, number: int) -> ResponseReturnValue:
    return version_page.render(_version(code, number))


@bp.get("/modules/<code>/versions/<int:old>/<int:new>")
@requires(Permission.SEE_MODULE_VERSIONS)
def compare(code: str, old: int, new: int) -> ResponseReturnValue:
    before, after = _version(code, old), _version(code, new)
    found = differences.between(before.content, after.content)
    return render_template("modules/compare.html", before=before, after=after, changes=found)


@bp.post("/modules/<code>/versions/<int:number>/submit")
@requires(Permission.WRITE_MODULES)
def submit(code: str, number: int) -> ResponseReturnValue:
    """Send a draft to review, to those who are ticked and until the given day."""
    row, now = _version(code, number), clock.now()
    form = asking.form_of(subjects.able(row))
    if not asking.fits(form):
        return version_page.render(row, ask=form), 422
    try:
        reviewing.submit(row.id, by=current_user.id, now=now, wanted=form.wanted())
    except REFUSED as error:
        flash(str(error), "danger")
    else:
        notices.post(subjects.of, by=current_user.id, site=site(), now=now)
        flash("Sent to review. You can go on editing: that makes a new version.", "good")
    return redirect(url_for("modules.versions.show", code=code, number=number), 303)


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
    except REFUSED as error:
        form.comment.errors = [str(error)]
        return version_page.render(row, form), 422
    notices.post(subjects.of, by=who, site=site(), now=now)
    flash("Approved. A clinical lead signs it." if approves else "Sent back with your words.", "good")
    return redirect(url_for("modules.versions.show", code=code, number=number), 303)


def _version(code: str, number: int) -> "ModuleVersion":
    return versions.version(code, number) or abort(404)
