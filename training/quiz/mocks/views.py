"""The pages of a mock exam before it starts and after it was handed in; between them those of an exam are its own."""

import secrets
from random import SystemRandom

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock, sources
from training.core.drawing import PoolTooSmall
from training.core.items import illustrated
from training.core.roles import Permission
from training.quiz import pages, reasons, starting
from training.quiz.mocks import queries, reviewing, service
from training.quiz.mocks.forms import StartForm
from training.quiz.mocks.reviewing import Question, Review
from training.quiz.service import UnknownExam
from training.web.access import requires

bp = Blueprint("mocks", __name__, url_prefix="/mock-exams", template_folder="templates")
_chance = SystemRandom()


@bp.get("")
@requires(Permission.SIT_EXAM)
def index() -> ResponseReturnValue:
    """List the mock exams that can be sat now."""
    return render_template("mocks/index.html", offers=queries.offers())


@bp.get("/<code>")
@requires(Permission.SIT_EXAM)
def show(code: str) -> ResponseReturnValue:
    """Say what a mock exam is and what it is not, and what somebody sat of it; with the button that starts it."""
    return _start_page(code, StartForm(formdata=None))


@bp.post("/<code>")
@requires(Permission.SIT_EXAM)
def start(code: str) -> ResponseReturnValue:
    """Start a mock exam, or go on with the one in progress."""
    form = StartForm()
    chance = starting.Chance(seed=_chance.getrandbits(62), secret=secrets.token_hex(32))
    try:
        attempt_id = service.start(int(current_user.id), code, honour=form.honour.data, chance=chance, now=clock.now())
    except UnknownExam:
        abort(404)
    except starting.AlreadyOpen as error:
        attempt_id = error.attempt_id
    except starting.Locked:
        form.validate()
        return _start_page(code, form), 422
    except PoolTooSmall:
        flash("This mock exam cannot be put together now: the practice pool holds too few questions.", "warn")
        return redirect(url_for("mocks.show", code=code), 303)
    return redirect(url_for("quiz.attempt", attempt_id=attempt_id), 303)


@bp.get("/attempts/<int:attempt_id>")
@requires(Permission.SIT_EXAM)
def result(attempt_id: int) -> ResponseReturnValue:
    """Show how a mock exam went: what it would have come to, domain by domain, and what to read again."""
    review = _review(attempt_id)
    return render_template(
        "mocks/result.html",
        review=review,
        desk=review.desk,
        decision=review.decision,
        reasons=reasons.words(review.decision),
        study=reviewing.study(review),
    )


@bp.get("/attempts/<int:attempt_id>/questions/<int:position>")
@requires(Permission.SIT_EXAM)
def question(attempt_id: int, position: int) -> ResponseReturnValue:
    """Show one question of a mock exam with its key and why."""
    review = _review(attempt_id)
    found = review.question(position) or abort(404)
    return render_template(
        "mocks/question.html",
        review=review,
        desk=review.desk,
        question=found,
        item=illustrated(found.item, _figures(review, found)),
        next_wrong=review.next_wrong(position),
        sources=sources.register(),
        review_template=f"items/{found.item.kind}/review.html",
    )


def _start_page(code: str, form: StartForm) -> str:
    offer = queries.offer(code) or abort(404)
    standing = queries.standing(int(current_user.id), offer.exam) or abort(404)
    return render_template(
        "mocks/start.html",
        form=form,
        offered=not offer.shortages,
        exam=offer.exam,
        **pages.start_page(standing, clock.now()),
    )


def _review(attempt_id: int) -> Review:
    """Return a mock exam of the viewer's own after it was handed in; 404 for anything else."""
    return reviewing.of(attempt_id, int(current_user.id), clock.now()) or abort(404)


def _figures(review: Review, found: Question) -> dict[str, str]:
    slot = review.desk.sheet.slots[found.position - 1]
    return {
        name: url_for("quiz.figure", attempt_id=review.desk.attempt_id, token=figure.token)
        for name, figure in slot.figures.items()
    }
