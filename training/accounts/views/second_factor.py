"""Adding a code app and its recovery codes, renewing the codes, taking the app off."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from training import clock
from training.accounts import queries, second_factor, totp
from training.accounts.forms import CodeForm
from training.web.access import fresh, signed_in
from training.web.frame import settings

bp = Blueprint("second_factor", __name__, template_folder="../templates")
RECENT = 15
WRONG = "This is not the code the app shows now. Check the phone's clock and enter the newest one."


@bp.get("/profile/code-app")
@signed_in
def show() -> ResponseReturnValue:
    """Show whether a code app is in force, or the way to add one."""
    required = not settings().require_totp_roles.isdisjoint(current_user.roles)
    return render_template(
        "accounts/code_app.html",
        active=queries.has_second_factor(current_user.id),
        codes_left=queries.recovery_codes_left(current_user.id),
        required=required,
    )


@bp.post("/profile/code-app/begin")
@signed_in
@fresh(RECENT)
def begin() -> ResponseReturnValue:
    """Make the secret and show it as a QR code."""
    second_factor.begin(current_user.id, now=clock.now())
    return redirect(url_for("second_factor.enrol"), 303)


@bp.get("/profile/code-app/add")
@signed_in
@fresh(RECENT)
def enrol() -> ResponseReturnValue:
    """Show the QR code of a secret that waits to be confirmed."""
    secret = queries.waiting_secret(current_user.id)
    return _enrol_page(CodeForm(), secret) if secret else redirect(url_for("second_factor.show"), 303)


@bp.post("/profile/code-app/add")
@signed_in
@fresh(RECENT)
def confirm() -> ResponseReturnValue:
    """Put the app in force and show the recovery codes this once."""
    form, secret = CodeForm(), queries.waiting_secret(current_user.id)
    if secret is None:
        return redirect(url_for("second_factor.show"), 303)
    codes = None
    if form.validate():
        codes = second_factor.confirm(current_user.id, form.one_time_code.data or "", now=clock.now())
        form.one_time_code.errors = [] if codes else [WRONG]
    if codes is None:
        return _enrol_page(form, secret), 422
    return render_template("accounts/recovery_codes.html", codes=codes)


@bp.post("/profile/code-app/recovery-codes")
@signed_in
@fresh(RECENT)
def renew() -> ResponseReturnValue:
    """Replace the recovery codes and show the new ones this once."""
    if not queries.has_second_factor(current_user.id):
        return redirect(url_for("second_factor.show"), 303)
    codes = second_factor.renew_codes(current_user.id, now=clock.now())
    return render_template("accounts/recovery_codes.html", codes=codes)


@bp.post("/profile/code-app/remove")
@signed_in
@fresh(RECENT)
def remove() -> ResponseReturnValue:
    """Take the code app off one's own account."""
    second_factor.remove(current_user.id, by=current_user.id, now=clock.now())
    flash("The code app is off. Signing in asks for your password only.", "info")
    return redirect(url_for("profile.show"), 303)


def _enrol_page(form: CodeForm, secret: str) -> str:
    address = totp.address(secret, email=current_user.email, issuer=settings().institution)
    picture = Markup(totp.picture(address))  # noqa: S704 - made by segno from a secret of ours
    return render_template("accounts/enrol.html", form=form, secret=secret, address=address, picture=picture)
