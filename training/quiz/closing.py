"""Ending attempts and grading them: closing commits first, grading follows and may be repeated."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from itertools import islice

from sqlalchemy import insert, select, update

from training import db as database
from training import items
from training.audit import service as audit
from training.core import responses
from training.core.items import Response
from training.core.scoring import Decision
from training.db import db
from training.quiz import sittings
from training.quiz.models import Attempt, AttemptState, ClosedBy, Held
from training.quiz.models import Response as ResponseRow
from training.quiz.papers import Sheet
from training.quiz.service import QuizError
from training.quiz.sittings import Logged
from training.scoring import queries as results
from training.scoring import service as scoring
from training.scoring.service import Answered, Evidence


class Missing(QuizError):
    """The server lacks events the device says it made; ``numbers`` are the first of them."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__("Some answers have not arrived. They are sent again.")
        self.numbers = numbers


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did."""

    closed: int
    graded: int


@dataclass(frozen=True, slots=True)
class Rescored:
    """A stored result beside the one its evidence gives now."""

    stored: results.Decided
    decision: Decision
    evidence: str

    @property
    def holds(self) -> bool:
        """Return whether the evidence gives the stored decision."""
        return self.decision == self.stored.decision and self.evidence == self.stored.evidence


MISSING_SHOWN = 100


def submit(attempt_id: int, person_id: int, *, client: str, last_seq: int, now: datetime) -> Attempt | None:
    """End an attempt for its owner and return it; None when it is not theirs.

    The second time it returns the same attempt. Raises Missing unless every event of ``client`` up to ``last_seq``
    has arrived; the time being up, what is there must do.
    """
    database.begin_write()
    row = _locked(attempt_id)
    if row is None or row.person_id != person_id:
        return None
    if row.state == AttemptState.IN_PROGRESS:
        log = sittings.log(attempt_id)
        missing = _missing(attempt_id, log, client, last_seq)
        if missing and now < row.closes_at:
            raise Missing(missing)
        _close(row, log, by=ClosedBy.CANDIDATE, now=now)
    return row


def close_over(attempt_id: int, *, now: datetime) -> bool:
    """End an attempt whose time to be closed has come, with what is there; False when it was not to be closed."""
    database.begin_write()
    row = _locked(attempt_id)
    if row is None or row.state != AttemptState.IN_PROGRESS or now < row.closes_at:
        return False
    _close(row, sittings.log(attempt_id), by=ClosedBy.CLOCK, now=now)
    return True


def grade(attempt_id: int, *, now: datetime) -> None:
    """Make the result of a submitted attempt from its frozen responses; harmless when it has one."""
    row = sittings.attempt(attempt_id)
    if row is None or row.state != AttemptState.SUBMITTED:
        return
    sheet = sittings.sheet(row.paper_sha256)
    _grade(attempt_id, _evidence(sheet, sittings.frozen_responses(attempt_id, 1)), now)


def regrade(attempt_id: int, *, edition: int, supersedes: int, now: datetime) -> Decision | None:
    """Make a further result from a later edition of the responses, superseding the one that held."""
    row = sittings.attempt(attempt_id)
    assert row is not None
    sheet = sittings.sheet(row.paper_sha256)
    evidence = _evidence(sheet, sittings.frozen_responses(attempt_id, edition))
    return scoring.grade(attempt_id, evidence, edition=edition, supersedes=supersedes, now=now)


def refreeze(attempt_id: int, sheet: Sheet, log: Iterable[Logged]) -> int:
    """Freeze the responses a log gives now as a further edition, and return its number."""
    edition = sittings.newest_edition(attempt_id) + 1
    _freeze(attempt_id, sheet, responses.current(log), edition=edition)
    return edition


def rescored(attempt_id: int) -> Rescored | None:
    """Compute the decision that holds for an attempt again, from its evidence alone; None without a result."""
    row = sittings.attempt(attempt_id)
    stored = results.current([attempt_id]).get(attempt_id)
    if row is None or stored is None:
        return None
    sheet = sittings.sheet(row.paper_sha256)
    evidence = _evidence(sheet, sittings.frozen_responses(attempt_id, stored.edition))
    return Rescored(stored, scoring.decision(evidence)[0], evidence.sha256)


def sweep(now: datetime) -> Swept:
    """Close what is over and grade what is submitted, each in a transaction of its own. Returns what was done."""
    closed = 0
    for attempt_id in sittings.overdue(now):
        closed += close_over(attempt_id, now=now)
        database.commit_step()
    waiting = sittings.ungraded()
    for attempt_id in waiting:
        database.after_commit(partial(grade, attempt_id, now=now))
    database.commit_step()
    return Swept(closed, len(waiting) - len(sittings.ungraded()))


def event_digest(log: Iterable[Logged]) -> str:
    """Return the SHA-256 over all events of an attempt, in order."""
    return sha256(
        items.canonical(
            [
                [event.client, event.epoch, event.seq, event.position, event.kind.value, list(event.value)]
                for event in log
            ]
        )
    ).hexdigest()


def _grade(attempt_id: int, evidence: Evidence, now: datetime) -> None:
    """Store the first result. No row of the record: the closing's holds paper and events, which decide the result."""
    database.begin_write()
    done = db.session.scalar(
        update(Attempt)
        .where(Attempt.id == attempt_id, Attempt.state == AttemptState.SUBMITTED)
        .values(state=AttemptState.GRADED, graded_at=now)
        .returning(Attempt.id)
    )
    if done is None:
        return
    scoring.grade(attempt_id, evidence, edition=1, supersedes=None, now=now)


