"""The pages of calibrations: which one is in force, and what a candidate would change."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.accounts import queries as accounts
from training.bank.queries import stock, versions
from training.core.roles import Permission, allows
from training.measurement.outlook import outlook
from training.quiz.calibration import queries, service
from training.quiz.calibration.changes import changes
from training.quiz.calibration.forms import ActivateForm
from training.quiz.queries import exams
from training.quiz.queries.exams import Published
from training.quiz.service import QuizError
from training.web.access import requires

bp = Blueprint("calibration", __name__, url_prefix="/exams", template_folder="templates")


@bp.get("/<code>/calibrations")
@requires(Permission.SEE_BANK)
def index(code: str) -> ResponseReturnValue:
    """Show the calibration in force, and the candidates."""
    exam = _exam(code)
    found = queries.in_force(exam.exam_id)
    return render_template(
        "calibration/index.html",
        exam=exam,
        in_force=found,
        people=accounts.people([found.by] if found else []),
        rows=queries.calibrations(exam.exam_id),
        may_monitor=allows(current_user.roles, Permission.MONITOR_EXAM),
    )


@bp.get("/<code>/calibrations/<int:calibration_id>")
@requires(Permission.SEE_BANK)
def show(code: str, calibration_id: int) -> ResponseReturnValue:
    """Show what a calibration says, and what would change with it."""
    return _candidate(_exam(code), calibration_id, ActivateForm())


@bp.post("/<code>/calibrations/<int:calibration_id>")
@requires(Permission.SET_EXAM)
def activate(code: str, calibration_id: int) -> ResponseReturnValue:
    """Put a calibration in force."""
    exam, form = _exam(code), ActivateForm()
    if not form.validate_on_submit():
        return _candidate(exam, calibration_id, form), 422
    try:
        service.activate(exam.exam_id, calibration_id, str(form.reason.data), by=int(current_user.id), now=clock.now())
    except service.UnknownCalibration:
        abort(404)
    except QuizError as error:
        flash(str(error), "warn")
        return _candidate(exam, calibration_id, form), 409
    flash("The calibration is in force. Running attempts keep their papers.", "good")
    return redirect(url_for("calibration.index", code=code), 303)


def _exam(code: str) -> Published:
    return exams.published(code) or abort(404)


def _candidate(exam: Published, calibration_id: int, form: ActivateForm) -> str:
    found = queries.calibration(exam.exam_id, calibration_id) or abort(404)
    current = queries.in_force(exam.exam_id)
    before = current.calibration if current else None
    other = before if before and before.id == found.based_on else None
    told = changes(
        found.snapshot,
        other.snapshot if other else None,
        stock.versions(item.version for item in found.snapshot.items),
    )
    numbers = versions.numbers(version for row in told.joined for version in row.figures.joined)
    return render_template(
        "calibration/show.html",
        exam=exam,
        found=found,
        is_in_force=before is not None and before.id == found.id,
        outdated=found.based_on != (before.id if before else None),
        before=other,
        change=outlook(other.snapshot, found.snapshot) if other else None,
        changes=told,
        joined=[(row, sorted(numbers[version] for version in row.figures.joined)) for row in told.joined],
        form=form,
        may_activate=allows(current_user.roles, Permission.SET_EXAM),
    )
