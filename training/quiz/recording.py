"""Recording what a candidate does: the path every answer takes, kept to two statements and one commit.

Nothing is updated here. Events are added to the log once each, by ``(attempt, client, seq)``; what cannot be one is
put aside; a device that opens the attempt takes the next epoch, so that the order of two devices is never in doubt.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import DateTime, bindparam, exists, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from training import db as database
from training.audit import service as audit
from training.core import responses, timing
from training.core.responses import EventKind, Response
from training.core.timing import Arrival
from training.db import UtcDateTime, db
from training.quiz import sittings, wire
from training.quiz.models import Attempt, AttemptState, Device, Event, Held, HeldWhy, Problem
from training.quiz.service import QuizError
from training.quiz.wire import Aside, Batch, Good

FORM = "form"
"""The client of pages without scripts; the server counts for it."""


class NotOpen(QuizError):
    """The attempt takes no answers any more."""


class NewerAnswer(QuizError):
    """The question was answered elsewhere since the page was made; ``stored`` is that answer, ``newest`` its rank."""

    def __init__(self, stored: Response, newest: tuple[int, int]) -> None:
        super().__init__("This question was answered elsewhere meanwhile. Both answers are shown; choose one.")
        self.stored = stored
        self.newest = newest


class NoSuchAnswer(QuizError):
    """The value cannot be an answer to this question."""


class Ack(StrEnum):
    """What became of an event."""

    STORED = "stored"
    DUP = "dup"
    HELD = "held"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The reply to a batch: what became of each number, and where the attempt stands."""

    acks: dict[Ack, list[int]]
    remaining_ms: int
    epoch: int
    state: AttemptState


@dataclass(frozen=True, slots=True)
class Opened:
    """An attempt opened on a device. ``epoch`` is None when another device holds it and was not to be taken over."""

    epoch: int | None
    held_since: datetime | None


@dataclass(frozen=True, slots=True)
class _Facts:
    """What decides whether events count, read under a lock that only closing waits for."""

    state: AttemptState
    deadline_at: datetime
    closes_at: datetime
    epoch: int
    paper_sha256: str
    known: bool


_FACTS = (
    select(
        Attempt.state,
        Attempt.deadline_at,
        Attempt.closes_at,
        Attempt.epoch,
        Attempt.paper_sha256,
        exists().where(
            Device.attempt_id == Attempt.id,
            Device.epoch == bindparam("epoch"),
            Device.client == bindparam("client"),
        ),
    )
    .where(Attempt.id == bindparam("attempt"), Attempt.person_id == bindparam("person"))
    .with_for_update(read=True, of=Attempt)
)
_STORE = {
    "sqlite": text(
        """
        INSERT INTO attempt_event
          (attempt_id, client, seq, epoch, position, kind, value, made_at, received_at, waiting)
        SELECT a.id, :client, json_extract(e.value, '$[0]'), :epoch, json_extract(e.value, '$[1]'),
          json_extract(e.value, '$[2]'), json_extract(e.value, '$[3]'), json_extract(e.value, '$[4]'), :now, :waiting
        FROM attempt a, json_each(:events) e
        WHERE a.id = :attempt AND a.person_id = :person AND a.state = 'in progress' AND a.closes_at > :now
        ON CONFLICT (attempt_id, client, seq) DO NOTHING
        RETURNING seq
        """
    ).bindparams(bindparam("now", type_=UtcDateTime())),
    "postgresql": text(
        """
        INSERT INTO attempt_event
          (attempt_id, client, seq, epoch, position, kind, value, made_at, received_at, waiting)
        SELECT a.id, :client, CAST(e->>0 AS integer), :epoch, CAST(e->>1 AS integer),
          e->>2, CAST(e->3 AS json), CAST(e->>4 AS timestamptz), :now, :waiting
        FROM attempt a, jsonb_array_elements(CAST(:events AS jsonb)) e
        WHERE a.id = :attempt AND a.person_id = :person AND a.state = 'in progress' AND a.closes_at > :now
        ON CONFLICT (attempt_id, client, seq) DO NOTHING
        RETURNING seq
        """
    ).bindparams(bindparam("now", type_=DateTime(timezone=True))),
}


def record(attempt_id: int, person_id: int, batch: Batch, *, now: datetime) -> Receipt | None:
    """Store a batch of events and return what became of each; None when the attempt is not theirs.

    Two statements where every event is good. No single event is ever refused: what cannot be stored is put aside.
    """
    database.begin_write()
    facts = _facts(attempt_id, person_id, client=batch.client, epoch=batch.epoch)
    if facts is None:
        return None
    sheet = sittings.sheet(facts.paper_sha256)
    read = [wire.read(event, sheet, sent_wall=batch.sent_wall, now=now) for event in batch.events]
    judged = [_judged(event, facts, batch.epoch, now) for event in read]
    good = [event for event in judged if isinstance(event, Good)]
    stored = _store(attempt_id, person_id, batch, good, now) if good else set()
    good, reused = _reused(attempt_id, batch, good, stored)
    aside = [event for event in judged if isinstance(event, Aside)] + reused
    known = _put_aside(attempt_id, batch.client, aside, now) if aside else set()
    return Receipt(
        acks=_acks(good, stored, aside, known),
        remaining_ms=timing.remaining_ms(facts.deadline_at, now) if facts.state is AttemptState.IN_PROGRESS else 0,
        epoch=facts.epoch,
        state=facts.state,
    )


