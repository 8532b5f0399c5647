"""The first page of those who write, review and sign items: what waits for them, what of theirs waits for others."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from training.bank import queries
from training.bank.views import shown
from training.core.roles import Permission
from training.web.access import requires

bp = Blueprint("desk", __name__)


@bp.get("/bank/desk")
@requires(Permission.SEE_BANK)
def home() -> ResponseReturnValue:
    mine = queries.unfinished_of(current_user.id) if shown.may(Permission.WRITE_ITEMS) else []
    comments = queries.comments(row.hash for row in mine)
    asked = {each.version: each for each in reversed(comments) if each.asks_changes}
    given = [each.version for each in queries.approvals(row.hash for row in mine)]
    return render_template(
        "bank/desk.html",
        may=shown.may,
        to_review=queries.to_review(current_user.id) if shown.may(Permission.REVIEW_ITEMS) else [],
        to_sign=queries.to_sign(1).total if shown.may(Permission.SIGN_OFF) else 0,
        sent_back=[row for row in mine if row.state == "draft" and row.hash in asked],
        drafts=[row for row in mine if row.state == "draft" and row.hash not in asked],
        waiting=[row for row in mine if row.state != "draft"],
        asked=asked,
        given=given,
        names=shown.names([*(row.created_by for row in mine), *(each.person_id for each in comments)]),
    )
