"""Signing in and out, in one or two steps, and giving the password again before an act that weighs much."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypedDict

from flask import (
    Blueprint,
    Response,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf

from training import clock
from training.accounts import authorship, credentials, devices, kept_forms, queries, second_factor, sessions, throttle
from training.accounts.forms import CodeForm, ConfirmForm, SignInForm
from training.accounts.here import WAIT, about, cost
from training.accounts.views import door
from training.web import addresses, limits
from training.web.access import public, signed_in
from training.web.frame import settings

bp = Blueprint("accounts", __name__, template_folder="../templates")
SECOND_STEP = timedelta(minutes=10)
WRONG = "This e-mail and password do not belong together. Check both, or reset the password."
WRONG_CODE = "This code is not right, or was used already. Wait for the next one, or use a recovery code."
BLOCKED_IN_EXAM = (
    "Your account is blocked, so nothing can be sent from here now. What was saved is submitted when the time ends, "
    "and what waits stays on this device: save the answer file, and ask {contact}."
)


class Pending(TypedDict):
    """What the session cookie says between password and second factor."""

    person: int
    at: str
    stay: bool
    next: str
    stamp: str


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
    """Check e-mail and password; begin a session, or ask for the second factor."""
    form = SignInForm()
    if not form.validate():
        return _page(form), 422
    try:
        person_id = check_password(form.email.data or "", form.password.data or "")
    except limits.TooManyTries as error:
        return _page(form, until=error.until), 429
    if person_id is None:
        form.password.errors = [WRONG]
        return _page(form), 422
    return arrive(person_id, stay=form.stay.data, target=form.next.data)


@bp.get("/sign-in/code")
@public
def code() -> ResponseReturnValue:
    """Ask for the code of the app, or a recovery code."""
    return _code_page(CodeForm()) if _pending() else redirect(url_for("accounts.sign_in"), 303)


@bp.post("/sign-in/code")
@public
def check_code() -> ResponseReturnValue:
    """Check the second factor and begin a session."""
    pending, form = _pending(), CodeForm()
    if pending is None:
        flash("That took longer than ten minutes. Sign in again.", "info")
        return redirect(url_for("accounts.sign_in"), 303)
    if not form.validate():
        return _code_page(form), 422
    try:
        right = check_second(pending["person"], form.one_time_code.data or "")
    except limits.TooManyTries as error:
        return _code_page(form, until=error.until), 429
    if not right:
        form.one_time_code.errors = [WRONG_CODE]
        return _code_page(form), 422
    return begin(pending["person"], stay=pending["stay"], target=pending["next"])


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End the session of this browser."""
    if current_user.is_authenticated:
        sessions.end(current_user.session_token, now=clock.now())
    logout_user()
    _clear_session()
    flash("You are signed out.", "info")
    return redirect(url_for("accounts.sign_in"), 303)


@bp.get("/confirm")
@signed_in
def confirm() -> ResponseReturnValue:
    """Ask for the password again."""
    return _confirm_page(ConfirmForm(next=request.args.get("next", "")))


@bp.post("/confirm")
@signed_in
def confirmed() -> ResponseReturnValue:
    """Check the password given again and go back to the act."""
    form = ConfirmForm()
    if not form.validate():
        return _confirm_page(form), 422
    try:
        person_id = check_password(current_user.email, form.password.data or "")
    except limits.TooManyTries as error:
        return _confirm_page(form, until=error.until), 429
    if person_id != current_user.id:
        form.password.errors = ["This is not your password."]
        return _confirm_page(form), 422
    sessions.confirm(current_user.session_token, now=clock.now())
    return redirect(addresses.own(form.next.data), 303)


@bp.get("/kept-form")
@signed_in
def kept_form() -> ResponseReturnValue:
    """Show a form that was kept, with the values that fit no field of its page, to be sent or dropped."""
    token = request.cookies.get(door.kept_cookie(), "")
    sent = kept_forms.kept(token, person_id=current_user.id, now=clock.now())
    return render_template("accounts/kept_form.html", sent=sent)


@bp.post("/kept-form/drop")
@signed_in
def drop_kept_form() -> ResponseReturnValue:
    """Forget a kept form."""
    kept_forms.forget(request.cookies.get(door.kept_cookie(), ""), person_id=current_user.id)
    answer = make_response(redirect("/", 303))
    answer.delete_cookie(door.kept_cookie())
    return answer


@bp.get("/api/csrf")
@public
def token() -> ResponseReturnValue:
    """Give a page that outlived its session a fresh token for its forms."""
    known: bool = current_user.is_authenticated  # asked first: the token of somebody signed in names them
    return jsonify(csrf=generate_csrf(), signed_in=known)


