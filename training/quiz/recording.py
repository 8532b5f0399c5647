"""Recording what a candidate does: the path every answer takes, kept to two statements and one commit.

Nothing is updated here. Events are added to the log once each, by ``(attempt, client, seq)``; what cannot be one is
put aside.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import DateTime, bindparam, exists, select, text
from sqlalchemy.dialects import postgresql, sqlite

from training import db as database
from training.core import timing
from training.core.timing import Arrival
from training.db import UtcDateTime, db
from training.quiz import sittings, wire
from training.quiz.models import Attempt, AttemptState, Device, Event, Held, HeldWhy
from training.quiz.wire import Aside, Batch, Good


class Ack(StrEnum):
    """What became of an event."""

    STORED = "stored"
    DUP = "dup"
    HELD = "held"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The reply to a batch: what became of each number, why some are not stored, and where the attempt stands."""

    acks: dict[Ack, list[int]]
    remaining_ms: int
    epoch: int
    state: AttemptState
    refused: dict[int, str]


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
        refused={put.seq: put.words for put in aside if put.seq is not None and put.why is not HeldWhy.LATE},
    )


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


def _written(moment: datetime) -> str:
    """Return a time as the database keeps it: SQLite without an offset, in UTC."""
    moment = moment.astimezone(UTC)
    if db.engine.dialect.name == "sqlite":
        return moment.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    return moment.isoformat(timespec="microseconds")
