"""The administrator's first page, and what a fresh site still needs."""

from dataclasses import dataclass

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.core.roles import Permission
from training.mail import service as mail
from training.programmes.queries import overview, setup
from training.programmes.queries.setup import Stand, Task
from training.quiz import service as exams
from training.web.access import requires
from training.web.frame import settings

bp = Blueprint("administration", __name__, template_folder="../templates")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of setting a site up, as the page shows it.

    ``url`` is where its button leads, "" without one; ``posts`` that the button does something itself.
    """

    title: str
    detail: str
    url: str
    action: str
    stand: Stand
    posts: bool


WORDS = {
    Task.INSTITUTION: (
        "The institution's name and zone",
        "Set NEEDLEWISE_INSTITUTION and NEEDLEWISE_ZONE, then start the site again. Certificates carry both.",
        "",
        "",
    ),
    Task.MAIL: (
        "Mail",
        "Send yourself a trial mail; invitations and results go the same way.",
        "administration.try_mail",
        "Send a trial mail",
    ),
    Task.BANK: ("The question bank", "Load it on the server with: training bank load question_bank", "", ""),
    Task.MODULES: ("The modules", "Load them on the server with: training modules load", "", ""),
    Task.PEOPLE: (
        "People",
        "Two people approve each item, a third signs it, an assessor watches practice. Nobody acts on their own work.",
        "people.new",
        "Invite somebody",
    ),
    Task.EXAM: (
        "The exam",
        "It can be published once enough items are approved and signed; its page says which are lacking.",
        "exams.index",
        "To the exams",
    ),
    Task.COHORT: ("The first cohort", "Make one, then enrol people from a file.", "cohorts.new", "Make a cohort"),
}
ADD_EXAMS = ("administration.add_exams", "Add the exam that ships")


@bp.get("/admin")
@requires(Permission.SET_UP)
def home() -> ResponseReturnValue:
    """Show what runs, what failed, what waits, and what a fresh site still needs."""
    return render_template(
        "programmes/admin.html",
        found=overview.overview(now=clock.now(), by=current_user.id),
        setup=_steps(),
        simulation=current_app.extensions["needlewise_simulation"](),
    )


@bp.post("/admin/exams")
@requires(Permission.SET_EXAM)
def add_exams() -> ResponseReturnValue:
    """Add the exams that ship and are not here yet, as drafts."""
    added = exams.load_shipped(by=current_user.id, now=clock.now())
    told = f"Added: {', '.join(added)}. Its page says what publishing still needs."
    flash(told if added else "The exams that ship are here already.", "good")
    return redirect(url_for("exams.index"), 303)


@bp.post("/admin/mail")
@requires(Permission.SET_UP)
def try_mail() -> ResponseReturnValue:
    """Send a trial mail to oneself."""
    here, now = settings(), clock.now()
    context = {"institution": here.institution, "name": current_user.name, "site_url": here.base_url}
    dedupe = f"trial:{current_user.id}:{now.isoformat(timespec='minutes')}"
    to = current_user.email
    if mail.queue("trial", to=to, person_id=current_user.id, context=context, dedupe=dedupe, now=now):
        flash(f"A trial mail to {to} is queued. This page says when it went out.", "info")
    else:
        flash(f"A trial mail to {to} was queued within this minute already. Wait for it, then try again.", "info")
    return redirect(url_for("administration.home"), 303)


def _steps() -> list[Step]:
    here = settings()
    leaves = here.demo or here.mail == "smtp"
    found = setup.stands(institution=here.institution, zone=here.zone, mail_leaves=leaves)
    return [_step(task, stand) for task, stand in found.items()]


def _step(task: Task, stand: Stand) -> Step:
    title, detail, endpoint, action = WORDS[task]
    url = url_for(endpoint) if endpoint else ""
    if task is Task.EXAM and setup.exams_missing():
        endpoint, action = ADD_EXAMS
        url = url_for(endpoint)
    elif task is Task.EXAM and stand.about:
        url, action = url_for("exams.ask_publish", code=stand.about), "See what publishing needs"
    elif task is Task.PEOPLE and stand.about:
        url, action = url_for("people.index", state=stand.about), "See who is invited"
    return Step(title, detail, url, action, stand, posts=endpoint.startswith("administration."))
