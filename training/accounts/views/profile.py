"""One's own account: name, zone, address, password, where one is signed in, own data, the name on certificates."""

import json

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import StringField

from training import clock
from training.accounts import credentials, exports, links, passwords, queries, service
from training.accounts.forms import (
    AddressForm,
    CertificateNameForm,
    ChangePasswordForm,
    NameWishForm,
    ProfileForm,
)
from training.accounts.here import about, cost, site
from training.accounts.views.sign_in import check_password
from training.core.roles import Permission, Role, allows
from training.web import addresses, limits
from training.web.access import fresh, public, signed_in

bp = Blueprint("profile", __name__, template_folder="../templates")
RECENT = 15


@bp.get("/profile")
@signed_in
def show() -> ResponseReturnValue:
    """Show one's account."""
    person = queries.person(current_user.id)
    return render_template(
        "accounts/profile.html",
        person=person,
        trainee=Role.TRAINEE in current_user.roles,
        reviews=_reviews(),
        accommodation=queries.accommodation(current_user.id),
        code_app=queries.has_second_factor(current_user.id),
        wish=queries.open_name_request(current_user.id),
        sessions=queries.sessions_of(current_user.id, now=clock.now()),
        this_one=queries.session_id(current_user.session_token),
    )


@bp.get("/profile/edit")
@signed_in
def edit() -> ResponseReturnValue:
    """Show the form for name and zone."""
    person = queries.person(current_user.id)
    return _edit_page(ProfileForm(obj=person))


@bp.post("/profile/edit")
@signed_in
def save() -> ResponseReturnValue:
    """Store name and zone."""
    form = ProfileForm()
    if not form.validate():
        return _edit_page(form), 422
    mails = bool(form.review_mails.data) if _reviews() else None
    name = form.name.data or ""
    service.update_profile(current_user.id, name=name, zone=form.zone.data, now=clock.now(), review_mails=mails)
    flash("Your profile is saved.", "good")
    return redirect(url_for("profile.show"), 303)


@bp.get("/profile/email")
@signed_in
def email() -> ResponseReturnValue:
    """Show the form for another address."""
    return render_template("accounts/email.html", form=AddressForm())


@bp.post("/profile/email")
@signed_in
@fresh(RECENT)
def ask_email() -> ResponseReturnValue:
    """Mail a link to the new address; the old one stays until it is opened."""
    form = AddressForm()
    refused = ""
    if form.validate():
        try:
            credentials.ask_email(current_user.id, form.email.data or "", site=site(), now=clock.now())
        except service.AddressTaken:
            refused = "There is an account with this address. Use another."
        except credentials.AddressStays:
            refused = "A simulated person keeps their address: no mail goes there."
    if refused:
        form.email.errors = [refused]
    if form.errors or refused:
        return render_template("accounts/email.html", form=form), 422
    flash("A link was mailed to the new address. Open it within 24 hours; until then the old address stays.", "info")
    return redirect(url_for("profile.show"), 303)


@bp.get("/profile/email/<token>")
@public
def moving(token: str) -> ResponseReturnValue:
    """Show the button that confirms a new address."""
    if links.moving(token, now=clock.now()) is None:
        return render_template("accounts/link_over.html"), 410
    return render_template("accounts/moving.html", token=token)


@bp.post("/profile/email/<token>")
@public
def change_email(token: str) -> ResponseReturnValue:
    """Give the account its new address."""
    try:
        credentials.change_email(token, site=site(), now=clock.now())
    except (links.LinkOver, service.AddressTaken):
        return render_template("accounts/link_over.html"), 410
    flash("Your new address is in force. Sign in with it from now on.", "good")
    return redirect("/", 303)


@bp.get("/profile/password")
@signed_in
def password() -> ResponseReturnValue:
    """Show the form for a new password."""
    return render_template("accounts/change_password.html", form=ChangePasswordForm(), until=None)


