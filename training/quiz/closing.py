"""Ending attempts and grading them: closing commits first, grading follows and may be repeated."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from itertools import islice

from sqlalchemy import ColumnElement, case, literal, select, update

from training import db as database
from training import items
from training.accounts.links import Site
from training.audit import service as audit
from training.core import responses
from training.core.items import Mark
from training.core.responses import Response
from training.core.scoring import Decision, Outcome
from training.db import UtcDateTime, add_rows, db
from training.quiz import letters, sittings
from training.quiz.letters import Sitting
from training.quiz.models import Attempt, AttemptState, ClosedBy, Held
from training.quiz.models import Response as ResponseRow
from training.quiz.papers import Sheet
from training.quiz.service import QuizError
from training.quiz.sittings import Logged
from training.scoring import queries as results
from training.scoring import service as scoring
from training.scoring.queries import Decided
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

    stored: Decided
    decision: Decision
    evidence: str

    @property
    def holds(self) -> bool:
        """Return whether the evidence gives the stored decision."""
        return self.decision == self.stored.decision and self.evidence == self.stored.evidence


MISSING_SHOWN = 100


def submit(attempt_id: int, person_id: int, *, client: str, last_seq: int, site: Site, now: datetime) -> bool:
    """End an attempt for its owner; False when it is not theirs. The second time nothing changes.

    Raises Missing, after which the caller undoes the closing, unless every event of ``client`` up to ``last_seq``
    has arrived; the time being up, what is there must do.
    """
    database.begin_write()
    closed = _take(Attempt.id == attempt_id, Attempt.person_id == person_id, by=ClosedBy.CANDIDATE, now=now)
    if closed is None:
        return sittings.attempt(attempt_id, person_id) is not None
    log = sittings.log(attempt_id)
    missing = _missing(attempt_id, log, client, last_seq)
    if missing and closed.closed_by is ClosedBy.CANDIDATE:
        raise Missing(missing)
    _settle(closed, log, site=site, now=now)
    return True


def close_over(attempt_id: int, *, site: Site, now: datetime) -> bool:
    """End an attempt whose time to be closed has come, with what is there; False when it was not to be closed."""
    database.begin_write()
    closed = _take(Attempt.id == attempt_id, Attempt.closes_at <= now, by=ClosedBy.CLOCK, now=now)
    if closed is None:
        return False
    _settle(closed, sittings.log(attempt_id), site=site, now=now)
    return True


def grade(attempt_id: int, *, site: Site, now: datetime) -> None:
    """Make the result of a submitted attempt from its frozen responses; harmless when it has one."""
    closed = letters.sitting(attempt_id)
    if closed is None or closed.state is not AttemptState.SUBMITTED:
        return
    sheet = sittings.sheet(closed.paper_sha256)
    evidence = _evidence(sheet, sittings.frozen_responses(attempt_id, 1))
    _grade(closed, evidence, event_digest(sittings.log(attempt_id)), site=site, now=now)


def regrade(attempt_id: int, *, edition: int, supersedes: Decided, site: Site, now: datetime) -> Decision | None:
    """Make a further result from a later edition of the responses, superseding the one that held.

    What people gave for words that stayed the same holds on.
    """
    closed = letters.sitting(attempt_id)
    assert closed is not None
    before = sittings.frozen_responses(attempt_id, supersedes.edition)
    after = sittings.frozen_responses(attempt_id, edition)
    given = results.given(supersedes.id)
    kept = {position: mark for position, mark in given.items() if after.get(position) == before.get(position)}
    evidence = _evidence(sittings.sheet(closed.paper_sha256), after, kept)
    return _make_again(closed, evidence, edition=edition, supersedes=supersedes.id, site=site, now=now)


def take_marks(attempt_id: int, marks: Mapping[int, Mark | None], *, site: Site, now: datetime) -> Decision | None:
    """Make a further result with marks that people gave, by position, superseding the one that held.

    None takes a mark back that is no longer settled. While one is missing the result stays withheld and
    nobody is told. Returns None for an attempt that is not graded or was voided. Call `training.db.begin_write` before.
    """
    state = db.session.scalar(select(Attempt.state).where(Attempt.id == attempt_id).with_for_update())
    stored, closed = results.current([attempt_id]).get(attempt_id), letters.sitting(attempt_id)
    if state != AttemptState.GRADED or stored is None or closed is None:
        return None
    given = sittings.frozen_responses(attempt_id, stored.edition)
    held = {position: mark for position, mark in {**results.given(stored.id), **marks}.items() if mark is not None}
    evidence = _evidence(sittings.sheet(closed.paper_sha256), given, held)
    return _make_again(closed, evidence, edition=stored.edition, supersedes=stored.id, site=site, now=now)


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
    given = sittings.frozen_responses(attempt_id, stored.edition)
    evidence = _evidence(sheet, given, results.given(stored.id))
    return Rescored(stored, scoring.decision(evidence)[0], evidence.sha256)


def sweep(now: datetime, *, site: Site) -> Swept:
    """Close what is over and grade what is submitted, each in a transaction of its own. Returns what was done.

    One that fails is logged and left for the next sweep; it stops none of the others.
    """
    over, waiting = set(sittings.overdue(now)), set(sittings.ungraded())
    for attempt_id in sorted(over):
        database.after_commit(partial(close_over, attempt_id, site=site, now=now))
    database.commit_step()
    for attempt_id in sittings.ungraded():
        database.after_commit(partial(grade, attempt_id, site=site, now=now))
    database.commit_step()
    closed = over - set(sittings.overdue(now))
    return Swept(len(closed), len((closed | waiting) - set(sittings.ungraded())))


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


def _grade(closed: Sitting, evidence: Evidence, digest: str, *, site: Site, now: datetime) -> None:
    """Store the first result and tell the candidate.

    No row of the record: the closing's holds paper and events, which decide the result.
    """
    database.begin_write()
    done = db.session.scalar(
        update(Attempt)
        .where(Attempt.id == closed.attempt_id, Attempt.state == AttemptState.SUBMITTED)
        .values(state=AttemptState.GRADED, graded_at=now, event_digest=digest)
        .returning(Attempt.id)
        .execution_options(synchronize_session=False)
    )
    if done is None:
        return
    made = scoring.grade(closed.attempt_id, evidence, edition=1, supersedes=None, now=now)
    _tell(closed, made, site, edition=1, now=now)


def _make_again(
    closed: Sitting, evidence: Evidence, *, edition: int, supersedes: int, site: Site, now: datetime
) -> Decision | None:
    made = scoring.grade(closed.attempt_id, evidence, edition=edition, supersedes=supersedes, now=now)
    _tell(closed, made, site, edition=edition, now=now)
    return made


def _tell(closed: Sitting, made: Decision | None, site: Site, *, edition: int, now: datetime) -> None:
    """Tell the candidate of a result; not of one that waits for people to mark."""
    if made is not None and made.outcome is not Outcome.WITHHELD:
        letters.result_ready(closed, site, edition=edition, now=now)


def _evidence(sheet: Sheet, given: Mapping[int, Response], marks: Mapping[int, Mark] | None = None) -> Evidence:
    by_people = marks or {}
    answered = [
        Answered(
            slot.position,
            slot.version,
            slot.item,
            given.get(slot.position, ()),
            by_people.get(slot.position),
            pilot=slot.pilot,
        )
        for slot in sheet.slots
    ]
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
    add_rows(ResponseRow, rows)


def _take(*wanted: ColumnElement[bool], by: ClosedBy, now: datetime) -> Sitting | None:
    """Close an attempt in progress and return it; None when it was not in progress.

    The update waits for the events that are being stored and lets none in after them. What is closed too late, since
    no worker ran, was closed when its time was up: the outcome must not depend on when somebody looked.
    """
    row = db.session.execute(
        update(Attempt)
        .where(*wanted, Attempt.state == AttemptState.IN_PROGRESS)
        .values(
            state=AttemptState.SUBMITTED,
            submitted_at=case((Attempt.closes_at <= now, Attempt.closes_at), else_=literal(now, UtcDateTime())),
            closed_by=case((Attempt.closes_at <= now, ClosedBy.CLOCK), else_=by),
        )
        .returning(*letters.columns())
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return letters.sitting_of(row) if row else None


def _settle(closed: Sitting, log: list[Logged], *, site: Site, now: datetime) -> None:
    """Freeze the responses of an attempt just closed, send its receipt, and have it graded after the commit."""
    sheet, given, digest = sittings.sheet(closed.paper_sha256), responses.current(log), event_digest(log)
    _freeze(closed.attempt_id, sheet, given, edition=1)
    facts = {"paper": closed.paper_sha256, "events": len(log), "digest": digest, "by": closed.closed_by}
    actor = closed.person_id if closed.closed_by is ClosedBy.CANDIDATE else None
    audit.record("closed attempt", actor=actor, subject=f"attempt:{closed.attempt_id}", now=now, facts=facts)
    letters.received(closed, site, answered=len(given), questions=len(sheet.slots), now=now)
    database.after_commit(partial(_grade, closed, _evidence(sheet, given), digest, site=site, now=now))


def _missing(attempt_id: int, log: Iterable[Logged], client: str, last_seq: int) -> list[int]:
    """Return the first numbers up to ``last_seq`` that neither the log nor what was put aside holds."""
    found = {event.seq for event in log if event.client == client and event.seq <= last_seq}
    if len(found) >= last_seq:
        return []
    aside = select(Held.seq).where(Held.attempt_id == attempt_id, Held.client == client)
    found |= {number for number in db.session.scalars(aside) if number is not None}
    return list(islice((number for number in range(1, last_seq + 1) if number not in found), MISSING_SHOWN))
