"""The administrator's first page, and what a fresh site still needs."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.core.roles import Permission
from training.mail import service as mail
from training.programmes.queries import overview
from training.programmes.queries.overview import Task
from training.web.access import requires
from training.web.frame import settings

bp = Blueprint("administration", __name__, template_folder="../templates")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of setting a site up, as the page shows it."""

    title: str
    detail: str
    endpoint: str
    action: str
    done: bool


WORDS = {
    Task.INSTITUTION: (
        "The institution's name and zone",
        "Set NEEDLEWISE_INSTITUTION and NEEDLEWISE_ZONE, then start the site again. Certificates carry both.",
        "", "",
    ),
    Task.MAIL: (
        "Mail", "Send yourself a trial mail; invitations and results go the same way.", "administration.try_mail",
        "Send a trial mail",
    ),
    Task.BANK: ("The question bank", "Load it with: training bank load question_bank", "", ""),
    Task.MODULES: ("The modules", "Load them with: training modules load", "", ""),
    Task.PEOPLE: ("People", "Invite reviewers, a clinical lead and assessors.", "people.new", "Invite somebody"),
    Task.EXAM: ("The exam", "Publish it, once the clinical lead has signed its items.", "exams.index", "Set the exam"),
    Task.COHORT: ("The first cohort", "Make one, then enrol people from a file.", "cohorts.new", "Make a cohort"),
}  # fmt: skip


@bp.get("/admin")
@requires(Permission.SET_UP)
def home() -> ResponseReturnValue:
    """Show what runs, what failed, what waits, and what a fresh site still needs."""
    done = overview.done(institution=settings().institution)
    return render_template(
        "programmes/admin.html",
        found=overview.overview(now=clock.now(), by=current_user.id),
        setup=[Step(*WORDS[task], done=held) for task, held in done.items()],
    )


@bp.post("/admin/mail")
@requires(Permission.SET_UP)
def try_mail() -> ResponseReturnValue:
    """Send a trial mail to oneself."""
    here, now = settings(), clock.now()
    context = {"institution": here.institution, "name": current_user.name, "site_url": here.base_url}
    dedupe = f"trial:{current_user.id}:{now.isoformat(timespec='minutes')}"
    mail.queue("trial", to=current_user.email, person_id=current_user.id, context=context, dedupe=dedupe, now=now)
    flash(f"A trial mail to {current_user.email} is queued. This page says when it went out.", "info")
    return redirect(url_for("administration.home"), 303)
