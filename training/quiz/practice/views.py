"""The pages of practice."""

from datetime import date
from random import SystemRandom

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock, sources
from training.bank.queries import gallery
from training.core import items, practising, responses
from training.core.certainty import MEANING, Certainty
from training.core.domains import Domain
from training.core.practising import Wish
from training.core.roles import Permission
from training.items import needs_people
from training.quiz.practice import queries, service, stamps
from training.quiz.practice.forms import Choose
from training.quiz.practice.queries import Question, Standing
from training.web import ranges
from training.web.access import requires
from training.web.frame import settings

bp = Blueprint("practice", __name__, template_folder="templates")


@bp.get("/practice")
@requires(Permission.PRACTISE)
def index() -> ResponseReturnValue:
    standing = queries.standing(current_user.id, today=_today())
    form = Choose(data={"domains": request.args.getlist("domain")}).offer([row.domain for row in standing.progress])
    return _index(form, standing)


@bp.post("/practice")
@requires(Permission.PRACTISE)
def start() -> ResponseReturnValue:
    standing = queries.standing(current_user.id, today=_today())
    form = Choose().offer([row.domain for row in standing.progress])
    if not form.validate_on_submit():
        return _index(form, standing), 422
    try:
        set_id = service.start(
            current_user.id,
            domains=[Domain(name) for name in form.domains.data or []],
            number=form.number.data or 1,
            wish=Wish(form.wish.data),
            seed=_seed(),
            now=clock.now(),
        )
    except service.NothingToPractise:
        form.form_errors.append("No question is left to practise like this. Choose more domains, or new ones first.")
        return _index(form, standing), 422
    return redirect(url_for("practice.question", set_id=set_id, position=1), 303)


@bp.post("/practice/due")
@requires(Permission.PRACTISE)
def due() -> ResponseReturnValue:
    try:
        set_id = service.start_session(current_user.id, seed=_seed(), now=clock.now())
    except service.NothingToPractise:
        return redirect(url_for("practice.index"), 303)
    return redirect(url_for("practice.question", set_id=set_id, position=1), 303)


@bp.get("/practice/sureness")
@requires(Permission.PRACTISE)
def sureness() -> ResponseReturnValue:
    return render_template("practice/sureness.html", sureness=queries.sureness(current_user.id), meaning=MEANING)


@bp.get("/practice/<int:set_id>/<int:position>")
@requires(Permission.PRACTISE)
def question(set_id: int, position: int) -> ResponseReturnValue:
    return _question(queries.question(current_user.id, set_id, position) or abort(404), set_id)


@bp.post("/practice/<int:set_id>/<int:position>")
@requires(Permission.PRACTISE)
def answer(set_id: int, position: int) -> ResponseReturnValue:
    found = queries.question(current_user.id, set_id, position) or abort(404)
    if found.response is None:
        response = found.item.received(request.form.getlist("answer"), found.order)
        asked = not needs_people(found.item.kind)
        certainty = _certainty() if asked else None
        complaint = practising.complaint(found.item, response)
        if complaint is None and certainty is None and asked:
            complaint = "Say how sure you are: each of the three buttons checks your answer."
        if response is None or complaint:
            return _question(found, set_id, response=response or (), complaint=complaint), 422
        shown_at = stamps.shown_at(request.form.get("shown", ""), set_id, position, secret=settings().secret_key)
        seconds = max(0, int((clock.now() - shown_at).total_seconds())) if shown_at else None
        service.answer(current_user.id, set_id, position, service.Given(response, certainty, seconds), now=clock.now())
    return redirect(url_for("practice.question", set_id=set_id, position=position), 303)


@bp.get("/media/practice/<int:set_id>/<int:position>/<name>")
@requires(Permission.PRACTISE)
def figure(set_id: int, position: int, name: str) -> ResponseReturnValue:
    found = queries.question(current_user.id, set_id, position) or abort(404)
    file = gallery.held(gallery.figures_of([found.version])[found.version].get(name)) or abort(404)
    response = ranges.sent(file.size, file.media_type, file.read)
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


@bp.get("/practice/<int:set_id>")
@requires(Permission.PRACTISE)
def done(set_id: int) -> ResponseReturnValue:
    summary = queries.summary(current_user.id, set_id) or abort(404)
    standing = queries.standing(current_user.id, today=_today())
    return render_template("practice/done.html", summary=summary, standing=standing, today=_today())


def _today() -> date:
    return queries.today_of(current_user.id, clock.now())


def _seed() -> int:
    return SystemRandom().randrange(2**62)


def _certainty() -> Certainty | None:
    said = request.form.get("certainty", "")
    return Certainty(said) if said in set(Certainty) else None


def _index(form: Choose, standing: Standing) -> str:
    return render_template(
        "practice/index.html",
        form=form,
        standing=standing,
        today=_today(),
        minutes=practising.minutes,
        unfinished=queries.unfinished(current_user.id),
    )


def _question(found: Question, set_id: int, *, response: responses.Response = (), complaint: str | None = None) -> str:
    addresses = {
        name: url_for("practice.figure", set_id=set_id, position=found.position, name=name)
        for name in items.figures(found.item)
    }
    answered = found.response is not None
    return render_template(
        "practice/question.html",
        question=found,
        item=items.illustrated(found.item, addresses),
        set_id=set_id,
        response=found.response if answered else response,
        complaint=complaint,
        sources=sources.register(),
        marked=not needs_people(found.item.kind),
        meaning=MEANING,
        shown=request.form.get("shown") or _stamp(found, set_id),
        comes_on=queries.comes_on(current_user.id, found.item.header.code) if answered else None,
        today=_today(),
        answer_template=f"items/{found.item.kind}/answer.html",
        review_template=f"items/{found.item.kind}/review.html",
    )


def _stamp(found: Question, set_id: int) -> str:
    return stamps.write(set_id, found.position, now=clock.now(), secret=settings().secret_key)
