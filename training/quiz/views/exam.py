"""The pages of an exam for whoever sits it; each works without scripts."""

import secrets
from random import SystemRandom

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.accounts import here
from training.core import drawing
from training.core.lengths import too_long
from training.core.responses import EventKind
from training.core.roles import Permission
from training.quiz import closing, devices, pages, pictures, reporting, starting, without_scripts
from training.quiz.forms import StartForm
from training.quiz.mocks import queries as mocks
from training.quiz.pages import Desk
from training.quiz.queries import standings
from training.quiz.queries.standings import Why
from training.quiz.service import UnknownExam
from training.quiz.sittings import Phase
from training.web import assets, ranges
from training.web.access import public, requires
from training.web.frame import settings

bp = Blueprint("quiz", __name__, url_prefix="/exam", template_folder="../templates")
_chance = SystemRandom()


@bp.get("/")
@requires(Permission.SIT_EXAM)
def index() -> ResponseReturnValue:
    """List the exams a person is admitted to."""
    found = standings.standings(int(current_user.id), clock.now())
    return render_template("quiz/index.html", standings=found)


@bp.get("/<code>")
@requires(Permission.SIT_EXAM)
def show(code: str) -> ResponseReturnValue:
    """Show the rules of an exam, what locks it, and the button that starts it."""
    return _start_page(code, StartForm(formdata=None))


@bp.post("/<code>")
@requires(Permission.SIT_EXAM)
def start(code: str) -> ResponseReturnValue:
    """Start an attempt, or go on with the one in progress."""
    form, person_id, now = StartForm(), int(current_user.id), clock.now()
    chance = starting.Chance(seed=_chance.getrandbits(62), secret=secrets.token_hex(32))
    try:
        attempt_id = starting.start(person_id, code, honour=form.honour.data, chance=chance, now=now)
    except UnknownExam:
        abort(404)
    except starting.AlreadyOpen as error:
        attempt_id = error.attempt_id
    except starting.Locked as error:
        if [lock.why for lock in error.locks] == [Why.HONOUR]:
            form.validate()
            return _start_page(code, form), 422
        flash("The exam cannot be started yet. The reasons stand below.", "warn")
        return redirect(url_for("quiz.show", code=code), 303)
    except drawing.PoolTooSmall as error:
        starting.note_thin_pool(person_id, code, error, now=now)
        flash("This exam cannot be started now: its questions are incomplete. The administrators were told.", "warn")
        return redirect(url_for("quiz.show", code=code), 303)
    return redirect(url_for("quiz.attempt", attempt_id=attempt_id), 303)


@bp.get("/attempts/<int:attempt_id>")
@requires(Permission.SIT_EXAM)
def attempt(attempt_id: int) -> ResponseReturnValue:
    """Show the questions; once the time is up or the attempt is closed, what comes then."""
    desk = _desk(attempt_id)
    if desk.phase is Phase.OVER:
        return render_template("quiz/time_up.html", desk=desk)
    if desk.phase is not Phase.OPEN:
        return redirect(url_for("quiz.receipt", attempt_id=attempt_id), 303)
    return _attempt_page(desk)


