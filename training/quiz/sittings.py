"""Looking at attempts: whose they are, the paper, what the log says, and what those who watch an exam see."""

import hmac
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from training.bank.queries import stock
from training.core import responses, timing
from training.core.responses import EventKind, Response
from training.db import db
from training.quiz import papers
from training.quiz.models import (
    Attempt,
    AttemptState,
    Device,
    Event,
    Exam,
    ExamVersion,
    ExtraTime,
    Held,
    Paper,
    Problem,
)
from training.quiz.models import Response as ResponseRow
from training.quiz.papers import Sheet


class Phase(StrEnum):
    """What can be done with an attempt now; ``over`` is in progress with its time up."""

    OPEN = "open"
    OVER = "over"
    SUBMITTED = "submitted"
    GRADED = "graded"
    VOIDED = "voided"


_CLOSED = {
    AttemptState.SUBMITTED: Phase.SUBMITTED,
    AttemptState.GRADED: Phase.GRADED,
    AttemptState.VOIDED: Phase.VOIDED,
}


class Logged(NamedTuple):
    """One stored event."""

    client: str
    epoch: int
    seq: int
    position: int
    kind: EventKind
    value: Response
    made_at: datetime
    received_at: datetime
    waiting: int


class Placed(NamedTuple):
    """An attempt with its exam; ``code`` is that of the exam, for a mock exam that of the one it rehearses."""

    attempt: Attempt
    version: ExamVersion
    code: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the log of an attempt says now. ``newest`` is the largest (epoch, sequence) in it."""

    answers: Mapping[int, Response]
    flagged: frozenset[int]
    eliminated: Mapping[int, frozenset[str]]
    newest: tuple[int, int]


class _Sheets:
    """Papers by hash: they never change, so neither does this; the least used leave when it is full."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._sheets: OrderedDict[str, Sheet] = OrderedDict()

    def get(self, sha256: str) -> Sheet | None:
        """Return a paper that is held."""
        return self._sheets.get(sha256)

    def add(self, sheet: Sheet) -> Sheet:
        """Hold a paper."""
        self._sheets[sheet.sha256] = sheet
        while len(self._sheets) > self._size:
            self._sheets.popitem(last=False)
        return sheet


_sheets = _Sheets(size=1_000)


def attempt(attempt_id: int, person_id: int | None = None) -> Attempt | None:
    """Return an attempt; with ``person_id``, only when it is theirs."""
    found = select(Attempt).where(Attempt.id == attempt_id)
    return db.session.scalars(found if person_id is None else found.where(Attempt.person_id == person_id)).one_or_none()


def phase(row: Attempt, now: datetime) -> Phase:
    """Return what can be done with an attempt now, by its stored times and the server's clock only."""
    closed = _CLOSED.get(AttemptState(row.state))
    return closed or (Phase.OVER if timing.is_over(row.deadline_at, now) else Phase.OPEN)


def attempt_at(attempt_id: int, person_id: int | None = None) -> Placed | None:
    """Return an attempt with the exam version it was started under, in one statement; only ``person_id``'s if given."""
    found = _placed().where(Attempt.id == attempt_id)
    row = db.session.execute(found if person_id is None else found.where(Attempt.person_id == person_id)).one_or_none()
    return Placed(*row) if row else None


def attempts_beside(attempt_id: int, person_id: int) -> list[Placed]:
    """Return a person's attempts at the exam of one of theirs, in one statement; none for somebody else's."""
    exam = select(Attempt.exam_id).where(Attempt.id == attempt_id, Attempt.person_id == person_id).scalar_subquery()
    theirs = Attempt.exam_id == exam, Attempt.person_id == person_id
    return [Placed(*row) for row in db.session.execute(_placed().where(*theirs).order_by(Attempt.number))]


def _placed() -> Select[Attempt, ExamVersion, str]:
    rehearsed = aliased(Exam)
    return (
        select(Attempt, ExamVersion, func.coalesce(rehearsed.code, Exam.code))
        .join(ExamVersion, ExamVersion.id == Attempt.exam_version_id)
        .join(Exam, Exam.id == Attempt.exam_id)
        .outerjoin(rehearsed, rehearsed.id == Exam.mock_of)
    )


def sheet(sha256: str) -> Sheet:
    """Return a paper with its items. Raises LookupError for an unknown one."""
    held = _sheets.get(sha256)
    if held is not None:
        return held
    content = db.session.scalar(select(Paper.content).where(Paper.sha256 == sha256).limit(1))
    if content is None:
        raise LookupError(sha256)
    return _sheets.add(papers.sheet(content, stock.versions(papers.versions(content))))


