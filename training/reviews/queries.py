"""Who is asked for which review until when, and what news waits for whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from training.accounts import queries as accounts
from training.core.roles import GRANTS, Permission
from training.db import db
from training.reviews.models import Notice, Reviewer, ReviewRequest
from training.reviews.subjects import Reviewed

if TYPE_CHECKING:
    from training.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for review: by whom (None: loaded from files), until when, and whom it names, everybody if nobody."""

    by: int | None = None
    due_on: date | None = None
    named: frozenset[int] = frozenset()

    def overdue(self, today: date) -> bool:
        """Return whether the last day has passed."""
        return self.due_on is not None and self.due_on < today

    def falls_to(self, person_id: int, given: Iterable[int]) -> bool:
        """Return whether a review is somebody's to give: they are named, or nobody who is named is still to approve."""
        outstanding = self.named - set(given)
        return not outstanding or person_id in outstanding

    @property
    def mark(self) -> str:
        """Return what tells this request from a changed one: its day and whom it names."""
        return " ".join([str(self.due_on or ""), *map(str, sorted(self.named))])


def asked(hashes: Iterable[str]) -> dict[str, Asked]:
    """Return the requests for review by version; versions without one are left out."""
    wanted = set(hashes)
    named: dict[str, set[int]] = {}
    for version, person_id in db.session.execute(
        select(Reviewer.version, Reviewer.person_id).where(Reviewer.version.in_(wanted))
    ):
        named.setdefault(version, set()).add(person_id)
    rows = db.session.scalars(select(ReviewRequest).where(ReviewRequest.version.in_(wanted)))
    return {row.version: Asked(row.asked_by, row.due_on, frozenset(named.get(row.version, ()))) for row in rows}


def asked_of(version: str) -> Asked:
    """Return the request for review of a version; one that says nothing where there is none."""
    return asked([version]).get(version, Asked())


def expected(reviewed: Reviewed) -> frozenset[int]:
    """Return whose review of a version is still waited for: those named, else everybody who may give it.

    Who approved is left out. When all who are named have, and one more is wanted, it is everybody's again.
    """
    named, able = asked_of(reviewed.version).named, reviewed.able - reviewed.given
    return able & named if named - reviewed.given else able


def holders(permission: Permission) -> "dict[int, Person]":
    """Return who holds a permission, by id."""
    return {person.id: person for role in sorted(GRANTS[permission]) for person in accounts.with_role(role)}


def notices(person_id: int) -> list[Notice]:
    """Return what a person has not read yet, the newest first."""
    rows = select(Notice).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    return list(db.session.scalars(rows.order_by(Notice.at.desc(), Notice.id.desc())))


def unread(person_id: int) -> int:
    """Return how many notices a person has not read yet."""
    counted = select(func.count()).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    return db.session.scalar(counted) or 0


def made(by: int | None, at: datetime) -> Sequence[Notice]:
    """Return the notices that one act made, by person and kind."""
    rows = (
        select(Notice)
        .where(Notice.by_id == by, Notice.at == at, Notice.read_at.is_(None))
        .order_by(Notice.person_id, Notice.kind, Notice.id)
    )
    return db.session.scalars(rows).all()
