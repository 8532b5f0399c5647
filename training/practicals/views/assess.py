"""The assessor's pages: choosing a person, filling in a station, checking it and recording it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.accounts import queries as accounts
from training.core.practical import outcome
from training.core.roles import Permission, Role, allows
from training.practicals import queries
from training.practicals.catalogue import Form
from training.practicals.forms import ReasonForm, StationHead, station_form
from training.practicals.service import assessments, drafts
from training.practicals.service.records import AlreadyCorrected, OwnRecord
from training.practicals.views import pages
from training.web import filters, written
from training.web.access import requires, signed_in

if TYPE_CHECKING:
    from training.practicals.models import PracticalAssessment, PracticalDraft

bp = Blueprint("practicals", __name__, template_folder="../templates")
SHOWN = 40
OWN = "This record is about you. Another assessor corrects it or takes it back."
SILENT = frozenset({"revision", "about", "then"})
"""What a form sends besides what was filled in."""


@bp.get("/practicals")
@requires(Permission.ASSESS)
def index() -> ResponseReturnValue:
    """Show what is half-finished, what waits to be confirmed and what was recorded lately."""
    open_drafts, recorded = queries.drafts_of(current_user.id), queries.recorded_by(current_user.id)
    return render_template(
        "practicals/index.html",
        drafts=open_drafts,
        recorded=recorded,
        corrected=queries.superseded(recorded),
        people=accounts.people({row.person_id for row in open_drafts} | {row.person_id for row in recorded}),
        form=pages.form(),
        waiting=len(queries.to_confirm(current_user.id)),
    )


@bp.get("/practicals/new")
@requires(Permission.ASSESS)
def choose() -> ResponseReturnValue:
    """Choose the person and the station."""
    wanted = request.args.get("name", "").strip()
    found = [
        person
        for person in accounts.with_role(Role.TRAINEE)
        if person.id != current_user.id and wanted.casefold() in f"{person.name} {person.email}".casefold()
    ]
    return render_template(
        "practicals/choose.html", people=found[:SHOWN], found=len(found), wanted=wanted, form=pages.form()
    )


@bp.post("/practicals/people/<int:person_id>/<station>")
@requires(Permission.ASSESS)
def begin(person_id: int, station: str) -> ResponseReturnValue:
    """Begin a station of a trainee, or go on with the half-finished one."""
    form, person = pages.form(), accounts.person(person_id)
    if person is None or Role.TRAINEE not in person.roles or station not in form.steps:
        abort(404)
    try:
        draft = drafts.begin(person_id, form, station, by=current_user.id, now=clock.now())
    except OwnRecord:
        flash("You cannot assess yourself. Ask another assessor.", "warn")
        return redirect(url_for("practicals.choose"), 303)
    return redirect(url_for("practicals.draft", draft_id=draft.id), 303)


@bp.get("/practicals/drafts/<int:draft_id>")
@requires(Permission.ASSESS)
def draft(draft_id: int) -> ResponseReturnValue:
    """Show a station as far as it is filled in."""
    row = queries.draft_of(current_user.id, draft_id)
    if row is None:
        return _gone()
    page = station_form(_form(row.form_code), row.station, data=row.fields | {"revision": row.revision})
    return _station(draft_id, page)


@bp.post("/practicals/drafts/<int:draft_id>")
@requires(Permission.ASSESS)
def save(draft_id: int) -> ResponseReturnValue:
    """Keep what the form holds; then stay, leave, or go on to the check page."""
    row = _meant(draft_id)
    if row is None:
        return _gone()
    page = station_form(_form(row.form_code), row.station)
    now = clock.now()
    try:
        revision = drafts.save(draft_id, page.fields(), by=current_user.id, revision=_revision(page), now=now)
    except drafts.ChangedElsewhere as error:
        return _changed(draft_id, page, error)
    except drafts.AlreadyRecorded:
        return _gone()
    if _wants_json():
        return {"revision": revision, "saved": filters.clock(now)}
    if request.form.get("then") == "check":
        return redirect(url_for("practicals.check", draft_id=draft_id), 303)
    flash(f"Saved at {filters.clock(now)}. Nothing is recorded yet.", "info")
    return redirect(url_for("practicals.index"), 303)


@bp.get("/practicals/drafts/<int:draft_id>/check")
@requires(Permission.ASSESS)
def check(draft_id: int) -> ResponseReturnValue:
    """Show what will be recorded, or what is still missing."""
    row = queries.draft_of(current_user.id, draft_id)
    if row is None:
        return _gone()
    form = _form(row.form_code)
    missing = drafts.problems(
        row.fields, form, row.station, today=pages.today(), correcting=row.corrects_id is not None
    )
    given = drafts.marks(row.fields, form, row.station)
    return render_template(
        "practicals/check.html",
        draft=row,
        form=form,
        person=accounts.person(row.person_id),
        missing=missing,
        held_on=drafts.held_on(row.fields),
        marks=given,
        outcome=outcome(form.steps[row.station], given, minimum=form.minimum),
        scale=dict(form.scale),
    )


@bp.post("/practicals/drafts/<int:draft_id>/record")
@requires(Permission.ASSESS)
def record(draft_id: int) -> ResponseReturnValue:
    """Record the station for good."""
    row = queries.draft_of(current_user.id, draft_id)
    if row is None:
        return _gone()
    again = redirect(url_for("practicals.check", draft_id=draft_id), 303)
    now = clock.now()
    try:
        made = assessments.record(
            draft_id, _form(row.form_code), by=current_user.id, revision=_revision_sent(), today=pages.today(), now=now
        )
    except (assessments.Incomplete, drafts.ChangedElsewhere):
        flash("The form is no longer as you saw it. Check it again before you record it.", "warn")
        return again
    except AlreadyCorrected:
        flash("That record was corrected before. Open it and see by what.", "warn")
        return again
    except drafts.AlreadyRecorded:
        return _gone()
    flash("Recorded, with your name and the time. It cannot be changed; a correction is a new record.", "good")
    return redirect(url_for("practicals.show", assessment_id=made.id), 303)


@bp.post("/practicals/drafts/<int:draft_id>/discard")
@requires(Permission.ASSESS)
def discard(draft_id: int) -> ResponseReturnValue:
    """Throw a half-finished station away."""
    if _meant(draft_id) is None:
        return _gone()
    try:
        drafts.discard(draft_id, by=current_user.id, revision=_revision_sent(), now=clock.now())
    except drafts.ChangedElsewhere:
        flash("The form was saved from another tab or device since. Look at it before you throw it away.", "warn")
        return redirect(url_for("practicals.draft", draft_id=draft_id), 303)
    except drafts.AlreadyRecorded:
        return _gone()
    flash("The half-finished form is thrown away. Nothing was recorded.", "info")
    return redirect(url_for("practicals.index"), 303)


@bp.get("/practicals/records/<int:assessment_id>")
@signed_in
def show(assessment_id: int) -> ResponseReturnValue:
    """Show a recorded station to those who may see practical records and to the person it is about."""
    row = queries.assessment(assessment_id)
    sees_all = allows(current_user.roles, Permission.SEE_PRACTICALS)
    if row is None or not (sees_all or row.person_id == current_user.id):
        abort(404)
    form = queries.form_version(row.form_version) or pages.form()
    return render_template(
        "practicals/show.html",
        row=row,
        form=form,
        person=accounts.person(row.person_id),
        steps=form.steps[row.station],
        scale=dict(form.scale),
        newer=queries.correction_of(row.id),
        may_act=allows(current_user.roles, Permission.ASSESS) and row.person_id != current_user.id,
        reason=ReasonForm(),
    )


@bp.post("/practicals/records/<int:assessment_id>/correct")
@requires(Permission.ASSESS)
def correct(assessment_id: int) -> ResponseReturnValue:
    """Begin a record that takes the place of one's own."""
    try:
        row = drafts.begin_correction(assessment_id, by=current_user.id, now=clock.now())
    except LookupError:
        abort(404)
    except OwnRecord:
        return _own(assessment_id)
    except AlreadyCorrected:
        flash("This record was corrected before; the newer one is named on it.", "warn")
        return redirect(url_for("practicals.show", assessment_id=assessment_id), 303)
    return redirect(url_for("practicals.draft", draft_id=row.id), 303)


