"""What administrators do while an exam runs and after: time, voids, late answers, answer files, problems."""

import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from training import db as database
from training.accounts.links import Site
from training.audit import service as audit
from training.core.scoring import Decision
from training.db import db
from training.quiz import closing, letters, recording, sittings, wire
from training.quiz.models import Attempt, AttemptState, Event, Exam, ExtraTime, Held, HeldWhy, Problem, Ruling
from training.quiz.recording import Ack
from training.quiz.service import QuizError
from training.scoring import queries as results

MAX_MINUTES = 600


class OwnAttempt(QuizError):
    """Nobody acts on an attempt of their own."""


class NeedsReason(QuizError):
    """The act needs a reason, since it is read later."""


class WrongState(QuizError):
    """The attempt does not stand where this act begins."""


class BadFile(QuizError):
    """The answer file is not one that this attempt's device made."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What an answer file brought: numbers by what became of them."""

    acks: dict[Ack, int]


def add_minutes(attempt_id: int, minutes: int, reason: str, *, by: int, now: datetime) -> datetime:
    """Move the deadline of an attempt in progress, and return the new one.

    Raises NeedsReason, OwnAttempt, WrongState once it is closed, ValueError for a number of minutes out of range.
    """
    database.begin_write()
    _check_minutes(minutes, reason)
    row = _of_an_exam(attempt_id, by)
    if row.state != AttemptState.IN_PROGRESS:
        raise WrongState("This attempt is closed, so time cannot be added. Void it and give the attempt back instead.")
    _extend(row, minutes, reason, by=by, now=now)
    return row.deadline_at


def add_minutes_to_all(exam_id: int, minutes: int, reason: str, *, by: int, now: datetime) -> int:
    """Move the deadlines of all attempts in progress at an exam, and return how many; one's own is left alone.

    Raises NeedsReason, ValueError for a number of minutes out of range.
    """
    database.begin_write()
    _check_minutes(minutes, reason)
    rows = db.session.scalars(
        select(Attempt)
        .where(Attempt.exam_id == exam_id, Attempt.state == AttemptState.IN_PROGRESS, Attempt.person_id != by)
        .order_by(Attempt.id)
        .with_for_update()
    ).all()
    for row in rows:
        _extend(row, minutes, reason, by=by, now=now)
    return len(rows)


def void(attempt_id: int, reason: str, *, give_back: bool, by: int, site: Site, now: datetime) -> None:
    """Let an attempt count for nothing, with a reason; ``give_back`` returns it to the candidate's number.

    The candidate is told the reason by mail. What was answered and decided stays on record. Raises NeedsReason,
    OwnAttempt, WrongState when it is voided.
    """
    database.begin_write()
    if not reason.strip():
        raise NeedsReason("Say why the attempt is voided; the candidate is told.")
    row = _of_an_exam(attempt_id, by)
    if row.state == AttemptState.VOIDED:
        raise WrongState("This attempt is voided already.")
    before = AttemptState(row.state)
    row.state, row.voided_at, row.voided_by = AttemptState.VOIDED, now, by
    row.void_reason, row.given_back = reason[:1000], give_back
    db.session.flush()
    facts: dict[str, object] = {"given_back": give_back, "before": before.value}
    _record("voided attempt", row.id, by=by, now=now, facts=facts, reason=reason)
    letters.voided(row.id, site, reason=reason, given_back=give_back, now=now)


def rule_on_late(
    attempt_id: int, held_ids: Sequence[int], *, ruling: Ruling, by: int, site: Site, now: datetime
) -> Decision | None:
    """Accept late answers into the log, or refuse them; both stay on record.

    Accepting after the attempt was graded freezes its responses again and makes a further result, which is returned.
    Raises OwnAttempt, WrongState while it is between closing and grading or when nothing of it waits.
    """
    database.begin_write()
    row = _of_an_exam(attempt_id, by)
    rows = _waiting(attempt_id, held_ids)
    if not rows:
        raise WrongState("No late answers of this attempt wait for a decision.")
    if row.state == AttemptState.VOIDED:
        raise WrongState("This attempt is voided. Its late answers stay on record and count for nothing.")
    if ruling is Ruling.ACCEPTED and row.state not in (AttemptState.IN_PROGRESS, AttemptState.GRADED):
        raise WrongState(f"This attempt is {row.state}. Late answers can be accepted once it is graded.")
    for held in rows:
        held.ruling, held.ruled_by, held.ruled_at = ruling, by, now
    db.session.flush()
    made = _accept(row, rows, site=site, now=now) if ruling is Ruling.ACCEPTED else None
    facts = {"events": len(rows), "digest": closing.event_digest(sittings.log(attempt_id))}
    _record(f"{ruling.value} late answers", attempt_id, by=by, now=now, facts=facts)
    return made


def take_file(attempt_id: int, content: bytes, *, by: int, now: datetime) -> Taken:
    """Take the answer file that a candidate's device saved: what is new is stored, or waits as late.

    The file says ``{"body": "…", "mac": "…"}``: the body is the JSON text of a batch with ``attempt``, whose events
    may say the epoch they were made in; the mac is its HMAC-SHA256 by the key the device got. Raises BadFile,
    OwnAttempt.
    """
    database.begin_write()
    row = _of_an_exam(attempt_id, by)
    body = _checked_body(row.id, content)
    acks: dict[Ack, int] = {}
    for part in _batches(body):
        receipt = recording.record(attempt_id, row.person_id, part, now=now)
        for ack, numbers in (receipt.acks if receipt else {}).items():
            acks[ack] = acks.get(ack, 0) + len(numbers)
    facts = {"client": body["client"], "events": len(_events(body)), "sha256": sha256(content).hexdigest()}
    _record("uploaded answer file", attempt_id, by=by, now=now, facts=facts)
    return Taken(acks)


