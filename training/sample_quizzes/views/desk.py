"""Sample quizzes as staff see them: the list, one of them, its questions, its link."""

from collections.abc import Callable, Mapping
from datetime import date
from random import SystemRandom
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.accounts import queries as accounts
from training.accounts.here import site
from training.bank.queries import practising
from training.core.domains import Domain
from training.core.roles import Permission, allows
from training.core.samples import LARGEST, Standing
from training.sample_quizzes import queries, service
from training.sample_quizzes.forms import DetailsForm, DrawForm, FindForm
from training.sample_quizzes.queries import Quiz
from training.sample_quizzes.service import Details
from training.web.access import requires
from training.web.filters import day
from training.web.frame import settings
from training.web.meanwhile import Change, as_seen, both

bp = Blueprint("sample_quizzes", __name__, template_folder="../templates")


@bp.get("/sample-quizzes")
@requires(Permission.SEE_BANK)
def index() -> ResponseReturnValue:
    """List the quizzes: one's own first."""
    found = queries.every(zone=settings().zone, now=clock.now())
    return render_template(
        "sample_quizzes/index.html",
        own=[quiz for quiz in found if quiz.made_by == current_user.id],
        others=[quiz for quiz in found if quiz.made_by != current_user.id],
        names=_names([quiz.made_by for quiz in found]),
        may_share=_may(Permission.SHARE_SAMPLES),
    )


@bp.get("/sample-quizzes/new")
@requires(Permission.SHARE_SAMPLES)
def new() -> ResponseReturnValue:
    """Show the form of a new quiz."""
    return _form(DetailsForm())


@bp.post("/sample-quizzes")
@requires(Permission.SHARE_SAMPLES)
def create() -> ResponseReturnValue:
    """Make a quiz, and go on to choosing its questions."""
    form = DetailsForm()
    form.today = _today()
    if not form.validate():
        return _form(form), 422
    number = service.make(form.details(), by=current_user.id, now=clock.now())
    flash("The quiz is made. Choose its questions next; nobody finds it before you share the link.", "good")
    return redirect(url_for("sample_quizzes.choose", number=number), 303)


@bp.get("/sample-quizzes/<number>")
@requires(Permission.SEE_BANK)
def show(number: str) -> ResponseReturnValue:
    """Show a quiz, its link, what visitors see of it and what they do not see any more."""
    found = _quiz(number)
    return render_template(
        "sample_quizzes/show.html",
        quiz=found,
        address=_address(found),
        names=_names([found.made_by]),
        own=_own(found),
        may_share=_may(Permission.SHARE_SAMPLES),
        may_end=found.standing is not Standing.ENDED and _may(Permission.WITHDRAW_ITEMS),
        largest=LARGEST,
    )


@bp.get("/sample-quizzes/<number>/edit")
@requires(Permission.SHARE_SAMPLES)
def edit(number: str) -> ResponseReturnValue:
    """Show what is said of a quiz to be changed."""
    found = _changeable(number)
    return _form(DetailsForm(data=_values(found)), found)


@bp.post("/sample-quizzes/<number>/edit")
@requires(Permission.SHARE_SAMPLES)
def change(number: str) -> ResponseReturnValue:
    """Change what is said of a quiz."""
    found, form = _changeable(number), DetailsForm()
    form.today, form.kept = _today(), found.ends_on
    if not form.validate():
        return _form(form, found), 422
    stored = service.locked(number, by=current_user.id)
    changes = both(request.form.get("seen"), _words(stored), _words(form.details()))
    if changes:
        return _form(form, found, changes), 409
    service.change(number, form.details(), by=current_user.id, now=clock.now())
    flash("Saved.", "good")
    return redirect(url_for("sample_quizzes.show", number=number), 303)


@bp.get("/sample-quizzes/<number>/choose")
@requires(Permission.SHARE_SAMPLES)
def choose(number: str) -> ResponseReturnValue:
    """List the items that may be added."""
    return _choose(_changeable(number), DrawForm(formdata=None))