@bp.post("/api/sign-in")
@public
def enter_here() -> ResponseReturnValue:
    """Sign in without leaving the page: the exam's dialog when the session ran out."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    try:
        person_id = proven(email, password)
        if person_id is not None and queries.has_second_factor(person_id):
            given = request.form.get("one_time_code", "")
            if not given:
                return jsonify(error="code wanted", remedy="Enter the code of your app."), 422
            if not check_second(person_id, given):
                return jsonify(error="code", remedy=WRONG_CODE), 422
    except limits.TooManyTries as error:
        return jsonify(error="too many tries", remedy=WAIT, until=error.until.isoformat()), 429
    except credentials.AccountBlocked:
        return jsonify(error="blocked", remedy=BLOCKED_IN_EXAM.format(contact=settings().contact)), 422
    if person_id is None:
        return jsonify(error="password", remedy=WRONG), 422
    known = _start(person_id, stay=False)
    return know_device(jsonify(csrf=generate_csrf(), signed_in=True), known)


def check_password(email: str, password: str) -> int | None:
    """Return whose password this is and who may sign in, None for anybody else. Raises TooManyTries."""
    try:
        return proven(email, password)
    except credentials.AccountBlocked:
        return None


def proven(email: str, password: str) -> int | None:
    """Return whose password this is, None for a wrong one.

    Raises TooManyTries before any work is done, AccountBlocked for the right password of a blocked account.
    """
    person = queries.person_by_email(email)
    known = person.id if person else None
    buckets = throttle.sign_in(email, address=addresses.of_request(), device=door.device(), person_id=known)
    ticket = limits.take(buckets, now=clock.now())
    found = credentials.authenticate(email, password, cost=cost())
    if found is not None:
        limits.give_back(ticket)
        credentials.renew_hash(found, password, cost=cost())
    return found


def check_second(person_id: int, given: str) -> bool:
    """Return whether a second factor is right; a wrong one counts like a wrong password."""
    email = about(person_id)[1]
    buckets = throttle.sign_in(email, address=addresses.of_request(), device=door.device(), person_id=person_id)
    ticket = limits.take(buckets, now=clock.now())
    right = second_factor.is_right(person_id, given, now=clock.now())
    if right:
        limits.give_back(ticket)
    return right and second_factor.use(person_id, given, now=clock.now())


def arrive(person_id: int, *, stay: bool, target: str | None) -> ResponseReturnValue:
    """Begin a session, or ask for the second factor first."""
    if not queries.has_second_factor(person_id):
        return begin(person_id, stay=stay, target=target)
    at, stamp = clock.now().isoformat(), _stamp(person_id)
    session["pending"] = Pending(person=person_id, at=at, stay=stay, next=target or "", stamp=stamp)
    return redirect(url_for("accounts.code"), 303)


def begin(person_id: int, *, stay: bool, target: str | None) -> ResponseReturnValue:
    """Begin a session of this browser, remember the device and go to the page asked for, else to a form that waits."""
    known = _start(person_id, stay=stay)
    goal = addresses.own(target, otherwise="")
    if goal in {"", "/"}:
        goal = door.page_waiting(person_id) or "/"
    return know_device(make_response(redirect(goal, 303)), known)


def know_device(answer: Response, known: devices.Device) -> Response:
    """Set the cookie by which this device is known for whoever just proved to be themselves."""
    site = settings()
    answer.set_cookie(
        door.device_cookie(),
        devices.write(known, secret=site.secret_key),
        max_age=devices.KEPT_SECONDS,
        secure=site.secure_cookies,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _start(person_id: int, *, stay: bool) -> devices.Device:
    person = sessions.begin(person_id, agent=request.user_agent.string, stay=stay, now=clock.now())
    known = door.device().with_person(person_id)
    _clear_session()
    session["csrf_token"] = authorship.secret_of(person_id)
    login_user(person, remember=stay, force=True)
    return known


def _clear_session() -> None:
    """Drop everything of the session before, but what Flask-Login is about to do with its cookie."""
    remember = session.get("_remember")
    session.clear()
    if remember:
        session["_remember"] = remember


def _pending() -> Pending | None:
    """Return who gave the right password here within ten minutes and owes the second factor."""
    pending: Pending | None = session.get("pending")
    if not pending:
        return None
    fresh = clock.now() - datetime.fromisoformat(pending["at"]) <= SECOND_STEP
    return pending if fresh and pending["stamp"] == _stamp(pending["person"]) else None


def _stamp(person_id: int) -> str:
    """Return what changes with the password, so that a new one ends sign-ins that are half done."""
    return sha256((queries.password_hash(person_id) or "").encode()).hexdigest()[:16]


def _page(form: SignInForm, until: datetime | None = None) -> str:
    return render_template("accounts/sign_in.html", form=form, until=until)


def _code_page(form: CodeForm, until: datetime | None = None) -> str:
    return render_template("accounts/code.html", form=form, until=until)


def _confirm_page(form: ConfirmForm, until: datetime | None = None) -> str:
    return render_template("accounts/confirm.html", form=form, until=until)