@bp.get("/practicals/records/<int:assessment_id>/strike")
@requires(Permission.ASSESS)
def ask_strike(assessment_id: int) -> ResponseReturnValue:
    """Ask for the reason a record is taken back."""
    row = queries.assessment(assessment_id) or abort(404)
    return _own(assessment_id) if row.person_id == current_user.id else _strike(row, ReasonForm())


@bp.post("/practicals/records/<int:assessment_id>/strike")
@requires(Permission.ASSESS)
def strike(assessment_id: int) -> ResponseReturnValue:
    """Take a record back by a new one."""
    row, form = queries.assessment(assessment_id) or abort(404), ReasonForm()
    if row.person_id == current_user.id:
        return _own(assessment_id)
    if not form.validate():
        return _strike(row, form), 422
    try:
        made = assessments.strike(assessment_id, form.reason.data or "", by=current_user.id, now=clock.now())
    except LookupError:
        abort(404)
    except OwnRecord:
        return _own(assessment_id)
    except AlreadyCorrected:
        flash("This record was corrected before; the newer one is named on it.", "warn")
        return redirect(url_for("practicals.show", assessment_id=assessment_id), 303)
    flash("The record is taken back. It stays readable and counts no more.", "good")
    return redirect(url_for("practicals.person", person_id=made.person_id), 303)


