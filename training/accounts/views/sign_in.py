"""Signing in and out."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from training import clock
from training.accounts import service, sessions
from training.accounts.forms import SignInForm
from training.accounts.passwords import Cost
from training.web import addresses
from training.web.access import public
from training.web.frame import settings

bp = Blueprint("accounts", __name__, template_folder="../templates")


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Show the sign-in page; somebody signed in is sent on."""
    if current_user.is_authenticated:
        return redirect(addresses.own(request.args.get("next")), 303)
    return _page(SignInForm(next=request.args.get("next", "")))


@bp.post("/sign-in")
@public
def enter() -> ResponseReturnValue:
    """Check e-mail and password and begin a session."""
    form = SignInForm()
    if not form.validate():
        return _page(form), 422
    person = service.authenticate(form.email.data or "", form.password.data or "", cost=cost())
    if person is None:
        form.password.errors = ["This e-mail and password do not belong together. Check both, or reset the password."]
        return _page(form), 422
    return begin(person.id, stay=form.stay.data, target=form.next.data)


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End the session of this browser."""
    if current_user.is_authenticated:
        sessions.end(current_user.session_token, now=clock.now())
    logout_user()
    remember = session.get("_remember")
    session.clear()
    if remember:
        session["_remember"] = remember
    flash("You are signed out.", "info")
    return redirect(url_for("accounts.sign_in"), 303)


def begin(person_id: int, *, stay: bool, target: str | None) -> ResponseReturnValue:
    """Begin a session of this browser and go to the page asked for."""
    now = clock.now()
    token = sessions.begin(person_id, agent=request.user_agent.string, stay=stay, now=now)
    service.note_sign_in(person_id, now=now)
    session.clear()
    login_user(service.arriving(person_id, token), remember=stay, force=True)
    return redirect(addresses.own(target), 303)


def cost() -> Cost:
    """Return what a password hash costs here."""
    return Cost(memory_kib=settings().argon2_memory_kib, time=settings().argon2_time)


def _page(form: SignInForm) -> str:
    return render_template("accounts/sign_in.html", form=form)
