"""The first page of those who write, review and sign items: what waits for them, what of theirs waits for others."""

from datetime import datetime

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training import items
from training.bank import unsaved
from training.bank.queries import lists, versions
from training.bank.views import shown
from training.core.roles import Permission
from training.web.access import requires

bp = Blueprint("desk", __name__)


@bp.get("/bank/desk")
@requires(Permission.SEE_BANK)
def home() -> ResponseReturnValue:
    mine = lists.unfinished_of(current_user.id) if shown.may(Permission.WRITE_ITEMS) else []
    comments = versions.comments(row.hash for row in mine)
    asked = {each.version: each for each in reversed(comments) if each.asks_changes}
    given = [each.version for each in versions.approvals(row.hash for row in mine)]
    return render_template(
        "bank/desk.html",
        may=shown.may,
        to_review=lists.to_review(current_user.id) if shown.may(Permission.REVIEW_ITEMS) else [],
        to_sign=lists.to_sign(1).total if shown.may(Permission.SIGN_OFF) else 0,
        sent_back=[row for row in mine if row.state == "draft" and row.hash in asked],
        drafts=[row for row in mine if row.state == "draft" and row.hash not in asked],
        waiting=[row for row in mine if row.state != "draft"],
        asked=asked,
        unsaved=_unsaved() if shown.may(Permission.WRITE_ITEMS) else [],
        given=given,
        names=shown.names([*(row.created_by for row in mine), *(each.person_id for each in comments)]),
    )


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