def _evidence(sheet: Sheet, given: dict[int, Response]) -> Evidence:
    answered = [Answered(slot.position, slot.version, slot.item, given.get(slot.position, ())) for slot in sheet.slots]
    return Evidence(sheet.sha256, answered, sheet.rules, sheet.scoring)


def _freeze(attempt_id: int, sheet: Sheet, given: dict[int, Response], *, edition: int) -> None:
    """Store one response a slot; an empty one says that it was left unanswered."""
    rows = [
        {
            "attempt_id": attempt_id,
            "edition": edition,
            "position": slot.position,
            "value": list(given.get(slot.position, ())),
        }
        for slot in sheet.slots
    ]
    db.session.execute(insert(ResponseRow), rows)


def _locked(attempt_id: int) -> Attempt | None:
    """Return an attempt, held until the transaction ends, so that no event slips in between log and closing."""
    statement = select(Attempt).where(Attempt.id == attempt_id).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def _close(row: Attempt, log: list[Logged], *, by: ClosedBy, now: datetime) -> None:
    """Close an attempt in progress, freeze its responses, and have it graded after the commit."""
    digest = event_digest(log)
    done = db.session.scalar(
        update(Attempt)
        .where(Attempt.id == row.id, Attempt.state == AttemptState.IN_PROGRESS)
        .values(state=AttemptState.SUBMITTED, submitted_at=now, closed_by=by, event_digest=digest)
        .returning(Attempt.id)
        .execution_options(synchronize_session=False)
    )
    assert done is not None, "the attempt is locked"
    sheet = sittings.sheet(row.paper_sha256)
    given = responses.current(log)
    _freeze(row.id, sheet, given, edition=1)
    facts = {"paper": row.paper_sha256, "events": len(log), "digest": digest, "by": by.value}
    actor = row.person_id if by is ClosedBy.CANDIDATE else None
    audit.record("closed attempt", actor=actor, subject=f"attempt:{row.id}", now=now, facts=facts)
    database.after_commit(partial(_grade, row.id, _evidence(sheet, given), now))


def _missing(attempt_id: int, log: Iterable[Logged], client: str, last_seq: int) -> list[int]:
    """Return the first numbers up to ``last_seq`` that neither the log nor what was put aside holds."""
    found = {event.seq for event in log if event.client == client}
    if len(found) >= last_seq:
        return []
    aside = select(Held.seq).where(Held.attempt_id == attempt_id, Held.client == client)
    found |= {number for number in db.session.scalars(aside) if number is not None}
    return list(islice((number for number in range(1, last_seq + 1) if number not in found), MISSING_SHOWN))
