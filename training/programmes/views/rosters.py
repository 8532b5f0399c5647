"""Rosters: choose a file, see what it would do row by row, then apply it whole."""

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.accounts import queries as accounts
from training.accounts.links import Site
from training.core.roles import Permission
from training.programmes import roster
from training.programmes.forms import RosterForm
from training.programmes.queries import cohorts, rosters
from training.programmes.queries.rosters import Verdict
from training.programmes.service import rosters as service
from training.programmes.service.cohorts import ExamMissing
from training.web.access import requires
from training.web.frame import settings

if TYPE_CHECKING:
    from training.programmes.models import RosterRun

bp = Blueprint("rosters", __name__, template_folder="../templates")


@bp.get("/cohorts/<int:cohort_id>/roster")
@requires(Permission.MANAGE_COHORTS)
def new(cohort_id: int) -> ResponseReturnValue:
    """Ask for the file."""
    return _ask(cohort_id, RosterForm())


@bp.post("/cohorts/<int:cohort_id>/roster")
@requires(Permission.MANAGE_COHORTS)
def read(cohort_id: int) -> ResponseReturnValue:
    """Read the file and show what it would do; nobody is enrolled yet."""
    form, sent = RosterForm(), request.files.get("file")
    if sent is None or not sent.filename:
        form.file.errors = ["Choose the file."]
        return _ask(cohort_id, form), 422
    try:
        rows = roster.read(sent.stream.read(roster.LARGEST + 1))
    except roster.Unreadable as error:
        form.file.errors = [str(error)]
        return _ask(cohort_id, form), 422
    if cohorts.cohort(cohort_id) is None:
        abort(404)
    run = service.store(cohort_id, sent.filename, rows, by=current_user.id, now=clock.now())
    return redirect(url_for("rosters.show", run_id=run.id), 303)


@bp.get("/rosters/<int:run_id>")
@requires(Permission.MANAGE_COHORTS)
def show(run_id: int) -> ResponseReturnValue:
    """Show what applying a roster would do, or what it did."""
    return _page(_run(run_id))


@bp.post("/rosters/<int:run_id>/apply")
@requires(Permission.MANAGE_COHORTS)
def apply(run_id: int) -> ResponseReturnValue:
    """Enrol whom the roster names, all in one transaction."""
    run = _run(run_id)
    if run.applied_at is None and _leaves_out(run) and not request.form.get("leave_out"):
        return _page(
            run, problem="Tick that the refused rows are left out, or correct the file and read it again."
        ), 422
    cohort_id = run.cohort_id
    site, expected = Site.of(settings()), request.form.get("expected", "")
    try:
        result = service.apply(run_id, expected=expected, by=current_user.id, site=site, now=clock.now())
    except service.AlreadyApplied:
        flash("This roster was applied before.", "warn")
    except service.ChangedSince:
        flash("Somebody changed the cohort meanwhile. This is what applying the roster would do now.", "warn")
    except ExamMissing:
        flash("The programme's exam is not set up yet. Set it up, then enrol people.", "warn")
    else:
        invited, known = result[Verdict.NEW], result[Verdict.KNOWN]
        flash(f"Enrolled {invited + known}: {invited} invited by mail, {known} had an account.", "good")
        return redirect(url_for("cohorts.show", cohort_id=cohort_id), 303)
    return redirect(url_for("rosters.show", run_id=run_id), 303)


def _run(run_id: int) -> "RosterRun":
    return rosters.run(run_id) or abort(404)


def _leaves_out(run: "RosterRun") -> bool:
    return rosters.counts(rosters.plan(run, by=current_user.id))[Verdict.REFUSED] > 0


def _ask(cohort_id: int, form: RosterForm) -> str:
    found = cohorts.cohort(cohort_id) or abort(404)
    return render_template("programmes/roster_new.html", cohort=found, form=form)


def _page(run: "RosterRun", problem: str = "") -> str:
    planned = rosters.plan(run, by=current_user.id) if run.applied_at is None else ()
    people = accounts.people([run.read_by, *([run.applied_by] if run.applied_by else [])])
    return render_template(
        "programmes/roster.html",
        run=run,
        cohort=cohorts.cohort(run.cohort_id),
        planned=planned,
        counts=rosters.counts(planned) if run.applied_at is None else run.result,
        expected=rosters.fingerprint(planned),
        people=people,
        problem=problem,
    )
