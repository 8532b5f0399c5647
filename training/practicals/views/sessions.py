"""Supervised sessions: the trainee's record, and the supervisor's queue."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.accounts import queries as accounts
from training.core.roles import Permission, Role
from training.practicals import queries
from training.practicals.forms import ReasonForm, SessionForm, session_form
from training.practicals.service import sessions
from training.practicals.service.records import AlreadyCorrected, OwnRecord
from training.practicals.views import pages
from training.web import filters, numbers
from training.web.access import requires
from training.web.frame import settings
from training.web.meanwhile import Change, both

if TYPE_CHECKING:
    from training.practicals.models import SupervisedSession

bp = Blueprint("sessions", __name__, template_folder="../templates")
NOT_A_SUPERVISOR = "This person does not confirm your sessions. Choose who supervised you."
OWN = "This session is your own. The supervisor whom it names confirms or declines it."
CORRECTED_BEFORE = "This entry was corrected before. The newer one is in the list."


@bp.get("/sessions")
@requires(Permission.LOG_SESSIONS)
def index() -> ResponseReturnValue:
    """Show one's own practical record: sessions with their states, and the observed stations."""
    mine, observed = queries.sessions_of(current_user.id), queries.assessments_of(current_user.id)
    return render_template(
        "practicals/sessions.html",
        sessions=mine,
        sessions_newer=queries.superseded(mine),
        observed=observed,
        observed_newer=queries.superseded(observed),
        people=accounts.people(row.supervisor_id for row in mine),
        confirmed=queries.confirmed_sessions(current_user.id),
        form=pages.form(),
    )


@bp.get("/sessions/new")
@requires(Permission.LOG_SESSIONS)
def new() -> ResponseReturnValue:
    """Show the empty form of a session."""
    return _entry(_form(data={"key": secrets.token_hex(16)}))


@bp.post("/sessions")
@requires(Permission.LOG_SESSIONS)
def enter() -> ResponseReturnValue:
    """Enter a session for its supervisor to confirm."""
    form = _form()
    if not form.validate():
        return _entry(form), 422
    try:
        sessions.enter(form.entry(), person_id=current_user.id, key=_key(form), now=clock.now())
    except (OwnRecord, sessions.NotASupervisor):
        form.supervisor.errors = [NOT_A_SUPERVISOR]
        return _entry(form), 422
    flash("Entered. Your supervisor finds it in the list of sessions to confirm.", "good")
    return redirect(url_for("sessions.index"), 303)


@bp.get("/sessions/<int:session_id>/correct")
@requires(Permission.LOG_SESSIONS)
def ask_correct(session_id: int) -> ResponseReturnValue:
    """Show a session's form, filled with what was entered."""
    row = queries.session_of(current_user.id, session_id) or abort(404)
    return _entry(_form(data={"key": secrets.token_hex(16)} | _entered(row)), session_id)


@bp.post("/sessions/<int:session_id>/correct")
@requires(Permission.LOG_SESSIONS)
def correct(session_id: int) -> ResponseReturnValue:
    """Enter the corrected session; the old one stays readable."""
    queries.session_of(current_user.id, session_id) or abort(404)
    form = _form()
    form.correcting = True
    if not form.validate():
        return _entry(form, session_id), 422
    correction = sessions.Correction(session_id, (form.reason.data or "").strip())
    try:
        sessions.enter(form.entry(), person_id=current_user.id, key=_key(form), now=clock.now(), correction=correction)
    except (OwnRecord, sessions.NotASupervisor):
        form.supervisor.errors = [NOT_A_SUPERVISOR]
        return _entry(form, session_id), 422
    except LookupError:
        abort(404)
    except AlreadyCorrected:
        return _overtaken(form, session_id)
    flash("Corrected. Your supervisor confirms the new entry.", "good")
    return redirect(url_for("sessions.index"), 303)


@bp.get("/sessions/<int:session_id>/strike")
@requires(Permission.LOG_SESSIONS)
def ask_strike(session_id: int) -> ResponseReturnValue:
    """Ask for the reason an entry is taken back."""
    return _strike(session_id, ReasonForm())


@bp.post("/sessions/<int:session_id>/strike")
@requires(Permission.LOG_SESSIONS)
def strike(session_id: int) -> ResponseReturnValue:
    """Take an entry back that should not have been made."""
    form = ReasonForm()
    if not form.validate():
        return _strike(session_id, form), 422
    key, now = secrets.token_hex(16), clock.now()
    try:
        sessions.strike(session_id, form.reason.data or "", person_id=current_user.id, key=key, now=now)
    except LookupError:
        abort(404)
    except AlreadyCorrected:
        flash(CORRECTED_BEFORE, "warn")
    else:
        flash("Taken back. The entry stays readable and counts no more.", "good")
    return redirect(url_for("sessions.index"), 303)


@bp.get("/sessions/confirm")
@requires(Permission.ASSESS)
def queue() -> ResponseReturnValue:
    """Show the sessions that wait for this supervisor."""
    rows = queries.to_confirm(current_user.id)
    people = accounts.people(row.person_id for row in rows)
    ticked = {row.id for row in rows} if request.args.get("ticked") == "all" else set()
    return render_template("practicals/queue.html", rows=rows, people=people, form=pages.form(), ticked=ticked)