@bp.post("/sample-quizzes/<number>/choose")
@requires(Permission.SHARE_SAMPLES)
def add(number: str) -> ResponseReturnValue:
    """Add the ticked items, or some drawn from domains."""
    found, drawn = _changeable(number), DrawForm()
    codes = request.form.getlist("code")
    drawing = request.form.get("do") == "draw"
    if drawing and not drawn.validate():
        return _choose(found, drawn), 422
    if not drawing and not codes:
        flash("Tick the items you want, then add them.", "warn")
        return redirect(_here(number), 303)
    try:
        added = _drawn(number, drawn) if drawing else _added(number, codes)
    except service.TooMany as error:
        room = f"There is room for {error.room} more." if error.room else "It is full."
        problem = f"A quiz holds at most {LARGEST} questions. {room} Choose fewer, or take some out first."
        return _choose(found, drawn, problem), 422
    wanted = drawn.number.data or 0 if drawing else len(set(codes))
    flash(_said(added, wanted), "good" if added == wanted else "warn")
    return redirect(url_for("sample_quizzes.show", number=number), 303)


@bp.post("/sample-quizzes/<number>/questions")
@requires(Permission.SHARE_SAMPLES)
def arrange(number: str) -> ResponseReturnValue:
    """Do to one question what the pressed button says: ``up 3``, ``remove 3``."""
    _changeable(number)
    act, _, place = request.form.get("do", "").partition(" ")
    known: Mapping[str, Callable[[int], None]] = {
        "up": lambda at: service.move(number, at, up=True, by=current_user.id, now=clock.now()),
        "down": lambda at: service.move(number, at, up=False, by=current_user.id, now=clock.now()),
        "remove": lambda at: service.remove(number, at, by=current_user.id, now=clock.now()),
        "accept": lambda at: service.accept(number, at, by=current_user.id, now=clock.now()),
    }
    if act not in known or not place.isdecimal() or len(place) > 6:
        abort(400)
    known[act](int(place))
    return redirect(url_for("sample_quizzes.show", number=number) + "#questions", 303)


@bp.get("/sample-quizzes/<number>/renew")
@requires(Permission.SHARE_SAMPLES)
def ask_renew(number: str) -> ResponseReturnValue:
    """Say what another link does."""
    return render_template("sample_quizzes/ask_renew.html", quiz=_changeable(number))


@bp.post("/sample-quizzes/<number>/renew")
@requires(Permission.SHARE_SAMPLES)
def renew(number: str) -> ResponseReturnValue:
    """Give a quiz another link."""
    _changeable(number)
    service.renew(number, by=current_user.id, now=clock.now())
    flash("The quiz has another link. The old one leads nowhere.", "good")
    return redirect(url_for("sample_quizzes.show", number=number), 303)


@bp.get("/sample-quizzes/<number>/end")
@requires(Permission.WITHDRAW_ITEMS)
def ask_end(number: str) -> ResponseReturnValue:
    """Say what ending does."""
    return render_template("sample_quizzes/ask_end.html", quiz=_quiz(number))


@bp.post("/sample-quizzes/<number>/end")
@requires(Permission.WITHDRAW_ITEMS)
def end(number: str) -> ResponseReturnValue:
    """End a quiz for good: one's own, or anybody's, as any item may be withdrawn."""
    _quiz(number)
    service.end(number, by=current_user.id, now=clock.now())
    flash("The quiz has ended. Its link says so, and shows no question.", "good")
    return redirect(url_for("sample_quizzes.show", number=number), 303)


@bp.post("/sample-quizzes/<number>/again")
@requires(Permission.SHARE_SAMPLES)
def again(number: str) -> ResponseReturnValue:
    """Make a quiz that ended anew, as one's own."""
    _quiz(number)
    try:
        made = service.again(number, by=current_user.id, now=clock.now())
    except service.StillOpen:
        flash("This quiz has not ended. Share its link, or end it first.", "warn")
        return redirect(url_for("sample_quizzes.show", number=number), 303)
    left = "is" if made.left_out == 1 else "are"
    out = f" {made.left_out} may not be shown any more and {left} left out." if made.left_out else ""
    flash(f"The quiz is made anew and is yours, with a new link and no last day.{out}", "warn" if out else "good")
    return redirect(url_for("sample_quizzes.show", number=made.number), 303)