@bp.get("/practicals/people/<int:person_id>")
@requires(Permission.SEE_PRACTICALS)
def person(person_id: int) -> ResponseReturnValue:
    """Show everything observed of one person."""
    found = accounts.person(person_id) or abort(404)
    observed, sessions = queries.assessments_of(person_id), queries.sessions_of(person_id)
    return render_template(
        "practicals/person.html",
        person=found,
        observed=observed,
        observed_newer=queries.superseded(observed),
        sessions=sessions,
        sessions_newer=queries.superseded(sessions),
        people=accounts.people(row.supervisor_id for row in sessions),
        confirmed=queries.confirmed_sessions(person_id),
        form=pages.form(),
    )


def _form(code: str) -> Form:
    return queries.form(code) or abort(404)


def _meant(draft_id: int) -> "PracticalDraft | None":
    """Return the draft that a page was about; None when it is gone, also when another one has its address now."""
    row = queries.draft_of(current_user.id, draft_id)
    return row if row and request.form.get("about", _about(row)) == _about(row) else None


def _gone() -> ResponseReturnValue:
    """Say that a form is not there any more, or not theirs; what was filled into it is shown, to be copied from."""
    if _wants_json():
        return {"error": "gone"}, 404
    page = render_template(
        "overtaken.html",
        heading="This form is not there any more",
        why="It was recorded or thrown away, perhaps by a second click or in another tab, or it is somebody else's.",
        sent=written.sent(silent=SILENT),
        words="Go to your practical assessments",
        href=url_for("practicals.index"),
    )
    return page, 404


def _about(row: "PracticalDraft") -> str:
    return f"{row.person_id}:{row.station}:{row.corrects_id or ''}"


def _revision(page: StationHead) -> int:
    text = page.revision.data or ""
    return int(text) if text.isdecimal() and len(text) <= 10 else -1


def _revision_sent() -> int:
    """Return which revision a button was pressed on, one that no draft has when it does not say."""
    return request.form.get("revision", type=int, default=-1)


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _station(draft_id: int, page: StationHead, changed: Mapping[str, tuple[str, str]] | None = None) -> str:
    row = queries.draft_of(current_user.id, draft_id) or abort(404)
    form = _form(row.form_code)
    return render_template(
        "practicals/station.html",
        draft=row,
        about=_about(row),
        page=page,
        form=form,
        steps=form.steps[row.station],
        person=accounts.person(row.person_id),
        changed=changed or {},
    )


def _changed(draft_id: int, page: StationHead, error: drafts.ChangedElsewhere) -> ResponseReturnValue:
    """Show both versions: the form keeps this one, the notice names what stands in the other."""
    if _wants_json():
        return {"error": "changed elsewhere"}, 409
    here = page.fields()
    names = sorted(here.keys() | error.stored.keys())
    changed = {
        page[name].label.text: (_words(page, name, error.stored), _words(page, name, here))
        for name in names
        if name in page and here.get(name) != error.stored.get(name)
    }
    page.revision.data = str(error.revision)
    return _station(draft_id, page, changed), 409


def _words(page: StationHead, name: str, fields: Mapping[str, str]) -> str:
    value = fields.get(name, "")
    titles: dict[str, str] = getattr(page[name], "choices", {})
    return titles.get(value, value) or "empty"


def _own(assessment_id: int) -> ResponseReturnValue:
    """Send somebody who is the person of a record back to it, and say who acts on it."""
    flash(OWN, "warn")
    return redirect(url_for("practicals.show", assessment_id=assessment_id), 303)


def _strike(row: "PracticalAssessment", form: ReasonForm) -> str:
    return render_template(
        "practicals/strike.html", row=row, person=accounts.person(row.person_id), form=form, kind=pages.form()
    )
