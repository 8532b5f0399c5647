"""Items that wait for the viewer's review, as the queue names them."""

from flask import url_for
from flask_login import current_user

from training.bank.queries import versions, waiting
from training.bank.service import reviewing
from training.bank.views import shown
from training.core.roles import Permission
from training.reviews.queue import Waiting


def of_viewer() -> list[Waiting]:
    """Return what whoever is signed in may review."""
    found = waiting.reviews_of(current_user.id) if shown.may(Permission.REVIEW_ITEMS) else []
    given = [each.version for each in versions.approvals(each.version.hash for each in found)]
    return [_shown(each, given.count(each.version.hash)) for each in found]


def _shown(each: waiting.Review, given: int) -> Waiting:
    row = each.version
    return Waiting(
        name=row.item.code,
        number=row.number,
        url=url_for("bank.review.page", code=row.item.code, number=row.number),
        kind=row.kind.replace("_", " "),
        approvals=f"{given} of {reviewing.needed(row)}",
        since=row.changed_at,
        by=each.asked.by or row.created_by,
        asked=each.asked,
        theirs=each.theirs,
        critical=row.critical,
    )