@bp.errorhandler(service.HasEnded)
def _ended(_error: service.HasEnded) -> ResponseReturnValue:
    flash("This quiz has ended, so nothing of it changes any more. Make it anew instead.", "warn")
    return redirect(url_for("sample_quizzes.show", number=(request.view_args or {})["number"]), 303)


def _added(number: str, codes: list[str]) -> int:
    return service.add(number, codes, by=current_user.id, now=clock.now())


def _drawn(number: str, form: DrawForm) -> int:
    return service.add_drawn(
        number,
        list(form.chosen()),
        wanted=form.number.data or 1,
        seed=SystemRandom().randrange(2**62),
        by=current_user.id,
        now=clock.now(),
    )


def _said(added: int, wanted: int) -> str:
    if added == wanted:
        return f"Added {added} {'question' if added == 1 else 'questions'}."
    why = "the others are in it already, may not be shown, or are enemies of those chosen"
    return f"Added {added} of {wanted}: {why}."


def _choose(quiz: Quiz, drawn: DrawForm, problem: str | None = None) -> str:
    find = FindForm(request.args)
    domain = Domain(find.domain.data) if find.domain.data in list(Domain) else None
    page = request.args.get("page", "1")
    held = [each.stood.item_id for each in quiz.chosen]
    return render_template(
        "sample_quizzes/choose.html",
        quiz=quiz,
        find=find,
        drawn=drawn,
        problem=problem,
        found=practising.search(
            domain=domain,
            words=find.text.data or "",
            without=held,
            page=int(page) if page.isdecimal() and len(page) < 7 else 1,
        ),
        ticked=request.args.get("ticked") == "all",
        asked=_asked(),
        room=LARGEST - len(quiz.chosen),
        largest=LARGEST,
    )


def _form(form: DetailsForm, quiz: Quiz | None = None, changes: tuple[Change, ...] = ()) -> str:
    seen = as_seen(_words(Details(quiz.title, quiz.introduction, quiz.ends_on))) if quiz else ""
    return render_template("sample_quizzes/form.html", form=form, quiz=quiz, changes=changes, seen=seen)


def _values(quiz: Quiz) -> dict[str, object]:
    return {"title": quiz.title, "introduction": quiz.introduction, "ends_on": quiz.ends_on}


def _words(details: Details) -> dict[str, str]:
    last = day(details.ends_on) if details.ends_on else ""
    return {"Title": details.title, "Introduction": details.introduction, "Last day": last}


def _quiz(number: str) -> Quiz:
    return queries.quiz(number, zone=settings().zone, now=clock.now()) or abort(404)


def _changeable(number: str) -> Quiz:
    """Return a quiz of the viewer's own that may still change; 403 for another's, which staff may only look at."""
    found = _quiz(number)
    if found.made_by != current_user.id:
        abort(403)
    if found.standing is Standing.ENDED:
        raise service.HasEnded
    return found


def _own(quiz: Quiz) -> bool:
    return quiz.made_by == current_user.id and quiz.standing is not Standing.ENDED and _may(Permission.SHARE_SAMPLES)


def _address(quiz: Quiz) -> str:
    return site().url.rstrip("/") + url_for("samples.start", link=quiz.link)


def _here(number: str) -> str:
    return url_for("sample_quizzes.choose", number=number) + "?" + urlencode(_asked())


def _asked() -> dict[str, str]:
    """Return what of the address says which items are listed."""
    return {name: request.args[name] for name in ("text", "domain", "page") if request.args.get(name)}


def _names(people: list[int]) -> dict[int, str]:
    found = accounts.people(set(people))
    return {person: found[person].name if person in found else "Somebody" for person in people}


def _may(permission: Permission) -> bool:
    return allows(current_user.roles, permission)


def _today() -> date:
    return clock.now().astimezone(settings().timezone).date()
