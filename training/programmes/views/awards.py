"""Awards: who of a cohort is ready, who lacks what, awarding one or all as one job."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.certificates import service as certificates
from training.core.roles import Permission
from training.programmes.queries import candidates, cohorts
from training.programmes.queries.candidates import Candidate, Stage
from training.programmes.service import awards as service
from training.programmes.statement import Issuer
from training.web import filters
from training.web.access import requires
from training.web.frame import settings

bp = Blueprint("awards", __name__, template_folder="../templates")


@bp.get("/cohorts/<int:cohort_id>/awards/<code>")
@requires(Permission.AWARD)
def index(cohort_id: int, code: str) -> ResponseReturnValue:
    """Show who of a cohort can be awarded, and what the others lack."""
    cohort = cohorts.cohort(cohort_id) or abort(404)
    programme = cohorts.programme_of(cohort)
    award = programme.award(code) or abort(404)
    found = candidates.of_cohort(cohort, award, now=clock.now(), by=current_user.id)
    stage = request.args.get("stage", "")
    return render_template(
        "programmes/awards.html",
        cohort=cohort,
        programme=programme,
        award=award,
        found=found,
        rows=[row for row in found if stage in ("", row.stage.value)],
        stage=stage,
        stages={one.value: sum(row.stage is one for row in found) for one in Stage},
        ready=sum(row.ready for row in found),
    )


@bp.post("/cohorts/<int:cohort_id>/awards/<code>")
@requires(Permission.AWARD)
def queue(cohort_id: int, code: str) -> ResponseReturnValue:
    """Award everybody who is ready, as one job."""
    cohort = cohorts.cohort(cohort_id) or abort(404)
    award = cohorts.programme_of(cohort).award(code) or abort(404)
    try:
        job = service.queue_cohort(cohort, award, by=current_user.id, issuer=_issuer(), now=clock.now())
    except service.NobodyReady:
        flash("Nobody here can be awarded this now. The list says what each one lacks.", "warn")
        return redirect(url_for("awards.index", cohort_id=cohort_id, code=code), 303)
    flash(f"{filters.count(job.total, 'award')} queued. You may leave this page; the job goes on.", "info")
    return redirect(url_for("jobs.show", job_id=job.id), 303)


@bp.get("/places/<int:enrolment_id>/awards/<code>")
@requires(Permission.AWARD)
def ask(enrolment_id: int, code: str) -> ResponseReturnValue:
    """Show what one award rests on, and ask whether to give it."""
    found = _candidate(enrolment_id, code)
    return render_template("programmes/award.html", found=found)


@bp.post("/places/<int:enrolment_id>/awards/<code>")
@requires(Permission.AWARD)
def give(enrolment_id: int, code: str) -> ResponseReturnValue:
    """Award one person."""
    found = _candidate(enrolment_id, code)
    name, back = found.person.name, url_for("awards.ask", enrolment_id=enrolment_id, code=code)
    again = bool(request.form.get("again"))
    by, now = current_user.id, clock.now()
    try:
        number = service.award(enrolment_id, code, by=by, issuer=_issuer(), now=now, again=again)
    except service.NotReady as error:
        flash(" ".join(error.reasons), "warn")
    except service.AlreadyAwarded as error:
        flash(f"{name} has certificate {error.number} for this already.", "warn")
    except (certificates.Unprintable, certificates.TooLong) as error:
        flash(f"{service.REMEDIES[type(error)]} ({error})", "danger")
    else:
        flash(f"{name} has certificate {number}, and is told by mail.", "good")
        return redirect(url_for("cohorts.place", enrolment_id=enrolment_id), 303)
    return redirect(back, 303)


def _candidate(enrolment_id: int, code: str) -> Candidate:
    return candidates.one(enrolment_id, code, now=clock.now(), by=current_user.id) or abort(404)


def _issuer() -> Issuer:
    here = settings()
    return Issuer(here.institution, here.zone, here.base_url, demo=here.demo)
