"""What of the modules waits for somebody, for the desk of those who write, review and sign."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import url_for
from flask_login import current_user

from training.core.roles import Permission, allows
from training.modules import versions
from training.reviews import asking, queries, threads
from training.reviews.queries import Asked
from training.reviews.queue import Waiting
from training.web import filters

if TYPE_CHECKING:
    from training.modules.models import ModuleVersion


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a desk: what it is called, where it leads, and what is said of it."""

    name: str
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for the viewer to sign, and what of theirs waits for others."""

    to_sign: tuple[Entry, ...]
    sent_back: tuple[Entry, ...]
    drafts: tuple[Entry, ...]
    waiting: tuple[Entry, ...]


def of_viewer() -> Desk:
    """Return the desk of whoever is signed in."""
    mine = versions.unfinished_of(current_user.id) if _may(Permission.WRITE_MODULES) else []
    asked = {each.version: each.text for each in threads.comments(row.id for row in mine) if each.asks_changes}
    drafts = [row for row in mine if row.state == "draft"]
    requests, today = queries.asked(row.id for row in mine), asking.today()
    return Desk(
        to_sign=tuple(
            _entry(row, f"Approved {filters.day(row.changed_at)}")
            for row in (versions.to_sign() if _may(Permission.SIGN_OFF) else [])
        ),
        sent_back=tuple(_entry(row, asked[row.id]) for row in drafts if row.id in asked),
        drafts=tuple(_entry(row, "Nobody reviews it until you send it.") for row in drafts if row.id not in asked),
        waiting=tuple(_entry(row, _waits(row, requests.get(row.id, asking.NOBODY), today)) for row in mine
                      if row.state != "draft"),
    )  # fmt: skip


def to_review() -> list[Waiting]:
    """Return the modules that whoever is signed in may review, as the queue names them."""
    rows = versions.to_review(current_user.id) if _may(Permission.REVIEW_MODULES) else []
    requests = queries.asked(row.id for row in rows)
    return [_waiting(row, requests.get(row.id, asking.NOBODY)) for row in rows]


def _waiting(row: "ModuleVersion", asked: Asked) -> Waiting:
    return Waiting(
        name=f"Module: {row.title}",
        number=row.number,
        url=url_for("modules.versions.show", code=row.code, number=row.number),
        kind="module",
        approvals="0 of 1",
        since=row.changed_at,
        by=asked.by or row.loaded_by,
        asked=asked,
        theirs=asked.falls_to(current_user.id, ()),
    )


def _waits(row: "ModuleVersion", asked: Asked, today: date) -> str:
    """Return since when a version of the viewer's waits, and until when its review is wanted."""
    since = f"{row.state.capitalize()} since {filters.day(row.changed_at)}"
    if row.state != "in review" or asked.due_on is None:
        return since
    return f"{since}. {'Overdue: wanted' if asked.overdue(today) else 'Wanted'} by {filters.day(asked.due_on)}"


def _entry(row: "ModuleVersion", words: str) -> Entry:
    where = url_for("modules.versions.show", code=row.code, number=row.number)
    return Entry(f"Module: {row.title}, version {row.number}", where, words)


def _may(permission: Permission) -> bool:
    return allows(current_user.roles, permission)
