"""Reading modules: a list, an overview, sections, questions in passing."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock, sources
from training.core.responses import Response
from training.core.roles import Permission, allows
from training.modules import grouping, queries, service
from training.modules.content import Module, Section
from training.modules.queries import Standing
from training.modules.reading import Reader
from training.modules.views import commenting, drilling, editing, requesting, reviewing, signing
from training.web.access import requires

bp = Blueprint("modules", __name__, template_folder="../templates")
bp.register_blueprint(reviewing.bp)
bp.register_blueprint(commenting.bp)
bp.register_blueprint(requesting.bp)
bp.register_blueprint(editing.bp)
bp.register_blueprint(drilling.bp)
signing.add_to(bp)


@bp.get("/modules")
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    standings = queries.standings(current_user.id)
    first = sorted(standings, key=lambda standing: not standing.again)
    onward = next((standing for standing in first if standing.again or not standing.completed_at), None)
    return render_template(
        "modules/index.html",
        groups=grouping.grouped(standings, lambda standing: standing.module.code),
        onward=onward,
        plate=_reader(onward.module).frontispiece() if onward else "",
        may_sign=_may_sign(),
        may_write=_may_see_versions(),
    )


@bp.get("/modules/<code>")
@requires(Permission.LEARN)
def show(code: str) -> ResponseReturnValue:
    standing = _standing(code)
    return render_template(
        "modules/show.html",
        standing=standing,
        reader=_reader(standing.module),
        count=len(queries.titles()),
        earlier=queries.begun(current_user.id, code),
        changed=queries.changed_sections(current_user.id, standing.module),
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


@bp.get("/modules/<code>/summary")
@requires(Permission.LEARN)
def summary(code: str) -> ResponseReturnValue:
    """Show what a module comes to on one page, to print."""
    standing = _standing(code)
    return render_template("modules/summary.html", standing=standing, reader=_reader(standing.module))


@bp.get("/modules/<code>/began/<int:number>")
@requires(Permission.LEARN)
def began(code: str, number: int) -> ResponseReturnValue:
    """Show an earlier version whole to somebody who began to read it; to nobody else."""
    row = next((each for each in queries.begun(current_user.id, code) if each.number == number), None) or abort(404)
    module = queries.restored(row.id)
    return render_template("modules/began.html", row=row, module=module, reader=_reader(module))


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
    posted = request.form.getlist(f"question-{question}")
    response = checkpoint.asked.received(posted, checkpoint.item.ids) or ()
    try:
        service.answer(current_user.id, code, question, response, now=clock.now())
    except service.Incomplete as problem:
        page = _section_page(
            standing,
            _section(standing.module, checkpoint.section),
            again=question,
            problem=str(problem),
            given=response,
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


def _section_page(
    standing: Standing, section: Section, *, again: str = "", problem: str = "", given: Response = ()
) -> str:
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
        given=given,
    )


def _reader(module: Module) -> Reader:
    return Reader(module, sources.register(), lambda code, name: url_for("modules.section", code=code, section=name))


def _may_see_versions() -> bool:
    return allows(current_user.roles, Permission.SEE_MODULE_VERSIONS)


def _may_sign() -> bool:
    return allows(current_user.roles, Permission.SIGN_OFF)
