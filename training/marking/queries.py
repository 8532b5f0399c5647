"""Looking at what waits for people: a marker's queue, one response without whose it is, what was given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from training.bank.queries import gallery, stock
from training.bank.queries.gallery import Held
from training.core.items import Item, Mark
from training.core.marking import Agreement, Seat, free_seat, settled
from training.core.responses import Response
from training.core.rubrics import Criterion, Rubric
from training.db import db
from training.marking.models import MarkDraft, PersonMark
from training.quiz import sittings
from training.quiz.papers import SheetSlot
from training.scoring import queries as results
from training.scoring.queries import Pending


@dataclass(frozen=True, slots=True)
class Rules:
    """What an installation decides about marking: how far two may lie apart, and in how many days a mark is due."""

    agreement: Agreement
    due_after: timedelta


@dataclass(frozen=True, slots=True)
class Given:
    """The mark of one seat that holds now."""

    id: int
    seat: Seat
    marker_id: int
    points: Mapping[str, int]
    share: Fraction
    dangerous: bool
    comment: str
    made_at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a marker's queue; ``seat`` is the one they would take, ``begun`` whether they saved a half of it."""

    id: int
    item: Item
    since: datetime
    due_at: datetime
    seat: Seat
    begun: bool


@dataclass(frozen=True, slots=True)
class Task:
    """One response to be marked, with what the person who marks may see: neither whose it is nor which attempt."""

    id: int
    version: str
    item: Item
    response: Response
    since: datetime
    due_at: datetime
    open: bool
    seat: Seat | None
    mine: Given | None
    others: tuple[Given, ...]
    fields: Mapping[str, str]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Return the rubric, empty for a response that is right, partly right or wrong."""
        return self.item.criteria if isinstance(self.item, Rubric) else ()


@dataclass(frozen=True, slots=True)
class Marked:
    """A response of one's own that people marked: points by criterion, mean of two or as the third person gave them."""

    position: int
    item: Item
    response: Response
    share: Fraction
    points: Mapping[str, Fraction]
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """How far one response is, for those who watch: marks given, who is wanted, since when."""

    attempt_id: int
    position: int
    since: datetime
    due_at: datetime
    given: int
    seat: Seat


def queue(person_id: int, rules: Rules) -> list[Row]:
    """Return what this person may mark now, the oldest first: nothing of their own, nothing they marked before."""
    pending = results.waiting()
    owners = sittings.owners({one.attempt_id for one in pending})
    others = [one for one in pending if owners.get(one.attempt_id, person_id) != person_id]
    items = stock.versions(one.version for one in others)
    marks, begun = given(one.id for one in others), _begun(person_id)
    rows = [
        (one, free_seat(_shares(marks.get(one.id, ())), double=double(items[one.version]), agreement=rules.agreement))
        for one in others
        if all(mark.marker_id != person_id for mark in marks.get(one.id, ()))
    ]
    return [
        Row(one.id, items[one.version], one.since, one.since + rules.due_after, seat, one.id in begun)
        for one, seat in rows
        if seat is not None
    ]


def changeable(person_id: int) -> list[tuple[Given, Pending, Item]]:
    """Return the marks this person gave that may still be changed, the newest first, each with its question."""
    mine = list(
        db.session.scalars(
            _holding()
            .where(PersonMark.marker_id == person_id)
            .order_by(PersonMark.made_at.desc(), PersonMark.id.desc())
        )
    )
    pending = results.pending({row.waiting_id for row in mine})
    undecided = {one.attempt_id for one in results.waiting({one.attempt_id for one in pending.values()})}
    items = stock.versions(one.version for one in pending.values())
    shown = [(row, pending[row.waiting_id]) for row in mine]
    return [(_given(row), one, items[one.version]) for row, one in shown if one.attempt_id in undecided]


def task(waiting_id: int, person_id: int, rules: Rules) -> Task | None:
    """Return a response as this person may see it; None for their own, and for one they have nothing to do with.

    Who decides between two sees both marks; everybody else sees their own alone.
    """
    pending = results.pending([waiting_id]).get(waiting_id)
    owner = sittings.owners([pending.attempt_id]).get(pending.attempt_id) if pending else None
    if pending is None or owner in (None, person_id):
        return None
    slot = _slot(pending)
    held = given([waiting_id]).get(waiting_id, ())
    mine = next((mark for mark in held if mark.marker_id == person_id), None)
    free = free_seat(_shares(held), double=double(slot.item), agreement=rules.agreement) if pending.open else None
    seat = None if mine else free
    if seat is None and mine is None:
        return None
    taken = mine.seat if mine else seat
    return Task(
        id=pending.id,
        version=pending.version,
        item=slot.item,
        response=sittings.frozen_responses(pending.attempt_id, pending.edition).get(pending.position, ()),
        since=pending.since,
        due_at=pending.since + rules.due_after,
        open=bool(results.waiting([pending.attempt_id])),
        seat=seat,
        mine=mine,
        others=tuple(mark for mark in held if mark is not mine) if taken is Seat.THIRD else (),
        fields=_fields(waiting_id, person_id),
    )


