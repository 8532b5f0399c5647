"""Review, sign-off and taking out of use: each act on one exact version."""

from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock, sources
from training.accounts.here import site
from training.bank import checklist
from training.bank.checklist import Checked
from training.bank.forms.pages import CommentForm
from training.bank.queries import blind, cosmetic, lists, stock, subjects, threads, versions
from training.bank.refusals import REFUSED, NotAnswered, NotChecked
from training.bank.service import looking, reviewing, using
from training.bank.service.reviewing import Opinion
from training.bank.views import asking, commenting, item_page, shown
from training.core.responses import Response
from training.core.roles import Permission
from training.reviews import asking as review_asking
from training.reviews import notices
from training.reviews import queue as reviews_queue
from training.sources import facts
from training.web import numbers
from training.web.access import requires

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from training.bank.models import ItemVersion

bp = Blueprint("review", __name__)


@bp.get("/bank/review")
@requires(Permission.REVIEW_ITEMS)
def queue() -> ResponseReturnValue:
    """List the items and modules that the viewer is asked to review, what is due first at the front."""
    found = [each for reviews in current_app.extensions["needlewise_reviews"] for each in reviews()]
    people = [person for each in found for person in (each.by, *each.asked.named)]
    waits = reviews_queue.in_order(found)
    return render_template("bank/review_queue.html", reviews=waits, names=shown.names(people), today=shown.today())


@bp.get("/bank/items/<code:code>/versions/<int:number>/review")
@requires(Permission.REVIEW_ITEMS)
def page(code: str, number: int) -> ResponseReturnValue:
    """Show the question; after the reviewer answered it, the key, the reasons and the decision."""
    return _page(_version(code, number), CommentForm(formdata=None))


@bp.post("/bank/items/<code:code>/versions/<int:number>/review/answer")
@requires(Permission.REVIEW_ITEMS)
def answer(code: str, number: int) -> ResponseReturnValue:
    """Keep the reviewer's answer; one that the question cannot have comes back in its fields."""
    row = _version(code, number)
    item, order = stock.as_reviewed(row.hash, current_user.id)
    response = item.received(request.form.getlist("answer"), order) or ()
    try:
        reviewing.answer_for_review(row.hash, response, by=current_user.id, now=clock.now())
    except NotAnswered as error:
        flash(str(error), "danger")
        return _page(row, CommentForm(formdata=None), response), 422
    except REFUSED as error:
        flash(str(error), "danger")
    return redirect(url_for("bank.review.page", code=row.item.code, number=row.number), 303)


@bp.post("/bank/items/<code:code>/versions/<int:number>/review/decide")
@requires(Permission.REVIEW_ITEMS)
def decide(code: str, number: int) -> ResponseReturnValue:
    """Approve this exact version with its checklist, or send it back with words."""
    row, form = _version(code, number), CommentForm()
    words, who, now = form.comment.data or "", current_user.id, clock.now()
    approves = request.form.get("verdict") == "approve"
    try:
        if approves:
            missing = reviewing.approve(
                row.hash, Opinion(_checked(), words, though_open="though_open" in request.form), by=who, now=now
            )
        else:
            reviewing.ask_for_changes(row.hash, words, by=who, now=now)
    except NotChecked as error:
        form.form_errors.extend(error.open_points)
        return _page(row, form), 422
    except REFUSED as error:
        form.comment.errors = [str(error)]
        return _page(row, form), 422
    notices.post(subjects.of, by=who, site=site(), now=now)
    if not approves:
        flash("Sent back to its author with your words.", "good")
    else:
        flash("Approved." if not missing else "Approved. It needs one more approval.", "good")
    return redirect(url_for("bank.review.queue"), 303)


@bp.post("/bank/items/<code:code>/look")
@requires(Permission.WRITE_ITEMS)
def look(code: str) -> ResponseReturnValue:
    """Show the key to an instructor who is to work on an item and has not answered it; they review it no more."""
    versions.newest(code) or abort(404)
    looking.look(code, by=current_user.id, now=clock.now())
    return redirect(url_for("bank.edit.form", code=code), 303)


@bp.post("/bank/items/<code:code>/versions/<int:number>/submit")
@requires(Permission.WRITE_ITEMS)
def submit(code: str, number: int) -> ResponseReturnValue:
    """Send a draft to review, to those who are ticked and until the given day."""
    row = _version(code, number)
    form = asking.form_of(row)
    if not review_asking.fits(form):
        return item_page.render(row, form), 422
    wanted = form.wanted()
    words = "Sent to review. You can go on editing: that makes a new version."
    return _done(row, lambda now: reviewing.submit(row.hash, by=current_user.id, now=now, wanted=wanted), words)


@bp.post("/bank/items/<code:code>/versions/<int:number>/withdraw")
@requires(Permission.WITHDRAW_ITEMS)
def withdraw(code: str, number: int) -> ResponseReturnValue:
    row = _version(code, number)
    reason = request.form.get("reason", "")
    words = "Withdrawn. It is drawn no more; papers that were handed out keep it."
    return _done(row, lambda now: using.withdraw(row.hash, reason, by=current_user.id, now=now), words)


@bp.post("/bank/items/<code:code>/versions/<int:number>/reopen")
@requires(Permission.WRITE_ITEMS)
def reopen(code: str, number: int) -> ResponseReturnValue:
    row = _version(code, number)
    return _done(row, lambda now: using.reopen(row.hash, by=current_user.id, now=now), "It is a draft again.")


