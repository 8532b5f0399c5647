"""The door: where strangers are sent, what must come first, and the form that was sent when the sign-in had ended."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from training import clock
from training.accounts import authorship, devices, here, kept_forms, queries
from training.web import addresses
from training.web.errors import expired
from training.web.frame import settings
from training.web.refill import refill

BACK = "Use your browser's back button: most still hold it."
KEPT_FOR_THEM = "What was typed is kept a day for them, in this browser."
MAIN = '<main id="main" tabindex="-1">'
BEFORE_ENROLMENT = frozenset(
    {f"second_factor.{step}" for step in ("show", "begin", "enrol", "confirm")}
    | {"accounts.confirm", "accounts.confirmed"}
)


class Door:
    """What `training.web.access` asks before it lets somebody in."""

    def stops(self, confirmed_within: timedelta | None) -> ResponseReturnValue | None:
        """Return where to send a stranger, or somebody who must do something else first; None to let them in."""
        if not current_user.is_authenticated:
            return turn_away()
        if confirmed_within is not None:
            return None if clock.now() - g.standing.confirmed_at <= confirmed_within else _ask_again()
        return _enrol() if _must_enrol() else None


def init_app(app: Flask) -> None:
    """Hang the door, keep forms that came too late and give them back."""
    app.extensions["needlewise_door"] = Door()
    app.jinja_env.filters.update(factor=here.factor, browser=here.browser)
    app.register_error_handler(CSRFError, _without_token)
    app.after_request(_give_back)
    app.after_request(_forget_when_sent)


def turn_away() -> ResponseReturnValue:
    """Send a stranger to the sign-in page, a script an answer it can act on; keep a form that was sent."""
    if _is_script():
        return jsonify(error="signed out", remedy="Sign in again; nothing was lost."), 401
    if request.headers.get("HX-Request"):
        here = urlsplit(request.headers.get("HX-Current-URL", "/"))
        return "", 401, {"HX-Redirect": url_for("accounts.sign_in", next=addresses.own(here.path))}
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for("accounts.sign_in", next=_here()), 303)
    return _keep_and_go("accounts.sign_in")


def kept_cookie() -> str:
    """Return the name of the cookie that finds a kept form."""
    return f"needlewise_kept_{settings().port}"


def page_waiting(person_id: int) -> str | None:
    """Return the page whose form this browser kept for a person, None when it kept none."""
    sent = kept_forms.kept(request.cookies.get(kept_cookie(), ""), person_id=person_id, now=clock.now())
    return sent.page if sent else None


def device() -> devices.Device:
    """Return the device this browser says it is."""
    return devices.read(request.cookies.get(device_cookie()), secret=settings().secret_key)


def device_cookie() -> str:
    """Return the name of the cookie of a known device."""
    return f"needlewise_device_{settings().port}"


def _ask_again() -> ResponseReturnValue:
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for("accounts.confirm", next=_here()), 303)
    return _keep_and_go("accounts.confirm")


def _must_enrol() -> bool:
    wanted = settings().require_totp_roles
    return (
        bool(wanted)
        and not g.standing.second_factor
        and not wanted.isdisjoint(current_user.roles)
        and request.endpoint not in BEFORE_ENROLMENT
    )


def _enrol() -> ResponseReturnValue:
    if request.path.startswith("/api/"):
        return jsonify(error="code app wanted", remedy="Add a code app on your profile first."), 403
    return redirect(url_for("second_factor.show"), 303)


def _without_token(error: CSRFError) -> ResponseReturnValue:
    """Keep a form of this site whose token went stale; what came from elsewhere is refused."""
    if _is_script() or not _from_here() or _is_public():
        return expired(error)
    if current_user.is_authenticated:
        return _keep_and_go(None)
    return _keep_and_go("accounts.sign_in")


def _is_script() -> bool:
    """Return whether a script sends this beside its page, whose own form stays where it is until it is sent."""
    wants_json = request.accept_mimetypes.best == "application/json"
    return request.path.startswith("/api/") or request.is_json or wants_json


def _from_here() -> bool:
    """Return whether the browser vouches that a page of this site sent the request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == request.host_url.rstrip("/")


def _is_public() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "access", None) == "public"


