"""Ways in by mail: a new password, a sign-in link, and the invitation that opens an account."""

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from training import clock
from training.accounts import credentials, links, passwords, service, throttle
from training.accounts.forms import AcceptForm, AddressForm, NewPasswordForm
from training.accounts.here import about, cost, site
from training.accounts.views import door
from training.accounts.views.profile import can_be_printed
from training.accounts.views.sign_in import arrive, begin, know_device
from training.core.roles import Role
from training.web import addresses, limits
from training.web.access import public

bp = Blueprint("password", __name__, template_folder="../templates")


@bp.get("/forgot-password")
@public
def forgot() -> ResponseReturnValue:
    """Ask for the address to mail a reset link to."""
    return render_template("accounts/forgot.html", form=AddressForm())


@bp.post("/forgot-password")
@public
def ask_reset() -> ResponseReturnValue:
    """Mail a reset link; the answer is the same whether there is such an account."""
    form = AddressForm()
    if not form.validate():
        return render_template("accounts/forgot.html", form=form), 422
    email = form.email.data or ""
    if _may_mail(email):
        credentials.ask_reset(email, site=site(), now=clock.now())
    return redirect(url_for("password.mailed"), 303)


@bp.get("/sign-in/link")
@public
def link() -> ResponseReturnValue:
    """Ask for the address to mail a sign-in link to."""
    return render_template("accounts/link.html", form=AddressForm())


@bp.post("/sign-in/link")
@public
def ask_link() -> ResponseReturnValue:
    """Mail a sign-in link; the answer is the same whether there is such an account."""
    form = AddressForm()
    if not form.validate():
        return render_template("accounts/link.html", form=form), 422
    email = form.email.data or ""
    if _may_mail(email):
        credentials.ask_link(email, site=site(), now=clock.now())
    return redirect(url_for("password.mailed"), 303)


@bp.get("/mailed")
@public
def mailed() -> ResponseReturnValue:
    """Say that a mail is on its way if there is such an account."""
    return render_template("accounts/mailed.html")


@bp.get("/reset-password/<token>")
@public
def reset(token: str) -> ResponseReturnValue:
    """Ask for the new password."""
    if links.resetting(token, now=clock.now()) is None:
        return _over()
    return render_template("accounts/reset.html", form=NewPasswordForm(), token=token)


@bp.post("/reset-password/<token>")
@public
def set_new(token: str) -> ResponseReturnValue:
    """Set the new password and end all sessions."""
    person, form = links.resetting(token, now=clock.now()), NewPasswordForm()
    if person is None:
        return _over()
    if not (form.validate() and form.judge(about(person.id))):
        return render_template("accounts/reset.html", form=form, token=token), 422
    password_hash = passwords.hash_of(form.password.data or "", cost())
    try:
        person_id = credentials.reset_password(token, password_hash, site=site(), now=clock.now())
    except links.LinkOver:
        return _over()
    flash("Your new password is set, and you were signed out everywhere. Sign in with it.", "good")
    answer = make_response(redirect(url_for("accounts.sign_in"), 303))
    return know_device(answer, door.device().with_person(person_id))


@bp.get("/sign-in/link/<token>")
@public
def arriving(token: str) -> ResponseReturnValue:
    """Show the button that signs in: mail programs that look at links use nothing up."""
    if links.arriving(token, now=clock.now()) is None:
        return _over()
    return render_template("accounts/arriving.html", token=token)


@bp.post("/sign-in/link/<token>")
@public
def use_link(token: str) -> ResponseReturnValue:
    """Sign in by a mailed link; the second factor is asked for all the same."""
    try:
        person_id = credentials.use_link(token, now=clock.now())
    except links.LinkOver:
        return _over()
    return arrive(person_id, stay=False, target="/")


@bp.get("/invitation/<token>")
@public
def invitation(token: str) -> ResponseReturnValue:
    """Ask for the password that opens the account."""
    person = links.invited(token, now=clock.now())
    if person is None:
        return _count_and_over()
    form = AcceptForm(certificate_name=person.certificate_name or person.name)
    return _invitation_page(form, token, name=person.name, trainee=Role.TRAINEE in person.roles)


@bp.post("/invitation/<token>")
@public
def accept(token: str) -> ResponseReturnValue:
    """Open the account and sign in."""
    person, form = links.invited(token, now=clock.now()), AcceptForm()
    if person is None:
        return _count_and_over()
    name, trainee = person.name, Role.TRAINEE in person.roles
    printable = form.validate() and (not trainee or can_be_printed(form.certificate_name))
    if not (printable and form.judge(about(person.id))):
        return _invitation_page(form, token, name=name, trainee=trainee), 422
    password_hash = passwords.hash_of(form.password.data or "", cost())
    wanted = form.certificate_name.data if trainee else None
    try:
        person_id = service.accept(token, password_hash, name=wanted, now=clock.now())
    except links.LinkOver:
        return _over()
    return begin(person_id, stay=False, target="/")


def _may_mail(email: str) -> bool:
    """Return whether another mail may go to this address; when not, the page says the same."""
    try:
        limits.take(throttle.mail(email, address=addresses.of_request()), now=clock.now())
    except limits.TooManyTries:
        return False
    return True


def _count_and_over() -> ResponseReturnValue:
    try:
        limits.take(throttle.invitation(addresses.of_request()), now=clock.now())
    except limits.TooManyTries:
        abort(429)
    return _over()


def _over() -> ResponseReturnValue:
    return render_template("accounts/link_over.html"), 410


def _invitation_page(form: AcceptForm, token: str, *, name: str, trainee: bool) -> str:
    return render_template("accounts/invitation.html", form=form, token=token, name=name, trainee=trainee)
