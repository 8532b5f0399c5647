"""The clinical lead's sign-off of modules: what waits, and one version to sign whole."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.accounts import queries as accounts
from training.accounts.here import site
from training.core.roles import Permission
from training.modules import queries, reviewing, subjects, versions
from training.modules.forms import SignForm
from training.modules.refusals import ModuleError
from training.reviews import notices
from training.web.access import requires


@requires(Permission.SIGN_OFF)
def sign_off() -> ResponseReturnValue:
    waiting = versions.to_sign()
    current = [version for version in queries.current() if version.id not in {row.id for row in waiting}]
    return render_template("modules/sign_off.html", waiting=waiting, versions=current, in_use=versions.in_use())


@requires(Permission.SIGN_OFF)
def sign(code: str) -> ResponseReturnValue:
    """Show the version that waits for a signature, else the one that is read, and sign it."""
    waiting = [row for row in versions.to_sign() if row.code == code]
    current = queries.current_version(code)
    row = (waiting[0] if waiting else None) or versions.version_of(current.id if current else "") or abort(404)
    form = SignForm(version=row.id)
    if form.validate_on_submit():
        problem = _signed(str(form.version.data))
        flash(problem or f"{row.title}: signed off. It is read from now on.", "warn" if problem else "good")
        return redirect(url_for("modules.sign_off"), 303)
    signature = versions.signatures([row.id]).get(row.id)
    page = render_template(
        "modules/sign.html",
        row=row,
        module=versions.words(row.content).module,
        form=form,
        signature=signature,
        signer=accounts.person(signature.person_id) if signature else None,
        in_use=current is not None and current.id == row.id,
    )
    return page, 422 if form.errors else 200


def add_to(bp: Blueprint) -> None:
    """Add these pages to the blueprint of modules."""
    bp.add_url_rule("/modules/sign-off", view_func=sign_off)
    bp.add_url_rule("/modules/<code>/sign-off", view_func=sign, methods=["GET", "POST"])


def _signed(version_id: str) -> str:
    """Sign, and return what stood in the way in words, empty when nothing did."""
    if versions.version_of(version_id) is None:
        abort(404)
    now = clock.now()
    try:
        reviewing.sign(version_id, by=current_user.id, now=now)
    except ModuleError as error:
        return str(error)
    notices.post(subjects.of, by=current_user.id, site=site(), now=now)
    return ""