@bp.post("/sessions/confirm")
@requires(Permission.ASSESS)
def confirm() -> ResponseReturnValue:
    """Confirm the ticked sessions, or all that stood on the page: not one that was entered since."""
    ids = request.form.getlist("shown" if request.form.get("all") else "session", type=numbers.row)
    if not ids:
        flash("Tick the sessions you supervised, then confirm them.", "warn")
        return redirect(url_for("sessions.queue"), 303)
    try:
        done = sessions.confirm(ids, by=current_user.id, url=_record_url(), now=clock.now())
    except LookupError:
        return _refused(ids)
    before = f" {done.before} had been decided or corrected before." if done.before else ""
    flash(f"Confirmed {filters.count(done.confirmed, 'session')}.{before}", "good")
    return redirect(url_for("sessions.queue"), 303)


@bp.get("/sessions/<int:session_id>/decline")
@requires(Permission.ASSESS)
def ask_decline(session_id: int) -> ResponseReturnValue:
    """Ask for the reason a session is declined."""
    row = queries.session_for(current_user.id, session_id)
    return _refused([session_id]) if row is None else _decline(row, ReasonForm())


@bp.post("/sessions/<int:session_id>/decline")
@requires(Permission.ASSESS)
def decline(session_id: int) -> ResponseReturnValue:
    """Decline a session with a reason."""
    form, now = ReasonForm(), clock.now()
    row = queries.session_for(current_user.id, session_id)
    if row is None:
        return _refused([session_id])
    if not form.validate():
        return _decline(row, form), 422
    try:
        sessions.decline(row.id, form.reason.data or "", by=current_user.id, url=_record_url(), now=now)
    except sessions.AlreadyDecided:
        flash("This session was decided or corrected before.", "warn")
        return redirect(url_for("sessions.queue"), 303)
    flash("Declined. The trainee gets your reason by mail and can correct the entry.", "good")
    return redirect(url_for("sessions.queue"), 303)


def _form(data: dict[str, object] | None = None) -> SessionForm:
    supervisors = [person for person in accounts.with_role(Role.ASSESSOR) if person.id != current_user.id]
    latest: date = pages.today()
    return session_form(pages.form(), supervisors, latest=latest, **({"data": data} if data else {}))


def _record_url() -> str:
    """Return the address of a trainee's own record, for mails."""
    return settings().base_url + url_for("sessions.index")


def _key(form: SessionForm) -> str:
    """Return the key the empty form was given; a foreign or missing one is replaced."""
    key = form.key.data or ""
    return key if len(key) == 32 and key.isalnum() else secrets.token_hex(16)


def _entry(
    form: SessionForm, session_id: int | None = None, *, changes: tuple[Change, ...] = (), struck: bool = False
) -> str:
    return render_template("practicals/session.html", form=form, session_id=session_id, changes=changes, struck=struck)


def _entered(row: "SupervisedSession") -> dict[str, object]:
    """Return what a session says, by the fields of its form."""
    return {
        "held_on": row.held_on,
        "minutes": row.minutes,
        "place": row.place,
        "region": row.region,
        "technique": row.technique,
        "patients": row.patients,
        "supervisor": row.supervisor_id,
        "remarks": row.remarks,
    }


def _overtaken(form: SessionForm, session_id: int) -> ResponseReturnValue:
    """Show the entry that took the place of the one corrected here beside what was typed.

    Sending again corrects that one; where it was taken back, what was typed can be entered as a new session.
    """
    newest = queries.standing_session(current_user.id, session_id)
    if newest is None:
        return _entry(form, struck=True), 409
    stored = _entered(newest)
    changes = both("", _words(form, stored), _words(form, {name: form[name].data for name in stored}))
    if not changes:
        flash(CORRECTED_BEFORE, "warn")
        return redirect(url_for("sessions.index"), 303)
    return _entry(form, newest.id, changes=changes), 409


def _words(form: SessionForm, values: Mapping[str, object]) -> dict[str, str]:
    """Return values of fields as the page says them, by their labels."""
    said = {}
    for name, value in values.items():
        titles: dict[str, str] = getattr(form[name], "choices", None) or {}
        said[form[name].label.text] = (
            filters.day(value) if isinstance(value, date) else titles.get(str(value), str(value or "empty"))
        )
    return said


def _strike(session_id: int, form: ReasonForm) -> str:
    row = queries.session_of(current_user.id, session_id) or abort(404)
    return render_template("practicals/strike_session.html", row=row, form=form, kind=pages.form())


def _decline(row: "SupervisedSession", form: ReasonForm) -> str:
    person = accounts.person(row.person_id)
    return render_template("practicals/decline.html", row=row, person=person, form=form, kind=pages.form())


def _refused(session_ids: Iterable[int]) -> ResponseReturnValue:
    """Say that a session is the viewer's own where one is; of other people's nothing is said."""
    if not any(queries.session_of(current_user.id, each) for each in session_ids):
        abort(404)
    flash(OWN, "warn")
    return redirect(url_for("sessions.queue"), 303)
