"""The pages of those who mark, of the person who was marked, and of those who watch."""

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock, sources
from training.accounts import here
from training.accounts import queries as accounts
from training.bank.refusals import BankError
from training.core.drafts import DraftError
from training.core.items import Growing, figures, illustrated
from training.core.marking import Agreement, Seat
from training.core.roles import Permission, allows
from training.marking import queries, service
from training.marking.queries import Rules, Task
from training.marking.service import MarkingError
from training.quiz import sittings
from training.web import ranges, written
from training.web.access import requires
from training.web.frame import settings

bp = Blueprint("marking", __name__, template_folder="templates")


@bp.get("/marking")
@requires(Permission.MARK_RESPONSES)
def index() -> ResponseReturnValue:
    """Show what the viewer may mark, the oldest first, and the marks they may still change."""
    return render_template(
        "marking/index.html",
        rows=queries.queue(current_user.id, _rules()),
        given=queries.changeable(current_user.id),
        now=clock.now(),
        days=settings().marking_days,
        third=Seat.THIRD,
    )


@bp.get("/marking/<int:waiting_id>")
@requires(Permission.MARK_RESPONSES)
def page(waiting_id: int) -> ResponseReturnValue:
    """Show one response with the rubric, and neither whose it is nor what others gave."""
    task = _task(waiting_id)
    return _page(task, _fields(task), {}) if task else _nothing(waiting_id)


@bp.post("/marking/<int:waiting_id>")
@requires(Permission.MARK_RESPONSES)
def give(waiting_id: int) -> ResponseReturnValue:
    """Keep what is filled in so far, or give the mark."""
    task, fields = _task(waiting_id), {name: value for name, value in request.form.items() if name not in SILENT}
    if task is None:
        return _nothing(waiting_id)
    try:
        if request.form.get("act") == "keep":
            service.keep(waiting_id, fields, rules=_rules(), by=current_user.id, now=clock.now())
            flash("Kept. Nobody else sees it, and it is no mark yet.", "good")
            return redirect(url_for("marking.page", waiting_id=waiting_id), 303)
        share = service.mark(waiting_id, fields, rules=_rules(), by=current_user.id, site=here.site(), now=clock.now())
    except service.Incomplete as error:
        return _page(task, fields, error.problems), 422
    except MarkingError as error:
        return _over(str(error)), 409
    flash(_said(task, share), "good")
    offered = share and isinstance(task.item, Growing) and allows(current_user.roles, Permission.WRITE_ITEMS)
    return redirect(url_for("marking.page", waiting_id=waiting_id) if offered else url_for("marking.index"), 303)


@bp.post("/marking/<int:waiting_id>/accepted-answer")
@requires(Permission.WRITE_ITEMS)
def accept_answer(waiting_id: int) -> ResponseReturnValue:
    """Add the response to the accepted answers of its question, as a new draft."""
    task = _task(waiting_id)
    if task is None:
        return _nothing(waiting_id)
    try:
        code = service.accept_answer(task.id, rules=_rules(), by=current_user.id, now=clock.now())
    except (MarkingError, BankError, DraftError) as error:
        flash(str(error), "warn")
        return redirect(url_for("marking.page", waiting_id=waiting_id), 303)
    flash("Added in a new draft of the question. It counts once that is reviewed and signed; say there why.", "good")
    return redirect(url_for("bank.edit.form", code=code), 303)


@bp.get("/marking/<int:waiting_id>/figures/<name>")
@requires(Permission.MARK_RESPONSES)
def figure(waiting_id: int, name: str) -> ResponseReturnValue:
    """Give a figure or a recording of the question that is marked."""
    found = queries.figure(_task(waiting_id) or abort(404), name) or abort(404)
    response = ranges.sent(found.size, found.media_type, found.read)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/marking/waiting")
@requires(Permission.MONITOR_EXAM)
def waiting() -> ResponseReturnValue:
    """Show which attempts wait for markers, since when, and who is wanted."""
    states = queries.states(None, _rules())
    owners = sittings.owners({state.attempt_id for state in states})
    return render_template(
        "marking/waiting.html",
        states=states,
        owners=owners,
        people=accounts.people(owners.values()),
        now=clock.now(),
        third=Seat.THIRD,
    )


@bp.get("/exam/attempts/<int:attempt_id>/marked")
@requires(Permission.SIT_EXAM)
def own(attempt_id: int) -> ResponseReturnValue:
    """Show the viewer what people gave for their texts, once the result is out; not the question nor its answer."""
    found = queries.marked(attempt_id, current_user.id)
    if found is None:
        abort(404)
    return render_template("marking/own.html", attempt_id=attempt_id, marked=found)


SILENT = frozenset({"csrf_token", "act"})
OWN = "Nobody marks their own answers. Another marker sees it, without your name."
SETTLED = "Others marked this answer, so it is settled. A mark of yours was not given."


def _rules() -> Rules:
    given = settings()
    return Rules(Agreement(Fraction(given.marking_tolerance, 100)), timedelta(days=given.marking_days))


def _task(waiting_id: int) -> Task | None:
    return queries.task(waiting_id, current_user.id, _rules())


def _nothing(waiting_id: int) -> ResponseReturnValue:
    """Say why there is nothing to mark here: it is one's own, or others marked it; what was filled in is given back."""
    owner = queries.whose(waiting_id)
    if owner is None:
        abort(404)
    if owner == current_user.id:
        return _over(OWN, heading="This answer is your own"), 403
    return _over(SETTLED), 404


def _over(why: str, *, heading: str = "There is nothing to mark here") -> str:
    return render_template(
        "overtaken.html",
        heading=heading,
        why=why,
        sent=written.sent(silent=SILENT),
        words="Go to your marking",
        href=url_for("marking.index"),
    )


def _fields(task: Task) -> Mapping[str, str]:
    """Return what the form shows: what was kept, else the mark that may be changed."""
    if task.fields or task.mine is None:
        return task.fields
    return service.fields_of(task.mine)


def _page(task: Task, fields: Mapping[str, str], problems: Mapping[str, str]) -> str:
    addresses = {name: url_for("marking.figure", waiting_id=task.id, name=name) for name in figures(task.item)}
    return render_template(
        "marking/page.html",
        task=task,
        item=illustrated(task.item, addresses),
        fields=fields,
        problems=problems,
        allowed=service.verdicts(task.item),
        may_accept=bool(task.mine and task.mine.share)
        and isinstance(task.item, Growing)
        and allows(current_user.roles, Permission.WRITE_ITEMS),
        words=len(" ".join(task.response).split()),
        third=Seat.THIRD,
        now=clock.now(),
        sources=sources.register(),
        review_template=f"items/{task.item.kind}/review.html",
    )


def _said(task: Task, share: Fraction | None) -> str:
    if share is None and task.seat is Seat.SECOND:
        return "Your mark is recorded. The two marks lie too far apart, so a third person decides."
    if share is None:
        return "Your mark is recorded. Somebody else marks this response on their own."
    return "Your mark is recorded, and this response is settled."
