"""Who waits for whom: reviews that are asked for, what came of them, and who could act on a version at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from training.bank.models import Approval, ItemVersion, KeySeen, State
from training.bank.queries import lists, versions
from training.core.roles import Permission
from training.db import db
from training.reviews import queries
from training.reviews.models import ReviewRequest
from training.reviews.queries import Asked
from training.reviews.subjects import Reviewed

if TYPE_CHECKING:
    from training.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Review:
    """A version that somebody may review, as it was asked for; ``theirs`` unless others were named for it."""

    version: ItemVersion
    asked: Asked
    theirs: bool


def reviews_of(person_id: int) -> list[Review]:
    """Return what a person may review now, what is due first at the front, what has no day at the end.

    A version whose request names others is not theirs, until those have all approved and one is still wanted.
    """
    rows = lists.to_review(person_id)
    requests = queries.asked(row.hash for row in rows)
    given: dict[str, set[int]] = {}
    for approval in versions.approvals(requests):
        given.setdefault(approval.version, set()).add(approval.person_id)
    found = []
    for row in rows:
        request = requests.get(row.hash, Asked())
        found.append(Review(row, request, theirs=request.falls_to(person_id, given.get(row.hash, ()))))
    return sorted(found, key=lambda each: (each.asked.due_on or date.max, each.version.changed_at, each.version.hash))


def asked_by(person_id: int) -> list[ItemVersion]:
    """Return versions in review that a person asked others to review, the first due at the front."""
    rows = (
        select(ItemVersion)
        .join(ReviewRequest, ReviewRequest.version == ItemVersion.hash)
        .where(ReviewRequest.asked_by == person_id, ItemVersion.state == State.IN_REVIEW)
        .order_by(ReviewRequest.due_on, ItemVersion.hash)
    )
    return list(db.session.scalars(rows))


def signable_by(person_id: int) -> list[ItemVersion]:
    """Return the approved versions that a clinical lead may sign: none they wrote at, the longest waiting first."""
    rows = db.session.scalars(
        select(ItemVersion)
        .where(ItemVersion.state == State.APPROVED, ItemVersion.withdrawn_at.is_(None))
        .order_by(ItemVersion.changed_at, ItemVersion.hash)
    ).all()
    own = versions.written_by(person_id, rows)
    return [row for row in rows if row.hash not in own]


def who_may(permission: Permission, row: ItemVersion) -> "list[Person]":
    """Return who holds a permission on items and wrote nothing at this version, by name.

    Of reviewers, whoever looked at its key first is left out too.
    """
    holders = queries.holders(permission)
    writers, named = versions.writers(row), versions.authors(row)
    looked = select(KeySeen.person_id).where(KeySeen.version == row.hash)
    out = set(db.session.scalars(looked)) if permission == Permission.REVIEW_ITEMS else set()
    return sorted(
        (
            person
            for person in holders.values()
            if person.id not in writers | out and person.name.casefold() not in named
        ),
        key=lambda person: (person.name, person.id),
    )


def short_of(row: ItemVersion, *, needed: int) -> int:
    """Return how many people are missing who could still approve a version in review or draft."""
    given = set(db.session.scalars(select(Approval.person_id).where(Approval.version == row.hash)))
    free = {person.id for person in who_may(Permission.REVIEW_ITEMS, row)} - given
    return max(0, needed - len(given) - len(free))


def due_by(day: date) -> Iterator[tuple[Reviewed, ReviewRequest]]:
    """Yield the versions in review that are wanted by a day or before it, locked, each with its request."""
    rows = (
        select(ItemVersion, ReviewRequest)
        .join(ReviewRequest, ReviewRequest.version == ItemVersion.hash)
        .where(ReviewRequest.due_on <= day, ItemVersion.state == State.IN_REVIEW, ItemVersion.withdrawn_at.is_(None))
        .order_by(ReviewRequest.due_on, ItemVersion.hash)
        .with_for_update(of=ItemVersion)
    )
    for version, request in db.session.execute(rows).all():
        yield reviewed(version), request


def reviewed(row: ItemVersion) -> Reviewed:
    """Return a version as it is reviewed, with everybody who may review it."""
    able = {person.id for person in who_may(Permission.REVIEW_ITEMS, row)}
    given = db.session.scalars(select(Approval.person_id).where(Approval.version == row.hash))
    about, writers = f"item:{row.item.code}", frozenset(versions.writers(row))
    return Reviewed(row.hash, row.number, about, writers, frozenset(able), frozenset(given))
