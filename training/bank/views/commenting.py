"""Comments on the parts of a version: on the review's page, on the item's, and beside the editor's fields."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock
from training.accounts.here import site
from training.bank.forms.item import ItemForm, field_id
from training.bank.forms.names import named
from training.bank.parts import parts, place_in
from training.bank.queries import subjects, threads, versions
from training.bank.refusals import REFUSED
from training.bank.service import commenting
from training.bank.views import shown
from training.core.roles import Permission
from training.reviews import notices, talking
from training.reviews import threads as review_threads
from training.reviews.parts import field_of, worded
from training.reviews.threads import Thread
from training.web import numbers
from training.web.access import requires

if TYPE_CHECKING:
    from training.bank.models import ItemVersion

WHOLE = "The whole item"
bp = Blueprint("comments", __name__)


@bp.post("/bank/items/<code:code>/versions/<int:number>/comments")
@requires(Permission.COMMENT_ITEMS)
def say(code: str, number: int) -> ResponseReturnValue:
    row = versions.version(code, number) or abort(404)
    part, words, now = request.form.get("part", ""), request.form.get("words", ""), clock.now()
    try:
        made = commenting.say(row.hash, part, words, by=current_user.id, now=now)
    except REFUSED as error:
        flash(str(error), "danger")
        return redirect(_back(row), 303)
    notices.post(subjects.of, by=current_user.id, site=site(), now=now)
    return redirect(f"{_back(row)}#comment-{made}", 303)


@bp.post("/bank/comments/<int:comment_id>")
@requires(Permission.COMMENT_ITEMS)
def act(comment_id: int) -> ResponseReturnValue:
    """Answer a comment, settle it with or without an answer, or take it up again."""
    _comment, row = threads.comment(comment_id) or abort(404)
    talking.act(commenting, comment_id, refused=REFUSED, subjects=subjects.of)
    return redirect(f"{_back(row)}#comment-{comment_id}", 303)


def lines(row: "ItemVersion") -> dict[str, object]:
    """Return what a page needs to show a version line by line with its comments."""
    found = threads.of(row)
    said = {"": "", **parts(row.content)}
    newest = versions.newest(row.item.code) or row
    wrote = versions.wrote(newest, current_user.id)
    return {
        "lines": review_threads.lines(said, {part: label(part, row.kind) for part in said}, found),
        "open_comments": sum(thread.open for thread in found),
        "talk": {
            "number": row.number,
            "say": url_for("bank.comments.say", code=row.item.code, number=row.number),
            "act": "bank.comments.act",
            "may": shown.may(Permission.COMMENT_ITEMS),
            "settles": {thread.root.id: wrote or thread.root.person_id == current_user.id for thread in found},
            "commenters": shown.names(person for each in found for person in (*each.people, each.root.resolved_by)),
        },
        "label_of": lambda part: label(part, row.kind),
    }


def label(part: str, kind: str) -> str:
    """Return what people read for a part: "Question, paragraph 2", "Option b, sources of this option: hall-2018"."""
    if not part:
        return WHOLE
    path, which = field_of(part)
    return worded(named(path, kind), which)


def beside(form: ItemForm, row: "ItemVersion | None") -> dict[str, object]:
    """Return the open comments on a version by the id of the editor's field they are about, "" without a field."""
    shows = row is not None and not shown.hides_key(row)
    found: Sequence[Thread] = [thread for thread in threads.of(row) if thread.open] if row and shows else ()
    notes: dict[str, list[tuple[Thread, str]]] = {}
    fields = _ids(form)
    for thread in found:
        target = field_id(place_in(row.content, field_of(thread.root.part)[0])) if row and thread.root.part else ""
        known = target if target in fields and not thread.gone else ""
        notes.setdefault(known, []).append((thread, label(thread.root.part, form.kind)))
    people = shown.names(person for thread in found for person in thread.people)
    return {"notes": notes, "commenters": people, "to_settle": len(found)}


def ticked() -> list[int]:
    """Return the comments that the author says the saved version settles."""
    return [int(each) for each in request.form.getlist("settles") if each.isdecimal() and len(each) < 10]


def _ids(form: ItemForm) -> set[str]:
    """Return the ids of the fields of a form and of the entries of its lists."""
    entries = [entry for name in form.parts for entry in form.forms(name)]
    return {field.id for each in (form, *entries) for field in each}


def _back(row: "ItemVersion") -> str:
    """Return the page the comment was sent from: the review's or the item's."""
    number = request.form.get("on", row.number, type=numbers.row)
    page = "bank.review.page" if request.form.get("from") == "review" else "bank.version"
    known = versions.version(row.item.code, number)
    return url_for(page, code=row.item.code, number=number if known else row.number)