@bp.post("/profile/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """Check the old password, set the new one and sign out everywhere else."""
    form, until, right = ChangePasswordForm(), None, False
    if form.validate() and form.judge(about(current_user.id)):
        try:
            right = check_password(current_user.email, form.old_password.data or "") == current_user.id
            form.old_password.errors = [] if right else ["This is not the password you have now."]
        except limits.TooManyTries as error:
            until = error.until
    if not right:
        return render_template("accounts/change_password.html", form=form, until=until), 429 if until else 422
    hashed = passwords.hash_of(form.password.data or "", cost())
    token = current_user.session_token
    credentials.change_password(current_user.id, hashed, keep=token, site=site(), now=clock.now())
    flash("Your password is changed, and every other device was signed out.", "good")
    return redirect(url_for("profile.show"), 303)


@bp.post("/profile/sessions/end-others")
@signed_in
def end_others() -> ResponseReturnValue:
    """Sign out every other device."""
    ended = service.sign_out_others(current_user.id, keep=current_user.session_token, now=clock.now())
    flash(f"{ended} other {'device is' if ended == 1 else 'devices are'} signed out.", "good")
    return redirect(url_for("profile.show"), 303)


@bp.get("/profile/certificate-name")
@signed_in
def certificate_name() -> ResponseReturnValue:
    """Show the form for the name on certificates; after the first certificate, the one that asks for another."""
    person = queries.person(current_user.id)
    name = (person.certificate_name or person.name) if person else ""
    if current_user.certificate_name_fixed_at:
        return _wish_page(NameWishForm(certificate_name=name))
    return _name_page(CertificateNameForm(certificate_name=name))


@bp.post("/profile/certificate-name")
@signed_in
def confirm_name() -> ResponseReturnValue:
    """Store the name on certificates as confirmed."""
    form = CertificateNameForm()
    if not (form.validate() and can_be_printed(form.certificate_name)):
        return _name_page(form), 422
    try:
        service.confirm_certificate_name(current_user.id, form.certificate_name.data or "", now=clock.now())
    except service.NameFixed:
        flash("A certificate carries your name already. Ask for the correction here.", "warn")
        return redirect(url_for("profile.certificate_name"), 303)
    flash("Your name on certificates is confirmed.", "good")
    return redirect(addresses.own(request.args.get("next"), otherwise=url_for("profile.show")), 303)


@bp.post("/profile/certificate-name/wish")
@signed_in
def wish_name() -> ResponseReturnValue:
    """Ask for another name on certificates."""
    form = NameWishForm()
    if not (form.validate() and can_be_printed(form.certificate_name)):
        return _wish_page(form), 422
    name, reason = form.certificate_name.data or "", form.reason.data or ""
    service.ask_name(current_user.id, name, reason, now=clock.now())
    flash("Your wish is with the administrators. They decide, and issue a new certificate if they agree.", "info")
    return redirect(url_for("profile.show"), 303)


@bp.post("/profile/download")
@signed_in
@fresh(RECENT)
def download() -> ResponseReturnValue:
    """Hand out everything kept about oneself, as JSON."""
    now = clock.now()
    content = exports.own(current_user.id, parts=_exporters(), now=now)
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    answer = Response(text, content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="needlewise-own-data-{now:%Y-%m-%d}.json"'
    return answer


def can_be_printed(field: StringField) -> bool:
    """Return whether a font has every character of a name; name those that none has in the field's errors."""
    unprintable = current_app.extensions.get("needlewise_unprintable")
    missing = unprintable(field.data or "") if unprintable else ()
    if missing:
        shown = ", ".join(missing)
        field.errors = [f"Certificates cannot print {shown}. Write the name without, or ask the course office."]
    return not missing


def _exporters() -> exports.Parts:
    """Return what the other slices tell of a person, as `training.app` named them."""
    found: exports.Parts = current_app.extensions.get("needlewise_exporters", {})
    return found


def _edit_page(form: ProfileForm) -> str:
    return render_template("accounts/edit.html", form=form, reviews=_reviews())


def _reviews() -> bool:
    """Return whether the viewer works on items, so that there is news of reviews."""
    return allows(current_user.roles, Permission.COMMENT_ITEMS)


def _name_page(form: CertificateNameForm) -> str:
    target = addresses.own(request.args.get("next"), otherwise="")
    return render_template("accounts/certificate_name.html", form=form, target=target)


def _wish_page(form: NameWishForm) -> str:
    names = queries.certificate_names(current_user.id)
    return render_template("accounts/name_wish.html", form=form, names=names)
