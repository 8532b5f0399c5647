"""Making a sample quiz, choosing its questions, renewing and ending its link, counting its answers."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select, update

from training.audit import service as audit
from training.bank.queries import practising
from training.core.certification import BITS, number_of
from training.core.domains import Domain
from training.core.samples import LARGEST, draw
from training.db import begin_write, db
from training.sample_quizzes import queries
from training.sample_quizzes.models import SampleQuestion, SampleQuiz


@dataclass(frozen=True, slots=True)
class Details:
    """What an instructor says of a quiz. ``ends_on`` is its last day, the whole of it; None for no end."""

    title: str
    introduction: str
    ends_on: date | None


class NotTheirs(Exception):
    """The quiz is not there, or somebody else's."""


class HasEnded(Exception):
    """The quiz was ended; nothing of it changes any more."""


class StillOpen(Exception):
    """The quiz was not ended, so there is nothing to make anew."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """A quiz made from one that ended: its number, how many questions it has, how many may not be shown any more."""

    number: str
    kept: int
    left_out: int


class TooMany(Exception):
    """The quiz would hold more questions than fit; ``room`` is how many still do."""

    def __init__(self, room: int) -> None:
        super().__init__(f"room for {room}")
        self.room = room


def make(details: Details, *, by: int, now: datetime) -> str:
    """Make a quiz without questions and return its number."""
    begin_write()
    made = SampleQuiz(
        number=_random(),
        link=_random(),
        title=details.title,
        introduction=details.introduction,
        ends_on=details.ends_on,
        made_by=by,
        made_at=now,
    )
    db.session.add(made)
    _record("made sample quiz", made, by, now)
    return made.number


def locked(number: str, *, by: int) -> Details:
    """Begin to write and return what is stored of somebody's own quiz. Raises NotTheirs, HasEnded."""
    row = _own(number, by)
    return Details(row.title, row.introduction, row.ends_on)


def change(number: str, details: Details, *, by: int, now: datetime) -> None:
    """Change what is said of a quiz. Raises NotTheirs, HasEnded."""
    row = _own(number, by)
    row.title, row.introduction, row.ends_on = details.title, details.introduction, details.ends_on
    _record("changed sample quiz", row, by, now)


def add(number: str, codes: Iterable[str], *, by: int, now: datetime) -> int:
    """Add items at the end, in this order, and return how many; those that may not be shown and repeats are left out.

    Raises NotTheirs, HasEnded, TooMany.
    """
    row = _own(number, by)
    wanted = list(dict.fromkeys(codes))
    ids, held = practising.ids_of(wanted), _held(row.id)
    stood = practising.standings(ids.values())
    known = (stood[ids[code]] for code in wanted if code in ids and ids[code] not in held)
    fitting = [each for each in known if each.absence is None]
    room = LARGEST - len(held)
    if len(fitting) > room:
        raise TooMany(room)
    last = db.session.execute(
        select(func.max(SampleQuestion.place), func.max(SampleQuestion.position)).where(
            SampleQuestion.quiz_id == row.id
        )
    ).one()
    for further, each in enumerate(fitting, start=1):
        db.session.add(
            SampleQuestion(
                quiz_id=row.id,
                place=(last[0] or 0) + further,
                position=(last[1] or 0) + further,
                item_id=each.item_id,
                version=each.version,
            )
        )
    if fitting:
        _record("changed sample quiz", row, by, now, added=[each.item.header.code for each in fitting])
    return len(fitting)


def add_drawn(number: str, domains: Collection[Domain], *, wanted: int, seed: int, by: int, now: datetime) -> int:
    """Add items of these domains drawn at random, no enemies among them, and return how many there were.

    Raises NotTheirs, HasEnded, TooMany.
    """
    row = _own(number, by)
    held = _held(row.id)
    beside = [queries.possible_of(each.item) for each in practising.standings(held).values()]
    free = [queries.possible_of(each) for each in practising.possible(domains, without=held)]
    return add(number, draw(free, beside, number=wanted, seed=seed), by=by, now=now)