def whose(waiting_id: int) -> int | None:
    """Return the person whose response this is, None when nobody marks it."""
    pending = results.pending([waiting_id]).get(waiting_id)
    return sittings.owners([pending.attempt_id]).get(pending.attempt_id) if pending else None


def given(waiting_ids: Iterable[int]) -> dict[int, tuple[Given, ...]]:
    """Return the marks that hold for responses, by seat."""
    rows = db.session.scalars(_holding().where(PersonMark.waiting_id.in_(list(waiting_ids))).order_by(PersonMark.seat))
    found: dict[int, tuple[Given, ...]] = {}
    for row in rows:
        found[row.waiting_id] = (*found.get(row.waiting_id, ()), _given(row))
    return found


def mark_of(waiting_id: int, *, double: bool, rules: Rules) -> Mark | None:
    """Return what the marks of a response come to, None while somebody must still mark."""
    held = given([waiting_id]).get(waiting_id, ())
    share = settled(_shares(held), double=double, agreement=rules.agreement)
    if share is None:
        return None
    return Mark(share, Fraction(1), dangerous=any(mark.dangerous for mark in held))


def states(attempt_ids: Iterable[int] | None, rules: Rules) -> list[State]:
    """Return how far the responses are that wait, the oldest first."""
    pending = results.waiting(attempt_ids)
    standing = sittings.owners({one.attempt_id for one in pending})
    items, marks = stock.versions(one.version for one in pending), given(one.id for one in pending)
    found = []
    for one in pending:
        held = marks.get(one.id, ())
        seat = free_seat(_shares(held), double=double(items[one.version]), agreement=rules.agreement)
        if one.attempt_id in standing and seat is not None:
            due_at = one.since + rules.due_after
            found.append(State(one.attempt_id, one.position, one.since, due_at, len(held), seat))
    return found


def double(item: Item) -> bool:
    """Return whether two people mark a response to this item, each on their own: what has a rubric."""
    return isinstance(item, Rubric)


def figure(task: Task, name: str) -> Held | None:
    """Return a figure or a recording of a task's item, None for another name."""
    return gallery.held(gallery.figures_of([task.version])[task.version].get(name))


def marked(attempt_id: int, person_id: int) -> list[Marked] | None:
    """Return what people gave in an attempt that is decided, in order of the paper; None for somebody else's."""
    row = sittings.attempt(attempt_id, person_id)
    stored = results.current([attempt_id]).get(attempt_id)
    if row is None or stored is None or row.id not in sittings.owners([attempt_id]) or results.waiting([attempt_id]):
        return None
    given_marks, responses = results.given(stored.id), sittings.frozen_responses(attempt_id, stored.edition)
    held = _of_attempt(attempt_id)
    sheet = sittings.sheet(row.paper_sha256)
    found = []
    for slot in (slot for slot in sheet.slots if slot.position in given_marks):
        marks = held.get((slot.position, responses.get(slot.position, ())), ())
        points, comments = _points(marks), tuple(mark.comment for mark in marks if mark.comment)
        found.append(
            Marked(
                slot.position, slot.item, responses[slot.position], given_marks[slot.position].awarded, points, comments
            )
        )
    return found


def _of_attempt(attempt_id: int) -> dict[tuple[int, Response], tuple[Given, ...]]:
    """Return the marks of an attempt by position and words."""
    pending = results.of_attempt(attempt_id)
    held = given(one.id for one in pending)
    words = {one.edition: sittings.frozen_responses(attempt_id, one.edition) for one in pending}
    return {(one.position, words[one.edition].get(one.position, ())): held.get(one.id, ()) for one in pending}


def _points(marks: Iterable[Given]) -> dict[str, Fraction]:
    """Return the points that count, by criterion: the third person's, else the mean of the others'."""
    counted = list(marks)
    counted = [mark for mark in counted if mark.seat is Seat.THIRD] or counted
    names = {name for mark in counted for name in mark.points}
    return {name: Fraction(sum(mark.points.get(name, 0) for mark in counted), len(counted)) for name in names}


def _slot(pending: Pending) -> SheetSlot:
    row = sittings.attempt(pending.attempt_id)
    assert row is not None
    slot = sittings.sheet(row.paper_sha256).slot(pending.position)
    assert slot is not None
    return slot


@cache
def _holding() -> Select[PersonMark]:
    newer = aliased(PersonMark)
    return select(PersonMark).where(~select(newer.id).where(newer.supersedes == PersonMark.id).exists())


def _shares(marks: Iterable[Given]) -> dict[Seat, Fraction]:
    return {mark.seat: mark.share for mark in marks}


def _given(row: PersonMark) -> Given:
    share = Fraction(row.awarded_num, row.awarded_den)
    return Given(
        row.id, Seat(row.seat), row.marker_id, row.points, share, row.dangerous, row.comment, row.made_at, row.reason
    )


def _begun(person_id: int) -> set[int]:
    return set(db.session.scalars(select(MarkDraft.waiting_id).where(MarkDraft.marker_id == person_id)))


def _fields(waiting_id: int, person_id: int) -> dict[str, str]:
    found = select(MarkDraft.fields).where(MarkDraft.waiting_id == waiting_id, MarkDraft.marker_id == person_id)
    return db.session.scalar(found) or {}
