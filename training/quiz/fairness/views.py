"""The page that shows whether the papers of an exam are equally hard."""

import csv
import io

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training.core import luck
from training.core.domains import Level
from training.core.drawing import PoolTooSmall
from training.core.roles import Permission, allows
from training.quiz.fairness import charts, report
from training.quiz.queries import exams
from training.quiz.queries.exams import Published
from training.web import filters
from training.web.access import requires

bp = Blueprint("fairness", __name__, url_prefix="/exams", template_folder="templates")

LISTED = 50
"""Papers that the page lists; the sheet holds all that are looked at."""
COLUMNS = (
    "paper", "attempt", "started_at", "basis", "expected_at_start", "expected_now", "target_now", "cut",
    "equal_cut_now", "chance_now", "gave_way", "simulated",
)  # fmt: skip


@bp.get("/<code>/fairness")
@requires(Permission.SEE_BANK)
def show(code: str) -> ResponseReturnValue:
    """Show what the papers given out came to, what was left to the draw, and what the pool allows."""
    exam = _exam(code)
    may_monitor = allows(current_user.roles, Permission.MONITOR_EXAM)
    try:
        found = report.of(exam)
    except PoolTooSmall as refusal:
        return render_template("fairness/show.html", exam=exam, found=None, refusal=refusal, may_monitor=may_monitor)
    return render_template(
        "fairness/show.html",
        exam=exam,
        found=found,
        refusal=None,
        may_monitor=may_monitor,
        rounds=luck.ROUNDS,
        enough=report.ENOUGH,
        looked_at=report.LOOKED_AT,
        simulated=sum(line.paper.simulated for line in found.lines),
        listed=found.lines[: -LISTED - 1 : -1],
        scatters=[(each, charts.scatter(each)) for each in found.achieved],
        bars=charts.histogram(found.rates),
        map=charts.coverage(found.rooms),
        levels=list(Level),
    )


@bp.get("/<code>/fairness.csv")
@requires(Permission.SEE_BANK)
def sheet(code: str) -> ResponseReturnValue:
    """Send the papers that were given out as CSV, the oldest first; without names."""
    exam = _exam(code)
    try:
        found = report.of(exam)
    except PoolTooSmall:
        abort(404)
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for line in found.lines:
        paper, then = line.paper, line.paper.then
        rows.writerow(
            (
                paper.sha256,
                paper.attempt_id,
                filters.utc(paper.started_at) if paper.started_at else "",
                paper.basis,
                "" if then is None else f"{then:.6f}",
                f"{line.now:.6f}",
                f"{found.achieved[0].target:.6f}",
                float(line.cut),
                line.equal,
                f"{line.chance:.6f}",
                ", ".join(paper.relaxed),
                "yes" if paper.simulated else "",
            )
        )
    answer = Response(text.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="fairness-{code}-{exam.number}.csv"'
    return answer


def _exam(code: str) -> Published:
    return exams.published(code) or abort(404)