def remove(number: str, place: int, *, by: int, now: datetime) -> None:
    """Take a question out; one that is not there is none. Raises NotTheirs, HasEnded."""
    row = _own(number, by)
    db.session.execute(delete(SampleQuestion).where(SampleQuestion.quiz_id == row.id, SampleQuestion.place == place))
    _record("changed sample quiz", row, by, now)


def move(number: str, place: int, *, up: bool, by: int, now: datetime) -> None:
    """Let a question and its neighbour change places. Raises NotTheirs, HasEnded."""
    row = _own(number, by)
    asked = list(
        db.session.scalars(
            select(SampleQuestion)
            .where(SampleQuestion.quiz_id == row.id)
            .order_by(SampleQuestion.position, SampleQuestion.place)
        )
    )
    here = next((index for index, each in enumerate(asked) if each.place == place), None)
    there = None if here is None else here - 1 if up else here + 1
    if here is None or there is None or not 0 <= there < len(asked):
        return
    asked[here].position, asked[there].position = asked[there].position, asked[here].position
    _record("changed sample quiz", row, by, now)


def accept(number: str, place: int, *, by: int, now: datetime) -> None:
    """Take the version that visitors see as the one that was chosen. Raises NotTheirs, HasEnded."""
    row = _own(number, by)
    asked = db.session.get(SampleQuestion, (row.id, place))
    stood = practising.standings([asked.item_id])[asked.item_id] if asked else None
    if asked and stood and stood.absence is None:
        asked.version = stood.version
        _record("changed sample quiz", row, by, now)


def renew(number: str, *, by: int, now: datetime) -> None:
    """Give a quiz another link; the old one leads nowhere from now on. Raises NotTheirs, HasEnded."""
    row = _own(number, by)
    row.link = _random()
    _record("renewed link of sample quiz", row, by, now)


def end(number: str, *, by: int, now: datetime) -> None:
    """End anybody's quiz for good; one that ended before stays as it is. Raises NotTheirs for an unknown number."""
    begin_write()
    row = _locked(number)
    if row.ended_at is None:
        row.ended_at = now
        _record("ended sample quiz", row, by, now)


def again(number: str, *, by: int, now: datetime) -> Renewed:
    """Make a quiz with the words and questions of one that ended, by whomever that was, with a link of its own.

    It has no last day, and what may not be shown any more stays out. Raises NotTheirs for an unknown number, StillOpen.
    """
    begin_write()
    row = _locked(number)
    if row.ended_at is None:
        raise StillOpen
    order = select(SampleQuestion.item_id).where(SampleQuestion.quiz_id == row.id)
    asked = db.session.scalars(order.order_by(SampleQuestion.position, SampleQuestion.place)).all()
    stood = practising.standings(asked)
    made = make(Details(row.title, row.introduction, None), by=by, now=now)
    kept = add(made, [stood[each].item.header.code for each in asked if each in stood], by=by, now=now) if asked else 0
    return Renewed(made, kept, len(asked) - kept)


def count(quiz_id: int, *, answers: int, full_marks: int) -> None:
    """Count answers that were marked, and those that got the full mark. Nothing says whose they were, or to what."""
    begin_write()
    db.session.execute(
        update(SampleQuiz)
        .where(SampleQuiz.id == quiz_id)
        .values(answers=SampleQuiz.answers + answers, full_marks=SampleQuiz.full_marks + full_marks)
    )


def _own(number: str, by: int) -> SampleQuiz:
    begin_write()
    row = _locked(number)
    if row.made_by != by:
        raise NotTheirs
    if row.ended_at is not None:
        raise HasEnded
    return row


def _locked(number: str) -> SampleQuiz:
    row = db.session.scalars(select(SampleQuiz).where(SampleQuiz.number == number).with_for_update()).one_or_none()
    if row is None:
        raise NotTheirs
    return row


def _held(quiz_id: int) -> set[int]:
    return set(db.session.scalars(select(SampleQuestion.item_id).where(SampleQuestion.quiz_id == quiz_id)))


def _random() -> str:
    return number_of(secrets.randbits(BITS))


def _record(act: str, row: SampleQuiz, by: int, now: datetime, **facts: object) -> None:
    audit.record(act, actor=by, subject=f"sample quiz:{row.number}", now=now, facts=facts)
