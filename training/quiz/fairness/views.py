"""The page that shows whether the papers of an exam are equally hard."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training.core import luck
from training.core.drawing import PoolTooSmall
from training.core.roles import Permission, allows
from training.quiz.fairness import report
from training.quiz.queries import exams
from training.web.access import requires

bp = Blueprint("fairness", __name__, url_prefix="/exams", template_folder="templates")


@bp.get("/<code>/fairness")
@requires(Permission.SEE_BANK)
def show(code: str) -> ResponseReturnValue:
    """Show what the papers given out came to, what was left to the draw, and what the pool allows."""
    exam = exams.published(code) or abort(404)
    try:
        found, refusal = report.of(exam), None
    except PoolTooSmall as error:
        found, refusal = None, error
    may_monitor = allows(current_user.roles, Permission.MONITOR_EXAM)
    return render_template(
        "fairness/show.html", exam=exam, found=found, refusal=refusal, may_monitor=may_monitor, rounds=luck.ROUNDS
    )