def sheets(hashes: Iterable[str]) -> dict[str, Sheet]:
    """Return papers with their items by hash; two statements, however many. Unknown ones are left out."""
    wanted = set(hashes)
    found = {sha256: held for sha256 in wanted if (held := _sheets.get(sha256))}
    rows = db.session.execute(select(Paper.sha256, Paper.content).where(Paper.sha256.in_(wanted - found.keys())))
    contents = dict(rows.all())
    versions = {version for content in contents.values() for version in papers.versions(content)}
    parsed = stock.versions(versions)
    return found | {sha256: _sheets.add(papers.sheet(content, parsed)) for sha256, content in contents.items()}


def log(attempt_id: int) -> list[Logged]:
    """Return an attempt's events in order: by epoch, then number."""
    rows = db.session.execute(
        select(
            Event.client,
            Event.epoch,
            Event.seq,
            Event.position,
            Event.kind,
            Event.value,
            Event.made_at,
            Event.received_at,
            Event.waiting,
        )
        .where(Event.attempt_id == attempt_id)
        .order_by(Event.epoch, Event.seq, Event.client)
    )
    return [
        Logged(client, epoch, seq, position, EventKind(kind), tuple(value), made_at, received_at, waiting)
        for client, epoch, seq, position, kind, value, made_at, received_at, waiting in rows
    ]


def said(events: Iterable[Logged]) -> Said:
    """Return what a log says now."""
    known = list(events)
    return Said(
        answers=responses.current(known),
        flagged=responses.flagged(known),
        eliminated=responses.eliminated(known),
        newest=max(((event.epoch, event.seq) for event in known), default=(0, 0)),
    )


def frozen_responses(attempt_id: int, edition: int) -> dict[int, Response]:
    """Return the responses an attempt closed with, by position."""
    rows = db.session.execute(
        select(ResponseRow.position, ResponseRow.value).where(
            ResponseRow.attempt_id == attempt_id, ResponseRow.edition == edition
        )
    )
    return {position: tuple(value) for position, value in rows}


def file_key(attempt_id: int) -> str | None:
    """Return the key that signs answer files of an attempt: derived, so that the secret of the paper stays here."""
    secret = db.session.scalar(select(Attempt.answer_key).where(Attempt.id == attempt_id))
    return hmac.new(bytes.fromhex(secret), b"answer file", sha256).hexdigest() if secret else None


def owners(attempt_ids: Iterable[int]) -> dict[int, int]:
    """Return whose attempts these are, of those that are graded and not voided."""
    rows = db.session.execute(
        select(Attempt.id, Attempt.person_id).where(
            Attempt.id.in_(list(attempt_ids)), Attempt.state == AttemptState.GRADED
        )
    )
    return dict(rows.all())


def newest_edition(attempt_id: int) -> int:
    """Return the number of the newest frozen responses, 0 before the closing."""
    return db.session.scalar(select(func.max(ResponseRow.edition)).where(ResponseRow.attempt_id == attempt_id)) or 0


def devices(attempt_id: int) -> list[Device]:
    """Return the devices an attempt was opened on, in order."""
    return list(db.session.scalars(select(Device).where(Device.attempt_id == attempt_id).order_by(Device.epoch)))


def held(attempt_id: int) -> list[Held]:
    """Return the events of an attempt that were put aside, in the order they came."""
    return list(db.session.scalars(select(Held).where(Held.attempt_id == attempt_id).order_by(Held.id)))


def extra_time(attempt_id: int) -> list[ExtraTime]:
    """Return the minutes added to an attempt, in order."""
    return list(db.session.scalars(select(ExtraTime).where(ExtraTime.attempt_id == attempt_id).order_by(ExtraTime.id)))


def problems(attempt_ids: Iterable[int]) -> list[Problem]:
    """Return the problems reported from attempts, the newest first."""
    found = select(Problem).where(Problem.attempt_id.in_(list(attempt_ids)))
    return list(db.session.scalars(found.order_by(Problem.id.desc())))


def overdue(now: datetime) -> list[int]:
    """Return the attempts in progress whose time to be closed has come."""
    return list(
        db.session.scalars(
            select(Attempt.id)
            .where(Attempt.state == AttemptState.IN_PROGRESS, Attempt.closes_at <= now)
            .order_by(Attempt.closes_at, Attempt.id)
        )
    )


def ungraded() -> list[int]:
    """Return the attempts that were submitted and have no result yet."""
    found = select(Attempt.id).where(Attempt.state == AttemptState.SUBMITTED)
    return list(db.session.scalars(found.order_by(Attempt.submitted_at, Attempt.id)))


def graded() -> list[int]:
    """Return the attempts that were graded and not voided since."""
    return list(db.session.scalars(select(Attempt.id).where(Attempt.state == AttemptState.GRADED).order_by(Attempt.id)))
