"""Sample quizzes as visitors see them: anybody with the link, without an account, a cookie or a script.

Nothing of a visitor is kept. What they answered travels in the form they send; how they did so far, in the addresses of
the pages they go on to. Answers are sent by POST so that no address, log or history holds them; the forms carry no
token, because there is no session that somebody else could misuse (docs/decisions/0023).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training import clock, sources
from training.bank.queries import gallery
from training.core import items, practising, responses
from training.core.samples import Standing
from training.sample_quizzes import queries, service
from training.sample_quizzes.queries import Question, Shared
from training.web import addresses, limits, ranges
from training.web.access import public
from training.web.frame import settings

LOOKS = limits.Limit("sample quiz", tries=600, per=timedelta(minutes=1))
"""A class behind one address, thirty people who answer a question every six seconds."""
FAST = "Very many answers came from your network just now. Wait a minute, then press the button again: nothing is lost."
CHANGED = "This question was changed since you opened it. Here is how it stands now; answer it again."
_SO_FAR = re.compile(r"(\d{1,4})([rpn])")

bp = Blueprint("samples", __name__, template_folder="../templates")


@dataclass(frozen=True, slots=True)
class Shown:
    """A question on a page: as it is answered, or looked back on once ``share`` of the mark (0-1) is known.

    ``item`` has its files at addresses of the quiz; ``posted`` is what the form sent for it.
    """

    question: Question
    item: items.Item
    response: responses.Response = ()
    posted: tuple[str, ...] = ()
    share: Fraction | None = None
    complaint: str | None = None

    @property
    def verdict(self) -> str | None:
        """Return how the answer was in words, None before there is one."""
        if self.share is None:
            return None
        return "right" if self.share == 1 else "partly right" if self.share else "not right"

    @property
    def answer_template(self) -> str:
        """Return the template of the question to answer."""
        return f"items/{self.item.kind}/answer.html"

    @property
    def review_template(self) -> str:
        """Return the template of the question looked back on."""
        return f"items/{self.item.kind}/review.html"


@bp.get("/sample/<link>")
@public
def start(link: str) -> ResponseReturnValue:
    """Say what this is, what is kept, and how it can be answered."""
    quiz = _open(link)
    return render_template("sample_quizzes/start.html", quiz=quiz)


@bp.get("/sample/<link>/questions/<int:place>")
@public
def question(link: str, place: int) -> ResponseReturnValue:
    """Show one question."""
    quiz = _open(link)
    return _one(quiz, _shown(quiz, _at(quiz, place)))


@bp.post("/sample/<link>/questions/<int:place>")
@public
def answer(link: str, place: int) -> ResponseReturnValue:
    """Mark one answer and say why each option is right or wrong."""
    quiz, room = _looked_at(link)
    given = _answered(quiz, _at(quiz, place), "answer")
    if not room:
        return _one(quiz, _unmarked(given, FAST)), 429
    if given.share is None:
        return _one(quiz, given), 422
    page = _one(quiz, given)
    _count(quiz, [given])
    return page


@bp.get("/sample/<link>/end")
@public
def end(link: str) -> ResponseReturnValue:
    """Say how it went, from what the address carries."""
    quiz = _open(link)
    return render_template("sample_quizzes/end.html", quiz=quiz, so_far=_so_far(quiz), carried=_carried(quiz, {}))


@bp.get("/sample/<link>/all")
@public
def whole(link: str) -> ResponseReturnValue:
    """Show all questions on one page, to answer here or on paper."""
    quiz = _open(link)
    return _all(quiz, [_shown(quiz, each) for each in quiz.questions])


@bp.post("/sample/<link>/all")
@public
def check(link: str) -> ResponseReturnValue:
    """Mark the questions that were answered; the others stay open, without their keys."""
    quiz, room = _looked_at(link)
    given = [_answered(quiz, each, f"q{each.place}") for each in quiz.questions]
    if not room:
        return _all(quiz, [_unmarked(each, FAST) for each in given], problem=FAST), 429
    marked = [each for each in given if each.share is not None]
    if not marked:
        return _all(quiz, given, problem="Answer at least one question; then you read why."), 422
    page, counted = _all(quiz, given), set(request.form.getlist("counted"))
    _count(quiz, [each for each in marked if each.question.seal not in counted])
    return page


@bp.get("/media/sample/<link>/<int:place>/<int:number>")
@public
def figure(link: str, place: int, number: int) -> ResponseReturnValue:
    """Give a picture or recording of a question, by a number that says nothing of it; only while the quiz is open."""
    asked = _open(link).at(place) or abort(404)
    names = _files(asked)
    digests = gallery.figures_of([asked.version])[asked.version]
    file = gallery.held(digests[names[number - 1]]) if 0 < number <= len(names) else None
    if file is None:
        abort(404)
    response = ranges.sent(file.size, file.media_type, file.read)
    response.headers["Cache-Control"] = "private, max-age=600"
    return response


@bp.after_request
def _may_go_back(response: Response) -> Response:
    """Let a browser keep a page for its Back button, instead of asking to send the answer again; nothing is secret."""
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def _looked_at(link: str) -> tuple[Shared, bool]:
    """Return an open quiz and whether this address may still ask; answer 404 or 410 where there is none."""
    room = _counted()
    quiz = queries.shared(link, zone=settings().zone, now=clock.now())
    if quiz is None:
        abort(_page("sample_quizzes/unknown.html", 404))
    if quiz.standing is not Standing.OPEN:
        abort(_page("sample_quizzes/over.html", 410, quiz=quiz))
    return quiz, room


def _open(link: str) -> Shared:
    quiz, room = _looked_at(link)
    return quiz if room else abort(429)


def _at(quiz: Shared, place: int) -> Question:
    """Return a question of the quiz; answer 404 with the way on where it left, or never was."""
    return quiz.at(place) or abort(_page("sample_quizzes/gone.html", 404, quiz=quiz))


def _page(template: str, status: int, **values: object) -> Response:
    return Response(render_template(template, **values), status=status, mimetype="text/html")


def _counted() -> bool:
    """Count one look of this address and return whether there was room for it."""
    try:
        limits.take([limits.Bucket(LOOKS, addresses.of_request())], now=clock.now())
    except limits.TooManyTries:
        return False
    return True


def _answered(quiz: Shared, asked: Question, name: str) -> Shown:
    """Return a question with what the form says of it, marked if it can be."""
    posted = tuple(request.form.getlist(name))
    if request.form.get(f"{name}-seal") != asked.seal:
        return _shown(quiz, asked, complaint=CHANGED)
    response = asked.item.received(posted, asked.order)
    complaint = practising.complaint(asked.item, response)
    mark = asked.item.mark(response) if response and complaint is None else None
    share = mark.awarded / mark.possible if mark else None
    return _shown(quiz, asked, response=response or (), posted=posted, share=share, complaint=complaint)


def _unmarked(given: Shown, complaint: str) -> Shown:
    return Shown(given.question, given.item, given.response, given.posted, complaint=complaint)


def _shown(
    quiz: Shared,
    asked: Question,
    *,
    response: responses.Response = (),
    posted: tuple[str, ...] = (),
    share: Fraction | None = None,
    complaint: str | None = None,
) -> Shown:
    files = {
        name: url_for("samples.figure", link=quiz.link, place=asked.place, number=number)
        for number, name in enumerate(_files(asked), start=1)
    }
    return Shown(asked, items.illustrated(asked.item, files), response, posted, share, complaint)


def _files(asked: Question) -> list[str]:
    return sorted(items.figures(asked.item))


def _one(quiz: Shared, shown: Shown) -> str:
    place = shown.question.place
    carried = _carried(quiz, {place: shown.verdict[0]} if shown.verdict else {})
    return render_template(
        "sample_quizzes/question.html",
        quiz=quiz,
        shown=shown,
        number=[each.place for each in quiz.questions].index(place) + 1,
        following=quiz.after(place),
        carried=carried,
        sources=sources.register(),
        answer_template=shown.answer_template,
        review_template=shown.review_template,
    )


def _all(quiz: Shared, shown: list[Shown], problem: str | None = None) -> str:
    return render_template(
        "sample_quizzes/all.html", quiz=quiz, shown=shown, problem=problem, sources=sources.register()
    )


def _count(quiz: Shared, marked: Iterable[Shown]) -> None:
    """Count answers of this quiz; not those that another site made a browser send."""
    shares = [each.share for each in marked]
    if shares and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin":
        service.count(quiz.id, answers=len(shares), full_marks=sum(share == 1 for share in shares))


def _so_far(quiz: Shared) -> dict[int, str]:
    """Return how each question went, by its place, as the address says it."""
    said = {int(place): letter for place, letter in _SO_FAR.findall(request.args.get("so", "")[:400])}
    words = {"r": "right", "p": "partly right", "n": "not right"}
    return {each.place: words[said[each.place]] for each in quiz.questions if each.place in said}


def _carried(quiz: Shared, further: Mapping[int, str]) -> str | None:
    """Return what the next address carries of how it went so far."""
    letters = {place: word[0] for place, word in _so_far(quiz).items()} | dict(further)
    return "".join(f"{place}{letter}" for place, letter in letters.items()) or None
