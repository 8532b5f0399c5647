"""The pages of long work: a list, and one job with its progress, failures and buttons."""

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.audit import service as audit
from training.core.roles import Permission
from training.jobs import queries, service
from training.web.access import requires

bp = Blueprint("jobs", __name__, template_folder="templates")


@bp.get("/jobs")
@requires(Permission.SEE_JOBS)
def index() -> ResponseReturnValue:
    return render_template("jobs/index.html", jobs=queries.newest(), pulse=queries.pulse(now=clock.now()))


@bp.get("/jobs/<int:job_id>")
@requires(Permission.SEE_JOBS)
def show(job_id: int) -> ResponseReturnValue:
    return render_template("jobs/show.html", **_shown(job_id))


@bp.get("/jobs/<int:job_id>/progress")
@requires(Permission.SEE_JOBS)
def progress(job_id: int) -> ResponseReturnValue:
    found = _shown(job_id)
    answer = make_response(render_template("jobs/progress.html", **found))
    if found["over"]:
        answer.headers["HX-Refresh"] = "true"  # the page around it has buttons that no longer fit
    return answer


@bp.post("/jobs/<int:job_id>/cancel")
@requires(Permission.AWARD)
def cancel(job_id: int) -> ResponseReturnValue:
    queries.job(job_id) or abort(404)
    now = clock.now()
    if service.cancel(job_id, now=now):
        audit.record("job cancelled", actor=current_user.id, subject=f"job:{job_id}", now=now)
        flash("The job stops after its present step. What is done stays done.", "info")
    else:
        flash("The job was over or stopping already. Nothing was changed.", "warn")
    return redirect(url_for("jobs.show", job_id=job_id), 303)


@bp.post("/jobs/<int:job_id>/retry")
@requires(Permission.AWARD)
def retry(job_id: int) -> ResponseReturnValue:
    queries.job(job_id) or abort(404)
    if service.retry(job_id):
        audit.record("job queued again", actor=current_user.id, subject=f"job:{job_id}", now=clock.now())
        flash("The job is queued again and goes on where it stopped.", "info")
    else:
        flash("The job waits, runs or is done already. Nothing was changed.", "warn")
    return redirect(url_for("jobs.show", job_id=job_id), 303)


def _shown(job_id: int) -> dict[str, object]:
    job, now = queries.job(job_id) or abort(404), clock.now()
    failures, pulse = queries.failures(job_id), queries.pulse(now=now)
    return {"job": job, "over": job.over, "failures": failures, "pulse": pulse, "now": now}