def close_problem(problem_id: int, *, by: int, now: datetime) -> int | None:
    """Note that a reported problem was dealt with, and return its attempt; None for one that is not open.

    Raises OwnAttempt for a problem that ``by`` reported.
    """
    database.begin_write()
    attempt_id = db.session.scalar(
        select(Problem.attempt_id).where(Problem.id == problem_id, Problem.answered_at.is_(None))
    )
    if attempt_id is None:
        return None
    _locked(attempt_id, by)
    done = db.session.scalar(
        update(Problem)
        .where(Problem.id == problem_id, Problem.answered_at.is_(None))
        .values(answered_at=now, answered_by=by)
        .returning(Problem.attempt_id)
    )
    if done is not None:
        _record("closed reported problem", done, by=by, now=now, facts={"problem": problem_id})
    return done


def _check_minutes(minutes: int, reason: str) -> None:
    if not 1 <= minutes <= MAX_MINUTES:
        message = f"minutes lie between 1 and {MAX_MINUTES}"
        raise ValueError(message)
    if not reason.strip():
        raise NeedsReason("Say why time is added; the record keeps it.")


def _locked(attempt_id: int, by: int) -> Attempt:
    """Return an attempt, held until the transaction ends. Raises OwnAttempt, WrongState for an unknown one."""
    statement = select(Attempt).where(Attempt.id == attempt_id).with_for_update()
    row = db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise WrongState("There is no such attempt.")
    if row.person_id == by:
        raise OwnAttempt("This attempt is your own. Somebody else must do this.")
    return row


def _of_an_exam(attempt_id: int, by: int) -> Attempt:
    """Return an attempt as `_locked` does. Raises WrongState also for one at a mock exam."""
    row = _locked(attempt_id, by)
    if db.session.scalar(select(Exam.mock_of).where(Exam.id == row.exam_id)) is not None:
        raise WrongState("This is a mock exam. Nothing follows from it, so there is nothing to decide about it.")
    return row


def _extend(row: Attempt, minutes: int, reason: str, *, by: int, now: datetime) -> None:
    row.deadline_at += timedelta(minutes=minutes)
    row.closes_at += timedelta(minutes=minutes)
    db.session.add(ExtraTime(attempt_id=row.id, minutes=minutes, reason=reason[:1000], given_at=now, given_by=by))
    db.session.flush()
    facts = {"minutes": minutes, "deadline": row.deadline_at.isoformat()}
    _record("added exam time", row.id, by=by, now=now, facts=facts, reason=reason)


def _waiting(attempt_id: int, held_ids: Sequence[int]) -> Sequence[Held]:
    return db.session.scalars(
        select(Held)
        .where(
            Held.attempt_id == attempt_id,
            Held.id.in_(list(held_ids)),
            Held.why == HeldWhy.LATE,
            Held.ruling.is_(None),
        )
        .order_by(Held.id)
    ).all()


def _accept(row: Attempt, rows: Sequence[Held], *, site: Site, now: datetime) -> Decision | None:
    """Add late events to the log; of a graded attempt freeze the responses again and make the further result."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    db.session.execute(
        dialect.insert(Event).on_conflict_do_nothing(),
        [
            {
                "attempt_id": row.id,
                "client": held.client,
                "seq": held.seq,
                "epoch": held.payload["epoch"],
                "position": held.payload["position"],
                "kind": held.payload["kind"],
                "value": held.payload["value"],
                "made_at": held.made_at,
                "received_at": held.received_at,
                "waiting": 0,
            }
            for held in rows
        ],
    )
    if row.state != AttemptState.GRADED:
        return None
    edition = closing.refreeze(row.id, sittings.sheet(row.paper_sha256), sittings.log(row.id))
    stored = results.current([row.id])[row.id]
    return closing.regrade(row.id, edition=edition, supersedes=stored, site=site, now=now)


def _checked_body(attempt_id: int, content: bytes) -> dict[str, object]:
    """Return the body of an answer file whose mac holds. Raises BadFile."""
    try:
        envelope = json.loads(content)
        text, mac = str(envelope["body"]), str(envelope["mac"])
        body = json.loads(text)
        wire.batch(body)
        said = text.encode()
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadFile("This is not an answer file.") from error
    key = bytes.fromhex(sittings.file_key(attempt_id) or "")
    wanted = hmac.new(key, said, sha256).hexdigest()
    holds = hmac.compare_digest(wanted.encode(), mac.lower().encode(errors="replace"))
    if not holds or body.get("attempt") != attempt_id:
        raise BadFile("This file was not made by this attempt, or it was changed since.")
    return dict(body)


def _events(body: Mapping[str, object]) -> list[object]:
    events = body["events"]
    assert isinstance(events, list), "wire.batch read it"
    return events


def _batches(body: Mapping[str, object]) -> Iterator[wire.Batch]:
    """Yield the events of a file as a device would send them: by the epoch they were made in, a batch at a time."""
    for epoch, made in groupby(_events(body), key=lambda event: _epoch(event, body)):
        events = list(made)
        for first in range(0, len(events), wire.BATCH):
            part = events[first : first + wire.BATCH]
            yield wire.batch({**body, "epoch": epoch, "events": part, "sent_wall": None})


def _epoch(event: object, body: Mapping[str, object]) -> object:
    return event.get("epoch", body.get("epoch")) if isinstance(event, Mapping) else body.get("epoch")


def _record(
    action: str, attempt_id: int, *, by: int, now: datetime, facts: dict[str, object], reason: str = ""
) -> None:
    details = {"reason": reason} if reason else None
    audit.record(action, actor=by, subject=f"attempt:{attempt_id}", now=now, facts=facts, details=details)
