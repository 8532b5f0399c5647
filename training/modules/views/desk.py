"""What of the modules waits for somebody, for the desk of those who write, review and sign."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_login import current_user

from training.core.roles import Permission, allows
from training.modules import versions
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
    """What waits for the viewer, and what of theirs waits for others."""

    to_review: tuple[Entry, ...]
    to_sign: tuple[Entry, ...]
    sent_back: tuple[Entry, ...]
    drafts: tuple[Entry, ...]
    waiting: tuple[Entry, ...]


def of_viewer() -> Desk:
    """Return the desk of whoever is signed in."""
    mine = versions.unfinished_of(current_user.id) if _may(Permission.WRITE_MODULES) else []
    asked = {each.version_id: each.text for each in versions.comments(row.id for row in mine) if each.asks_changes}
    drafts = [row for row in mine if row.state == "draft"]
    return Desk(
        to_review=tuple(
            _entry(row, f"Waits since {filters.day(row.changed_at)}")
            for row in (versions.to_review(current_user.id) if _may(Permission.REVIEW_MODULES) else [])
        ),
        to_sign=tuple(
            _entry(row, f"Approved {filters.day(row.changed_at)}")
            for row in (versions.to_sign() if _may(Permission.SIGN_OFF) else [])
        ),
        sent_back=tuple(_entry(row, asked[row.id]) for row in drafts if row.id in asked),
        drafts=tuple(_entry(row, "Nobody reviews it until you send it.") for row in drafts if row.id not in asked),
        waiting=tuple(_entry(row, f"{row.state.capitalize()} since {filters.day(row.changed_at)}") for row in mine
                      if row.state != "draft"),
    )  # fmt: skip


def _entry(row: "ModuleVersion", words: str) -> Entry:
    where = url_for("modules.versions.show", code=row.code, number=row.number)
    return Entry(f"Module: {row.title}, version {row.number}", where, words)


def _may(permission: Permission) -> bool:
    return allows(current_user.roles, permission)