def _keep_and_go(endpoint: str | None) -> ResponseReturnValue:
    """Keep the form that was sent, and go to ``endpoint`` and from there back to its page (or there at once)."""
    page = _page_of_form()
    answer = make_response(redirect(url_for(endpoint, next=page) if endpoint else page, 303))
    fields = tuple((name, value) for name, values in request.form.lists() for value in values)
    files = tuple(file.filename for file in request.files.values() if file.filename)
    if not files and all(name == "csrf_token" for name, _value in fields):
        flash("Nothing was done yet: afterwards, press the button again.", "info")
        return answer
    person_id = _writer()
    if person_id is None:
        flash(f"You were not signed in, so what you sent was not taken. {BACK}", "warn")
        return answer
    sent = kept_forms.Sent(request.full_path.rstrip("?"), page, fields, files)
    try:
        token = kept_forms.keep(sent, person_id=person_id, now=clock.now())
    except kept_forms.FormTooLarge:
        flash(f"The form was too long to be kept. {BACK}", "warn")
        return answer
    g.form_kept = True
    if endpoint == "accounts.sign_in":
        flash("Your sign-in had ended. What you typed is kept: sign in and send it again.", "info")
    elif current_user.is_authenticated and current_user.id != person_id:
        flash(f"Nothing was done: you sent a page of somebody else who was signed in here. {KEPT_FOR_THEM}", "warn")
    answer.set_cookie(
        kept_cookie(),
        token,
        max_age=int(kept_forms.KEPT.total_seconds()),
        secure=settings().secure_cookies,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _writer() -> int | None:
    """Return who typed a form: its page says it, else who is signed in, or was here before; None when none says."""
    by_page = authorship.author(request.form.get("csrf_token", ""), secret=settings().secret_key)
    if by_page is not None and queries.person(by_page) is not None:
        return by_page
    if current_user.is_authenticated:
        found: int = current_user.id
        return found
    return _last_person()


def _last_person() -> int | None:
    """Return who was signed in here before: by the session that ended, else by the device."""
    token = session.get("_user_id")
    found = queries.session_owner(token) if token else None
    people = device().people
    return found or (people[-1] if people else None)


def _page_of_form() -> str:
    """Return the page a form was sent from: what the browser says, else where it was sent, if that is a page."""
    origin = urlsplit(request.referrer or "")
    if origin.netloc == request.host and origin.path == url_for("accounts.sign_in"):
        return addresses.own(dict(parse_qsl(origin.query)).get("next"))
    if origin.netloc == request.host:
        return addresses.own(f"{origin.path}?{origin.query}" if origin.query else origin.path)
    try:
        current_app.url_map.bind("").match(request.path, method="GET")
    except (MethodNotAllowed, NotFound, RequestRedirect):
        return url_for("accounts.kept_form")
    return _here()


def _here() -> str:
    return request.full_path.rstrip("?")


def _give_back(response: Response) -> Response:
    """Fill the form of a page with what was sent when the sign-in had ended, and say so."""
    wanted = request.method == "GET" and response.status_code == 200 and response.mimetype == "text/html"
    sent = _kept() if wanted and request.endpoint != "accounts.kept_form" else None
    if sent is None or sent.page != _here():
        return response
    done = refill(response.get_data(as_text=True), action=sent.action, values=sent.fields)
    notice = render_template("accounts/kept_notice.html", sent=sent, done=done)
    html = done.html if done else response.get_data(as_text=True)
    response.set_data(html.replace(MAIN, MAIN + notice, 1))
    return response


def _forget_when_sent(response: Response) -> Response:
    """Forget a kept form once it was sent again with success."""
    if request.method != "POST" or response.status_code >= 400 or "form_kept" in g:
        return response
    sent = _kept()
    if sent is not None and urlsplit(sent.action).path == request.path:
        kept_forms.forget(request.cookies[kept_cookie()], person_id=current_user.id)
        response.delete_cookie(kept_cookie())
    return response


def _kept() -> kept_forms.Sent | None:
    token = request.cookies.get(kept_cookie())
    if not token or not current_user.is_authenticated:
        return None
    return kept_forms.kept(token, person_id=current_user.id, now=clock.now())
