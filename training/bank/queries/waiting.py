"""Who waits for whom: reviews that are asked for, what came of them, and who could act on a version at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from training.accounts import queries as accounts
from training.bank.models import Approval, ItemVersion, KeySeen, Notice, Reviewer, ReviewRequest, State
from training.bank.queries import lists, versions
from training.core.roles import GRANTS, Permission
from training.db import db

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

    @property
    def mark(self) -> str:
        """Return what tells this request from a changed one: its day and whom it names."""
        return " ".join([str(self.due_on or ""), *map(str, sorted(self.named))])


@dataclass(frozen=True, slots=True)
class Review:
    """A version that somebody may review, as it was asked for; ``theirs`` unless others were named for it."""

    version: ItemVersion
    asked: Asked
    theirs: bool


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


def reviews_of(person_id: int) -> list[Review]:
    """Return what a person may review now, what is due first at the front, what has no day at the end.

    A version whose request names others is not theirs, until those have all approved and one is still wanted.
    """
    rows = lists.to_review(person_id)
    requests = asked(row.hash for row in rows)
    given: dict[str, set[int]] = {}
    for approval in versions.approvals(requests):
        given.setdefault(approval.version, set()).add(approval.person_id)
    found = []
    for row in rows:
        request = requests.get(row.hash, Asked())
        outstanding = request.named - given.get(row.hash, set())
        found.append(Review(row, request, theirs=not outstanding or person_id in outstanding))
    return sorted(found, key=lambda each: (each.asked.due_on or date.max, each.version.changed_at, each.version.hash))


def expected(row: ItemVersion) -> set[int]:
    """Return whose review of a version is still waited for: those named, else everybody who may give it.

    Who approved is left out. When all who are named have, and one more is wanted, it is everybody's again.
    """
    named = set(db.session.scalars(select(Reviewer.person_id).where(Reviewer.version == row.hash)))
    given = set(db.session.scalars(select(Approval.person_id).where(Approval.version == row.hash)))
    able = {person.id for person in who_may(Permission.REVIEW_ITEMS, row)} - given
    return able & named if named - given else able


def due_by(day: date) -> list[tuple[ItemVersion, ReviewRequest]]:
    """Return the versions in review that are wanted by a day or before it, locked, each with its request."""
    rows = (
        select(ItemVersion, ReviewRequest)
        .join(ReviewRequest, ReviewRequest.version == ItemVersion.hash)
        .where(ReviewRequest.due_on <= day, ItemVersion.state == State.IN_REVIEW, ItemVersion.withdrawn_at.is_(None))
        .order_by(ReviewRequest.due_on, ItemVersion.hash)
        .with_for_update(of=ItemVersion)
    )
    return [(version, request) for version, request in db.session.execute(rows)]


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
    holders: Mapping[int, Person] = {
        person.id: person for role in sorted(GRANTS[permission]) for person in accounts.with_role(role)
    }
    writers = versions.writers(row)
    looked = select(KeySeen.person_id).where(KeySeen.version == row.hash)
    out = set(db.session.scalars(looked)) if permission == Permission.REVIEW_ITEMS else set()
    return sorted(
        (
            person
            for person in holders.values()
            if person.id not in writers | out and person.name.casefold() != row.author.casefold()
        ),
        key=lambda person: (person.name, person.id),
    )


def short_of(row: ItemVersion, *, needed: int) -> int:
    """Return how many people are missing who could still approve a version in review or draft."""
    given = set(db.session.scalars(select(Approval.person_id).where(Approval.version == row.hash)))
    free = {person.id for person in who_may(Permission.REVIEW_ITEMS, row)} - given
    return max(0, needed - len(given) - len(free))


def notices(person_id: int) -> list[tuple[Notice, ItemVersion]]:
    """Return what a person has not read yet, the newest first, with the version it is about."""
    rows = (
        select(Notice, ItemVersion)
        .join(ItemVersion, ItemVersion.hash == Notice.version)
        .where(Notice.person_id == person_id, Notice.read_at.is_(None))
        .order_by(Notice.at.desc(), Notice.id.desc())
    )
    return [(notice, version) for notice, version in db.session.execute(rows)]


def unread(person_id: int) -> int:
    """Return how many notices a person has not read yet."""
    counted = select(func.count()).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    return db.session.scalar(counted) or 0


def made(by: int | None, at: datetime) -> Sequence[tuple[Notice, ItemVersion]]:
    """Return the notices that one act made, with the version each is about, by person and kind."""
    rows = (
        select(Notice, ItemVersion)
        .join(ItemVersion, ItemVersion.hash == Notice.version)
        .where(Notice.by_id == by, Notice.at == at, Notice.read_at.is_(None))
        .order_by(Notice.person_id, Notice.kind, Notice.id)
    )
    return [(notice, version) for notice, version in db.session.execute(rows)]
