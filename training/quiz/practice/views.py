"""The pages of practice."""

from random import SystemRandom

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock, sources
from training.bank.queries import gallery
from training.core import items, practising, responses
from training.core.domains import Domain
from training.core.practising import Wish
from training.core.roles import Permission
from training.quiz.practice import queries, service
from training.quiz.practice.forms import Choose
from training.quiz.practice.queries import Progress, Question
from training.web import ranges
from training.web.access import requires

bp = Blueprint("practice", __name__, template_folder="templates")


@bp.get("/practice")
@requires(Permission.PRACTISE)
def index() -> ResponseReturnValue:
    progress = queries.progress(current_user.id)
    form = Choose(data={"domains": request.args.getlist("domain")}).offer([row.domain for row in progress])
    return _index(form, progress)


@bp.post("/practice")
@requires(Permission.PRACTISE)
def start() -> ResponseReturnValue:
    progress = queries.progress(current_user.id)
    form = Choose().offer([row.domain for row in progress])
    if not form.validate_on_submit():
        return _index(form, progress), 422
    try:
        set_id = service.start(
            current_user.id,
            domains=[Domain(name) for name in form.domains.data or []],
            number=form.number.data or 1,
            wish=Wish(form.wish.data),
            seed=SystemRandom().randrange(2**62),
            now=clock.now(),
        )
    except service.NothingToPractise:
        form.form_errors.append("No question is left to practise like this. Choose more domains, or new ones first.")
        return _index(form, progress), 422
    return redirect(url_for("practice.question", set_id=set_id, position=1), 303)


@bp.get("/practice/<int:set_id>/<int:position>")
@requires(Permission.PRACTISE)
def question(set_id: int, position: int) -> ResponseReturnValue:
    return _question(queries.question(current_user.id, set_id, position) or abort(404), set_id)


@bp.post("/practice/<int:set_id>/<int:position>")
@requires(Permission.PRACTISE)
def answer(set_id: int, position: int) -> ResponseReturnValue:
    found = queries.question(current_user.id, set_id, position) or abort(404)
    response = found.item.received(request.form.getlist("answer"), found.order)
    if found.response is None:
        complaint = practising.complaint(found.item, response)
        if response is None or complaint:
            return _question(found, set_id, response=response or (), complaint=complaint), 422
        service.answer(current_user.id, set_id, position, response, now=clock.now())
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
    return render_template("practice/done.html", summary=summary, progress=queries.progress(current_user.id))


def _index(form: Choose, progress: tuple[Progress, ...]) -> str:
    unfinished = queries.unfinished(current_user.id)
    return render_template("practice/index.html", form=form, progress=progress, unfinished=unfinished)


def _question(found: Question, set_id: int, *, response: responses.Response = (), complaint: str | None = None) -> str:
    addresses = {
        name: url_for("practice.figure", set_id=set_id, position=found.position, name=name)
        for name in items.figures(found.item)
    }
    return render_template(
        "practice/question.html",
        question=found,
        item=items.illustrated(found.item, addresses),
        set_id=set_id,
        response=response if found.response is None else found.response,
        complaint=complaint,
        sources=sources.register(),
        answer_template=f"items/{found.item.kind}/answer.html",
        review_template=f"items/{found.item.kind}/review.html",
    )
