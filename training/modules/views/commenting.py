"""Comments on a version of a module: one section, figure or question of it line by line."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.accounts import queries as accounts
from training.accounts.here import site
from training.core.roles import Permission, allows
from training.modules import commenting, outline, parts, subjects, versions
from training.modules.refusals import REFUSED
from training.reviews import notices, talking, threads
from training.web import numbers
from training.web.access import requires

if TYPE_CHECKING:
    from collections.abc import Mapping

    from training.modules.models import ModuleVersion

WHOLE = "The whole module"

bp = Blueprint("comments", __name__)


@bp.get("/modules/<code>/versions/<int:number>/lines")
@requires(Permission.SEE_MODULE_VERSIONS)
def show(code: str, number: int) -> ResponseReturnValue:
    """Show one part of a version line by line, with what was said of it."""
    row = versions.version(code, number) or abort(404)
    found = of_version(row)
    groups = list(dict.fromkeys(parts.group_of(line.part) for line in found["lines"]))
    chosen = request.args.get("of", groups[0])
    if chosen not in groups:
        abort(404)
    opened = [parts.group_of(line.part) for line in found["lines"] for each in line.threads if each.open]
    return render_template(
        "modules/lines.html",
        row=row,
        chosen=chosen,
        groups=[(group, _title(group, row.content), opened.count(group)) for group in groups],
        lines=[line for line in found["lines"] if parts.group_of(line.part) == chosen],
        talk=found["talk"],
    )


@bp.post("/modules/<code>/versions/<int:number>/comments")
@requires(Permission.COMMENT_ITEMS)
def say(code: str, number: int) -> ResponseReturnValue:
    row = versions.version(code, number) or abort(404)
    part, words, now = request.form.get("part", ""), request.form.get("words", ""), clock.now()
    try:
        made = commenting.say(row.id, part, words, by=current_user.id, now=now)
    except REFUSED as error:
        flash(str(error), "danger")
        return redirect(_back(row, part), 303)
    notices.post(subjects.of, by=current_user.id, site=site(), now=now)
    return redirect(f"{_back(row, part)}#comment-{made}", 303)


@bp.post("/modules/comments/<int:comment_id>")
@requires(Permission.COMMENT_ITEMS)
def act(comment_id: int) -> ResponseReturnValue:
    """Answer a comment, settle it with or without an answer, or take it up again."""
    comment, row = commenting.comment(comment_id) or abort(404)
    talking.act(commenting, comment_id, refused=REFUSED, subjects=subjects.of)
    return redirect(f"{_back(row, comment.part)}#comment-{comment_id}", 303)


def of_version(row: "ModuleVersion") -> dict[str, Any]:
    """Return what a page needs to show a version line by line with its comments."""
    found = commenting.of(row)
    said = {"": "", **parts.parts(row.content)}
    wrote = versions.wrote(versions.newest(row.code) or row, current_user.id)
    people = {person for thread in found for person in (*thread.people, thread.root.resolved_by) if person}
    named = accounts.people(people)
    return {
        "lines": threads.lines(said, {part: parts.named(part) if part else WHOLE for part in said}, found),
        "open_comments": sum(thread.open for thread in found),
        "talk": {
            "number": row.number,
            "say": url_for("modules.comments.say", code=row.code, number=row.number),
            "act": "modules.comments.act",
            "may": allows(current_user.roles, Permission.COMMENT_ITEMS),
            "settles": {thread.root.id: wrote or thread.root.person_id == current_user.id for thread in found},
            "commenters": {each: named[each].name if each in named else "Somebody" for each in people},
        },
    }


def _title(group: str, content: "Mapping[str, object]") -> str:
    """Return what a reader calls a section, a figure or a question: by its title where it has one."""
    kind = next((kind for kind, name in outline.LISTS.items() if group.startswith(f"{name}[")), "")
    if not kind:
        return "Details"
    name = group.partition("[")[2].rstrip("]")
    return f"{kind.capitalize()}: {outline.part(content, kind, name).get('title') or name}"


def _back(row: "ModuleVersion", part: str) -> str:
    """Return the page the comment was sent from: the lines of its part, or the version's own page."""
    number = request.form.get("on", row.number, type=numbers.row)
    known = versions.version(row.code, number)
    number = number if known else row.number
    if request.form.get("from") == "lines":
        return url_for("modules.comments.show", code=row.code, number=number, of=parts.group_of(part))
    return url_for("modules.versions.show", code=row.code, number=number)