@bp.get("/attempts/worker.js")
@public
def worker() -> ResponseReturnValue:
    """Give the service worker that keeps the exam page for a reload without a connection; switched off, its removal."""
    name = "worker" if settings().offline_exams == "on" else "worker_off"
    response = Response(assets.content(f"js/exam/{name}.js"), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = url_for("quiz.worker").removesuffix("worker.js")
    return response


@bp.get("/attempts/<int:attempt_id>/figures/<token>")
@requires(Permission.SIT_EXAM)
def figure(attempt_id: int, token: str) -> ResponseReturnValue:
    """Give a picture or a recording of this paper by the name it has on this paper only."""
    desk = _desk(attempt_id)
    found = pictures.picture(desk.sheet, token)
    if found is None:
        abort(404)
    response = ranges.sent(found.size, found.media_type, found.read)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.post("/attempts/<int:attempt_id>/questions/<int:position>")
@requires(Permission.SIT_EXAM)
def save(attempt_id: int, position: int) -> ResponseReturnValue:
    """Store what a page without scripts posts for one question."""
    desk, now = _desk(attempt_id), clock.now()
    slot = desk.sheet.slot(position)
    if slot is None:
        abort(404)
    back = redirect(url_for("quiz.attempt", attempt_id=attempt_id, _anchor=f"q{position}"), 303)
    posted = slot.response(request.form.getlist(f"q{position}"))
    act = request.form.get("act", "save")
    events = _form_events(act, posted)
    try:
        without_scripts.save_form(attempt_id, desk.person_id, position, events, seen=_seen(), now=now)
    except without_scripts.NewerAnswer as error:
        page = render_template("quiz/newer_answer.html", **pages.newer_answer(desk, slot, posted or (), error))
        return page, 409
    except without_scripts.NoSuchAnswer as error:
        fault = (position, str(error))
        return _attempt_page(desk, unsaved={position: posted} if posted else {}, fault=fault), 422
    except devices.NotOpen as error:
        closing.close_over(attempt_id, site=here.site(), now=now)
        flash(str(error), "warn")
        return back
    if act == "problem":
        return redirect(url_for("quiz.problem", attempt_id=attempt_id, question=position), 303)
    flash(f"Question {position} saved {pages.time_of_day(now)}.", "good")
    return back


@bp.get("/attempts/<int:attempt_id>/check")
@requires(Permission.SIT_EXAM)
def check(attempt_id: int) -> ResponseReturnValue:
    """Show what is unanswered and flagged before submitting."""
    desk = _desk(attempt_id)
    if desk.phase is not Phase.OPEN:
        return redirect(url_for("quiz.attempt", attempt_id=attempt_id), 303)
    return render_template("quiz/check.html", desk=desk, rows=pages.check_rows(desk))


@bp.post("/attempts/<int:attempt_id>/submit")
@requires(Permission.SIT_EXAM)
def submit(attempt_id: int) -> ResponseReturnValue:
    """Submit; the gaps stood beside the button."""
    person_id = int(current_user.id)
    if not closing.submit(attempt_id, person_id, client="", last_seq=0, site=here.site(), now=clock.now()):
        abort(404)
    return redirect(url_for("quiz.receipt", attempt_id=attempt_id), 303)


@bp.get("/attempts/<int:attempt_id>/receipt")
@requires(Permission.SIT_EXAM)
def receipt(attempt_id: int) -> ResponseReturnValue:
    """Show that the attempt arrived, with how much of it."""
    desk = _desk(attempt_id)
    if desk.phase in (Phase.OPEN, Phase.OVER):
        return redirect(url_for("quiz.attempt", attempt_id=attempt_id), 303)
    return render_template("quiz/receipt.html", desk=desk, **pages.receipt(desk))


@bp.get("/attempts/<int:attempt_id>/result")
@requires(Permission.SIT_EXAM)
def result(attempt_id: int) -> ResponseReturnValue:
    """Show the decision, its reasons and what comes next; no item."""
    shown = pages.result(attempt_id, int(current_user.id), clock.now())
    if shown is None:
        return redirect(url_for("quiz.receipt", attempt_id=_desk(attempt_id).attempt_id), 303)
    if shown["mock"]:
        return redirect(url_for("mocks.result", attempt_id=attempt_id), 303)
    return render_template("quiz/result.html", **shown)


@bp.get("/attempts/<int:attempt_id>/problem")
@requires(Permission.SIT_EXAM)
def problem(attempt_id: int) -> ResponseReturnValue:
    """Show the form for reporting a problem from a question."""
    desk = _desk(attempt_id)
    return _problem_page(desk)


@bp.post("/attempts/<int:attempt_id>/problem")
@requires(Permission.SIT_EXAM)
def report_problem(attempt_id: int) -> ResponseReturnValue:
    """Pass a problem on to the administrators."""
    desk, words = _desk(attempt_id), request.form.get("words", "").strip()
    position = _position(desk)
    wants_json = request.accept_mimetypes.best == "application/json"
    if error := _report_fault(words):
        return ({"said": error}, 422) if wants_json else (_problem_page(desk, words=words, error=error), 422)
    reporting.report_problem(attempt_id, desk.person_id, position=position, words=words, now=clock.now())
    said = f"Your report reached the administrators. {_urgent()}"
    if wants_json:
        return {"said": said}
    flash(said, "good")
    anchor = f"q{position}" if position else None
    return redirect(url_for("quiz.attempt", attempt_id=attempt_id, _anchor=anchor), 303)


def _report_fault(words: str) -> str:
    """Return what is wrong with the words of a report, "" for nothing."""
    if not words:
        return "Say in a few words what is wrong."
    return too_long(words, reporting.LONGEST_REPORT) or ""


def _problem_page(desk: Desk, *, words: str = "", error: str = "") -> str:
    return render_template(
        "quiz/problem.html", desk=desk, position=_position(desk), words=words, error=error, urgent=_urgent()
    )


def _urgent() -> str:
    """Say whom to call when a report cannot wait; the same wherever one is made, sent or kept back."""
    return f"If it cannot wait, tell the invigilator or {settings().contact}."


def _attempt_page(
    desk: Desk, *, unsaved: dict[int, tuple[str, ...]] | None = None, fault: tuple[int, str] | None = None
) -> str:
    """Return the page of the questions.

    What could not be stored stays in its fields; ``fault`` is the position of its question, and why.
    """
    return render_template(
        "quiz/attempt.html",
        desk=desk,
        questions=pages.questions(desk, _figure_urls(desk), unsaved=unsaved or {}),
        offline=settings().offline_exams == "on",
        urgent=_urgent(),
        fault=fault,
    )


def _start_page(code: str, form: StartForm) -> str:
    now = clock.now()
    standing = standings.standing(current_user.id, code, now)
    if standing is None or not (standing.admitted or standing.attempts):
        abort(404)
    offer = mocks.offer(code)
    return render_template(
        "quiz/start.html",
        form=form,
        mock_offered=offer is not None and not offer.shortages,
        **pages.start_page(standing, now),
    )


def _desk(attempt_id: int) -> Desk:
    """Return an attempt of the viewer's own as its pages need it; 404 for anybody else's."""
    desk = pages.desk(attempt_id, int(current_user.id), clock.now())
    if desk is None:
        abort(404)
    return desk


def _figure_urls(desk: Desk) -> dict[str, str]:
    return {
        figure.token: url_for("quiz.figure", attempt_id=desk.attempt_id, token=figure.token)
        for slot in desk.sheet.slots
        for figure in slot.figures.values()
    }


def _form_events(act: str, posted: tuple[str, ...] | None) -> list[tuple[EventKind, tuple[str, ...]]]:
    """Return the events of a form: its answer, and with the flag buttons the flag. Nothing chosen stays unanswered."""
    if act == "clear":
        return [(EventKind.CLEAR, ())]
    events = [(EventKind.ANSWER, ("?",) if posted is None else posted)] if posted != () else []
    if act in {"flag", "unflag"}:
        events.append((EventKind(act), ()))
    return events


def _seen() -> tuple[int, int]:
    """Return the newest (epoch, sequence) the page was made with."""
    epoch, _, seq = request.form.get("seen", "").partition(".")
    small = all(text.isdecimal() and len(text) < 10 for text in (epoch, seq))
    return (int(epoch), int(seq)) if small else (0, 0)


def _position(desk: Desk) -> int | None:
    text = request.values.get("question", "")
    return int(text) if text.isdecimal() and len(text) < 7 and desk.sheet.slot(int(text)) else None
