"""The demonstration's mailbox, and for administrators the mails that did not go out."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.audit import service as audit
from training.core.roles import Permission
from training.jobs import queries as jobs
from training.mail import queries, service
from training.web.access import public, requires
from training.web.frame import settings

bp = Blueprint("mail", __name__, template_folder="templates")


@bp.get("/demo/mail")
@public
def mailbox() -> ResponseReturnValue:
    _only_in_the_demo()
    return render_template("outbox/mailbox.html", mails=queries.newest())


@bp.get("/demo/mail/<int:mail_id>")
@public
def letter(mail_id: int) -> ResponseReturnValue:
    _only_in_the_demo()
    return render_template("outbox/letter.html", mail=queries.mail(mail_id) or abort(404))


@bp.get("/mail")
@requires(Permission.SEE_JOBS)
def outbox() -> ResponseReturnValue:
    return render_template(
        "outbox/outbox.html",
        mails=queries.troubled(),
        waiting=queries.waiting_count(),
        pulse=jobs.pulse(now=clock.now()),
    )


@bp.post("/mail/<int:mail_id>/retry")
@requires(Permission.SET_UP)
def retry(mail_id: int) -> ResponseReturnValue:
    queries.mail(mail_id) or abort(404)
    now = clock.now()
    if service.retry(mail_id, now=now):
        audit.record("mail queued again", actor=current_user.id, subject=f"mail:{mail_id}", now=now)
        flash("The mail is queued again.", "info")
    else:
        flash("The mail was sent or is queued already. Nothing was changed.", "warn")
    return redirect(url_for("mail.outbox"), 303)


def _only_in_the_demo() -> None:
    if not settings().demo:
        abort(404)