def open_on_device(
    attempt_id: int, person_id: int, *, client: str, agent: str, take: bool, now: datetime
) -> Opened | None:
    """Open an attempt on a device, which gets an epoch of its own; None when the attempt is not theirs.

    The same client keeps its epoch. Another one gets the next only with ``take``; else it learns since when the
    attempt is open elsewhere. Raises NotOpen once the attempt is closed.
    """
    database.begin_write()
    row = sittings.attempt(attempt_id, person_id)
    if row is None:
        return None
    if row.state != AttemptState.IN_PROGRESS:
        raise NotOpen("This attempt is closed.")
    if row.epoch_client == client:
        return Opened(row.epoch, None)
    if row.epoch_client not in (None, FORM) and not take:
        return Opened(None, sittings.devices(attempt_id)[-1].opened_at)
    return Opened(_next_epoch(attempt_id, row.epoch, client=client, agent=agent, now=now), None)


def save_form(
    attempt_id: int,
    person_id: int,
    position: int,
    events: Sequence[tuple[EventKind, Response]],
    *,
    seen: tuple[int, int],
    now: datetime,
) -> None:
    """Store what a page without scripts posts for one question; the server counts its numbers.

    ``seen`` is the newest (epoch, sequence) the page was made with. Raises NewerAnswer when the question has an
    answer that the page did not show, NotOpen after the time, NoSuchAnswer.
    """
    database.begin_write()
    row = _held_attempt(attempt_id, person_id)
    if row.state != AttemptState.IN_PROGRESS or now >= row.deadline_at + timing.GRACE:
        raise NotOpen("The time is up. What was saved before counts.")
    slot = sittings.sheet(row.paper_sha256).slot(position)
    if slot is None or not all(slot.item.fits(value) for kind, value in events if kind is EventKind.ANSWER):
        raise NoSuchAnswer("This answer does not fit the question. Choose again.")
    log = sittings.log(attempt_id)
    answered = responses.newest(log).get(position)
    given = any(kind in responses.RESPONDING for kind, _value in events)
    if given and answered is not None and (answered.epoch, answered.seq) > seen:
        raise NewerAnswer(answered.value, (answered.epoch, answered.seq))
    if not events:  # nothing was chosen: it stays unanswered
        return
    epoch = row.epoch
    if row.epoch_client != FORM:
        epoch = _next_epoch(attempt_id, row.epoch, client=FORM, agent="", now=now)
    last = max((event.seq for event in log if event.client == FORM), default=0)
    db.session.execute(
        insert(Event),
        [
            {
                "attempt_id": attempt_id,
                "client": FORM,
                "seq": number,
                "epoch": epoch,
                "position": position,
                "kind": kind,
                "value": list(value),
                "made_at": now,
                "received_at": now,
                "waiting": 0,
            }
            for number, (kind, value) in enumerate(events, start=last + 1)
        ],
    )


LONGEST_REPORT = 2000
"""Characters a reported problem may have."""


def report_problem(attempt_id: int, person_id: int, *, position: int | None, words: str, now: datetime) -> bool:
    """Keep a problem reported from a question, for the administrators; False when the attempt is not theirs."""
    database.begin_write()
    if sittings.attempt(attempt_id, person_id) is None:
        return False
    db.session.add(Problem(attempt_id=attempt_id, position=position, words=words, reported_at=now))
    db.session.flush()
    facts = {"position": position}
    subject = f"attempt:{attempt_id}"
    audit.record("reported problem", actor=person_id, subject=subject, now=now, facts=facts, details={"words": words})
    return True


def stored_events(rows: Iterable[Good]) -> list[list[object]]:
    """Return events as the store statement reads them: number, position, kind, value, time made."""
    return [[event.seq, event.position, event.kind.value, list(event.value), _written(event.made_at)] for event in rows]


def _facts(attempt_id: int, person_id: int, *, client: str, epoch: int) -> _Facts | None:
    row = (
        db.session.connection()
        .execute(_FACTS, {"attempt": attempt_id, "person": person_id, "client": client, "epoch": epoch})
        .one_or_none()
    )
    return _Facts(AttemptState(row[0]), *row[1:]) if row else None


