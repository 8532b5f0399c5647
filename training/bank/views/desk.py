"""The first page of those who write, review and sign items: what waits for them, what of theirs waits for others."""

from datetime import datetime
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import clock, items
from training.bank import unsaved
from training.bank.queries import due, lists, threads, versions, waiting
from training.bank.queries.lists import Filters
from training.bank.views import shown
from training.core.roles import Permission
from training.reviews import notices, queries, queue
from training.reviews import threads as review_threads
from training.reviews.queries import Asked
from training.web import numbers
from training.web.access import requires

if TYPE_CHECKING:
    from training.bank.models import ItemVersion
    from training.reviews.models import Notice
    from training.reviews.subjects import Subject

NEWS = 10
"""How many pieces of news the desk shows at once."""

bp = Blueprint("desk", __name__)


@bp.get("/bank/desk")
@requires(Permission.SEE_BANK)
def home() -> ResponseReturnValue:
    mine = lists.unfinished_of(current_user.id) if shown.may(Permission.WRITE_ITEMS) else []
    reviews = queue.in_order(each for found in current_app.extensions["needlewise_reviews"] for each in found())
    to_sign = waiting.signable_by(current_user.id) if shown.may(Permission.SIGN_OFF) else []
    news = _news()
    comments = review_threads.comments(row.hash for row in mine)
    asked = {each.version: each for each in reversed(comments) if each.asks_changes}
    others = [row for row in waiting.asked_by(current_user.id) if row not in mine]
    waits = [row for row in mine if row.state != "draft"] + others
    requests = queries.asked(row.hash for row in waits)
    people = [*(row.created_by for row in mine), *(each.person_id for each in comments)]
    people += [person for each in requests.values() for person in each.named]
    people += [each.by for each in reviews] + [notice.by_id for notice, _subject in news]
    tended = lists.search(Filters(flag="due", today=shown.today()))
    return render_template(
        "bank/desk.html",
        tended=tended,
        reasons=due.reasons([row.version for row in tended.rows[:5]], shown.today()),
        may=shown.may,
        modules=current_app.extensions["needlewise_module_desk"](),
        today=shown.today(),
        news=news[:NEWS],
        more_news=len(news) - NEWS,
        newest=max((notice.id for notice, _subject in news), default=0),
        sentences=notices.SENTENCES,
        review_kinds=notices.REVIEWS,
        to_review=[each for each in reviews if each.theirs],
        others_asked=sum(not each.theirs for each in reviews),
        to_sign=to_sign,
        sent_back=[row for row in mine if row.state == "draft" and row.hash in asked],
        drafts=[row for row in mine if row.state == "draft" and row.hash not in asked],
        waiting=sorted(waits, key=lambda row: (_due(requests, row), row.changed_at)),
        requests=requests,
        nobody=Asked(),
        asked=asked,
        open_comments=threads.open_counts(row.item_id for row in (*mine, *waits)),
        unsaved=_unsaved() if shown.may(Permission.WRITE_ITEMS) else [],
        given=[each.version for each in versions.approvals(row.hash for row in waits)],
        names=shown.names(people),
    )


@bp.post("/bank/desk/read")
@requires(Permission.COMMENT_ITEMS)
def read() -> ResponseReturnValue:
    """Take the notices that the page showed off the desk."""
    notices.read(current_user.id, upto=request.form.get("upto", 0, type=numbers.row), now=clock.now())
    return redirect(url_for("bank.desk.home"), 303)


def _news() -> "list[tuple[Notice, Subject]]":
    """Return what the viewer has not read yet, each with what it is about, an item or a module."""
    found = queries.notices(current_user.id)
    named: dict[str, Subject] = {}
    for subjects in current_app.extensions["needlewise_subjects"]:
        named |= subjects({notice.version for notice in found})
    return [(notice, named[notice.version]) for notice in found if notice.version in named]


def _due(requests: dict[str, Asked], row: "ItemVersion") -> str:
    day = requests.get(row.hash, Asked()).due_on
    return day.isoformat() if day else "9999"


def _unsaved() -> list[tuple[str, str, datetime]]:
    """Return what the viewer typed and did not save: what it is called, where it goes on, and when it was kept."""
    found = []
    for row in unsaved.all_of(current_user.id):
        new, _colon, kind = row.place.partition(":")
        known = items.kind_of(kind) if new == "new" else None
        name = f"New item: {known.title.lower()}" if known else row.place
        where = (
            url_for("bank.edit.new", kind=kind, unsaved=1)
            if known
            else url_for("bank.edit.form", code=row.place, unsaved=1)
        )
        found.append((name, where, row.kept_at))
    return found