@bp.get("/bank/sign-off")
@requires(Permission.SIGN_OFF)
def sign_queue() -> ResponseReturnValue:
    return _sign_page(request.args.get("page", 1, type=numbers.row), every=request.args.get("ticked") == "all")


@bp.post("/bank/sign-off")
@requires(Permission.SIGN_OFF)
def sign() -> ResponseReturnValue:
    """Sign the ticked versions, all or none."""
    chosen, confirmed, now = request.form.getlist("version"), request.form.getlist("confirmed"), clock.now()
    try:
        reviewing.sign(chosen, by=current_user.id, now=now, confirmed=_by_version(confirmed))
    except REFUSED as error:
        words = f"Nothing was signed: {error} Check the ticks below and sign again."
        return _sign_page(
            request.form.get("page", 1, type=numbers.row), ticked=chosen, confirmed=confirmed, problem=words
        ), 422
    notices.post(subjects.of, by=current_user.id, site=site(), now=now)
    signed = f"Signed {len(chosen)} {'item' if len(chosen) == 1 else 'items'}."
    flash(signed if chosen else "Tick the items to sign first.", "good" if chosen else "warn")
    return redirect(url_for("bank.review.sign_queue"), 303)


def _by_version(confirmed: "Sequence[str]") -> dict[str, set[str]]:
    """Return what a signature confirms by version; each was sent as ``hash:need``."""
    found: dict[str, set[str]] = {}
    for value in confirmed:
        version, _, need = value.partition(":")
        found.setdefault(version, set()).add(need)
    return found


def _sign_page(
    number: int,
    *,
    ticked: "Sequence[str]" = (),
    confirmed: "Sequence[str]" = (),
    every: bool = False,
    problem: str = "",
) -> str:
    """Show what waits for a signature; ``every`` ticks all that this person may sign."""
    page = lists.to_sign(number)
    rows = [row.version for row in page.rows]
    own = versions.written_by(current_user.id, rows)
    return render_template(
        "bank/sign_off.html",
        page=page,
        items={version.hash: shown.item(version) for version in rows},
        own=own,
        ticked={version.hash for version in rows if version.hash not in own} if every else set(ticked),
        confirmed=confirmed,
        problem=problem,
        today=shown.today(),
    )


def _version(code: str, number: int) -> "ItemVersion":
    return versions.version(code, number) or abort(404)


def _page(row: "ItemVersion", form: CommentForm, typed: Response = ()) -> str:
    given = versions.review_answer(row.hash, current_user.id)
    response = tuple(given.response) if given else typed
    item, order = stock.as_reviewed(row.hash, current_user.id)
    approvals = versions.approvals([row.hash])
    return render_template(
        "bank/review.html",
        row=row,
        item=shown.with_pictures(item, row.figures),
        order=order,
        response=response,
        answered=given is not None,
        mark=item.mark(response) if given else None,
        can=shown.can(row)["review"],
        wrote=versions.wrote(row, current_user.id),
        newest=(versions.newest(row.item.code) or row).number,
        looked=blind.looked(row.hash, current_user.id),
        approved=current_user.id in {each.person_id for each in approvals},
        progress=shown.approvals_text(row, len(approvals)),
        in_use_before=cosmetic.in_use_before(row) if given else None,
        declared=(last := cosmetic.last_of(row.hash)) is not None and last.cosmetic,
        own_open=sum(each.open and each.root.person_id == current_user.id for each in threads.of(row)),
        **(commenting.lines(row) if given else {}),
        sources=sources.register(),
        facts=facts.behind(item.header.facts, item.header.sources),
        fact_words=facts.WORDS,
        form=form,
        typed=_typed(row, form),
        **_list_of(row, form),
    )


def _checked() -> Checked:
    """Return the checklist as the reviewer sent it."""
    number = request.form.get("checklist", checklist.NOW, type=numbers.row)
    given = {name.removeprefix("note-"): words for name, words in request.form.items() if name.startswith("note-")}
    return Checked(number, frozenset(request.form.getlist("ticked")), given)


def _list_of(row: "ItemVersion", form: CommentForm) -> dict[str, object]:
    """Return the checklist for a page: its points, what was filled in, which points lack a tick and a note."""
    points, checked = checklist.points(checklist.NOW, critical=row.critical), _checked()
    bare = [point.id for point in points if point.id not in checked.ticked and not checked.notes.get(point.id)]
    wanted = bare if form.form_errors else []
    return {"list_number": checklist.NOW, "points": points, "checked": checked, "wanted": wanted}


def _typed(row: "ItemVersion", form: CommentForm) -> list[tuple[str, str]]:
    """Return the words of a decision that came too late, by what they are about; none that a first click kept."""
    mine = {each.person_id for each in versions.approvals([row.hash])} | {
        each.root.person_id for each in threads.of(row) if each.root.text == form.comment.data
    }
    if current_user.id in mine:
        return []
    notes = _checked().notes
    points = checklist.points(checklist.NOW, critical=row.critical)
    return [("Comment", form.comment.data or ""), *((each.text, notes.get(each.id, "")) for each in points)]


def _done(row: "ItemVersion", act: "Callable[[datetime], object]", words: str) -> ResponseReturnValue:
    try:
        act(now := clock.now())
    except REFUSED as error:
        flash(str(error), "danger")
    else:
        notices.post(subjects.of, by=current_user.id, site=site(), now=now)
        flash(words, "good")
    newest = versions.version_of(row.hash) or abort(404)
    return redirect(url_for("bank.version", code=row.item.code, number=newest.number), 303)
