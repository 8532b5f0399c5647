"""The pages of modules: a list, an overview, sections to read, questions in passing, sign-off."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock, sources
from training.accounts import queries as accounts
from training.core.roles import Permission, allows
from training.modules import queries, service
from training.modules.content import Module, Section
from training.modules.forms import SignForm
from training.modules.queries import Standing
from training.modules.reading import Reader
from training.web.access import requires

bp = Blueprint("modules", __name__, template_folder="templates")


@bp.get("/modules")
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    standings = queries.standings(current_user.id)
    plates = {standing.module.code: _reader(standing.module).frontispiece() for standing in standings}
    return render_template("modules/index.html", standings=standings, plates=plates, may_sign=_may_sign())


@bp.get("/modules/<code>")
@requires(Permission.LEARN)
def show(code: str) -> ResponseReturnValue:
    standing = _standing(code)
    return render_template(
        "modules/show.html",
        standing=standing,
        reader=_reader(standing.module),
        count=len(queries.titles()),
        may_sign=_may_sign(),
    )


@bp.get("/modules/<code>/print")
@requires(Permission.LEARN)
def whole(code: str) -> ResponseReturnValue:
    standing = _standing(code)
    return render_template(
        "modules/whole.html",
        standing=standing,
        reader=_reader(standing.module),
        sources=sources.register(),
        answers=_may_sign(),
    )


@bp.get("/modules/<code>/sources")
@requires(Permission.LEARN)
def references(code: str) -> ResponseReturnValue:
    standing = _standing(code)
    return render_template("modules/sources.html", standing=standing, reader=_reader(standing.module))


@bp.get("/modules/<code>/sections/<section>")
@requires(Permission.LEARN)
def section(code: str, section: str) -> ResponseReturnValue:
    standing = _standing(code)
    return _section_page(standing, _section(standing.module, section))


@bp.post("/modules/<code>/sections/<section>/read")
@requires(Permission.LEARN)
def read(code: str, section: str) -> ResponseReturnValue:
    standing = _standing(code)
    module, found = standing.module, _section(standing.module, section)
    service.open_section(current_user.id, code, section, now=clock.now())
    following = module.sections[module.sections.index(found) + 1 :]
    if following:
        return redirect(url_for("modules.section", code=code, section=following[0].id), 303)
    return redirect(url_for("modules.show", code=code), 303)


@bp.post("/modules/<code>/questions/<question>")
@requires(Permission.LEARN)
def answer(code: str, question: str) -> ResponseReturnValue:
    standing = _standing(code)
    checkpoint = standing.module.checkpoint(question) or abort(404)
    try:
        posted = request.form.getlist(f"question-{question}")
        response = checkpoint.asked.received(posted, checkpoint.item.ids) or ()
        service.answer(current_user.id, code, question, response, now=clock.now())
    except service.Incomplete as problem:
        page = _section_page(
            standing, _section(standing.module, checkpoint.section), again=question, problem=str(problem)
        )
        return page, 422
    place = url_for("modules.section", code=code, section=checkpoint.section, _anchor=f"question-{question}")
    return redirect(place, 303)


@bp.post("/api/modules/<code>/sections/<section>/opened")
@requires(Permission.LEARN)
def opened(code: str, section: str) -> ResponseReturnValue:
    now = clock.now()
    try:
        service.open_section(current_user.id, code, section, now=now)
    except service.Unknown:
        abort(404)
    return _study(code)


@bp.post("/api/modules/<code>/study")
@requires(Permission.LEARN)
def study(code: str) -> ResponseReturnValue:
    return _study(code)


@bp.get("/modules/sign-off")
@requires(Permission.SIGN_OFF)
def sign_off() -> ResponseReturnValue:
    return render_template("modules/sign_off.html", versions=queries.current())


@bp.route("/modules/<code>/sign-off", methods=["GET", "POST"])
@requires(Permission.SIGN_OFF)
def sign(code: str) -> ResponseReturnValue:
    version = queries.current_version(code) or abort(404)
    form = SignForm(version=version.id)
    if form.validate_on_submit():
        problem = _signed(str(form.version.data))
        flash(problem or f"{version.module.title}: signed off.", "warn" if problem else "good")
        return redirect(url_for("modules.sign_off"), 303)
    signer = accounts.person(version.signed_by) if version.signed_by else None
    page = render_template("modules/sign.html", version=version, form=form, signer=signer)
    return page, 422 if form.errors else 200


def _signed(version_id: str) -> str:
    """Sign, and return what stood in the way in words, empty when nothing did."""
    try:
        service.sign(version_id, by=current_user.id, now=clock.now())
    except service.OwnContent:
        return "You loaded this version yourself. Another clinical lead signs it off."
    except service.AlreadySigned:
        return "This version is signed off already."
    except service.NotCurrent:
        return "A newer version took its place while you read. Read that one and sign it."
    except service.Unknown:
        abort(404)
    return ""


def _study(code: str) -> ResponseReturnValue:
    try:
        service.study_sign(current_user.id, code, now=clock.now())
    except service.Unknown:
        abort(404)
    return {"seconds": queries.study_seconds(current_user.id).get(code, 0)}


def _standing(code: str) -> Standing:
    return queries.standing(current_user.id, code) or abort(404)


def _section(module: Module, name: str) -> Section:
    return module.section(name) or abort(404)


def _section_page(standing: Standing, section: Section, *, again: str = "", problem: str = "") -> str:
    module = standing.module
    place = module.sections.index(section)
    reader = _reader(module)
    return render_template(
        "modules/section.html",
        standing=standing,
        section=section,
        number=place + 1,
        parts=reader.parts(section, heading=2),
        references=reader.references_of(section),
        previous=module.sections[place - 1] if place else None,
        following=module.sections[place + 1] if place + 1 < len(module.sections) else None,
        questions=module.questions(section.id),
        sources=sources.register(),
        again=again or request.args.get("again", ""),
        problem=problem,
    )


def _reader(module: Module) -> Reader:
    return Reader(module, sources.register(), lambda code, name: url_for("modules.section", code=code, section=name))


def _may_sign() -> bool:
    return allows(current_user.roles, Permission.SIGN_OFF)