def _judged(event: Good | Aside, facts: _Facts, epoch: int, now: datetime) -> Good | Aside:
    if isinstance(event, Aside):
        return event
    if not facts.known:
        return wire.aside(event, HeldWhy.DEVICE, epoch)
    arrival = timing.arrival(facts.deadline_at, facts.closes_at, made_at=event.made_at, now=now)
    if facts.state is not AttemptState.IN_PROGRESS or arrival is Arrival.LATE:
        return wire.aside(event, HeldWhy.LATE, epoch)
    return event


def _store(attempt_id: int, person_id: int, batch: Batch, good: list[Good], now: datetime) -> set[int]:
    """Add what is new to the log and return its numbers."""
    found = db.session.connection().execute(
        _STORE[db.engine.dialect.name],
        {
            "attempt": attempt_id,
            "person": person_id,
            "client": batch.client,
            "epoch": batch.epoch,
            "events": json.dumps(stored_events(good)),
            "waiting": batch.waiting,
            "now": now,
        },
    )
    return set(found.scalars())


def _reused(attempt_id: int, batch: Batch, good: list[Good], stored: set[int]) -> tuple[list[Good], list[Aside]]:
    """Part off the events whose number the log has given to something else: calling those known would lose them.

    A device that forgot its newest numbers sends them, and so does a forger. A true repeat says what was said before.
    """
    repeated = [event.seq for event in good if event.seq not in stored]
    if not repeated and len(stored) == len(good):
        return good, []
    numbers = [event.seq for event in good]
    rows = db.session.execute(
        select(Event.seq, Event.position, Event.kind, Event.value).where(
            Event.attempt_id == attempt_id, Event.client == batch.client, Event.seq.in_(numbers)
        )
    )
    there = {seq: (position, kind, tuple(value)) for seq, position, kind, value in rows}
    known = [event for event in good if there.get(event.seq) == (event.position, event.kind, event.value)]
    others = [event for event in good if event not in known]
    return known, [wire.aside(event, HeldWhy.NUMBER, batch.epoch) for event in others]


def _put_aside(attempt_id: int, client: str, aside: list[Aside], now: datetime) -> set[int]:
    """Keep events beside the log, once each; return the numbers of those that the log holds already."""
    numbers = [event.seq for event in aside if event.why is HeldWhy.LATE]
    held = select(Event.seq).where(Event.attempt_id == attempt_id, Event.client == client, Event.seq.in_(numbers))
    known = set(db.session.scalars(held)) if numbers else set()
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    rows = [
        {
            "attempt_id": attempt_id,
            "client": client,
            "seq": event.seq,
            "why": event.why,
            "payload": event.payload,
            "digest": event.digest,
            "made_at": event.made_at,
            "received_at": now,
        }
        for event in aside
        if not (event.why is HeldWhy.LATE and event.seq in known)
    ]
    for row in rows:
        db.session.execute(dialect.insert(Held).values(row).on_conflict_do_nothing())
    return known


def _acks(good: list[Good], stored: set[int], aside: list[Aside], known: set[int]) -> dict[Ack, list[int]]:
    acks: dict[Ack, list[int]] = {}
    for event in good:
        acks.setdefault(Ack.STORED if event.seq in stored else Ack.DUP, []).append(event.seq)
    for put in aside:
        if put.seq is None:
            continue
        late = put.why is HeldWhy.LATE
        ack = Ack.DUP if late and put.seq in known else Ack.LATE if late else Ack.HELD
        acks.setdefault(ack, []).append(put.seq)
    return {ack: sorted(set(numbers)) for ack, numbers in acks.items()}


def _next_epoch(attempt_id: int, epoch: int, *, client: str, agent: str, now: datetime) -> int:
    """Give ``client`` the epoch after ``epoch``. Raises NotOpen when somebody else took it or the attempt closed."""
    taken = db.session.scalar(
        update(Attempt)
        .where(Attempt.id == attempt_id, Attempt.epoch == epoch, Attempt.state == AttemptState.IN_PROGRESS)
        .values(epoch=Attempt.epoch + 1, epoch_client=client)
        .returning(Attempt.epoch)
        .execution_options(synchronize_session=False)
    )
    if taken is None:
        raise NotOpen("This attempt was opened elsewhere at the same moment. Open it again.")
    db.session.execute(
        insert(Device).values(attempt_id=attempt_id, epoch=taken, client=client, agent=agent[:200], opened_at=now)
    )
    return taken


def _held_attempt(attempt_id: int, person_id: int) -> Attempt:
    statement = select(Attempt).where(Attempt.id == attempt_id, Attempt.person_id == person_id).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def _written(moment: datetime) -> str:
    """Return a time as the database keeps it: SQLite without an offset, in UTC."""
    moment = moment.astimezone(UTC)
    if db.engine.dialect.name == "sqlite":
        return moment.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    return moment.isoformat(timespec="microseconds")
