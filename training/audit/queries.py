"""Reading the record."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Text, cast, select, true
from sqlalchemy.exc import OperationalError

from training.audit import chain
from training.audit.models import AuditDetail, AuditHead, AuditRow
from training.db import db

PORTION = 1000


@dataclass(frozen=True, slots=True)
class Act:
    """One act as it is told to people; ``details`` is None where there were none or they were erased."""

    seq: int
    at: datetime
    actor_id: int | None
    action: str
    facts: Mapping[str, object]
    details: Mapping[str, object] | None


DETAIL_OF = AuditDetail.seq == AuditRow.seq
UNREADABLE = (TypeError, ValueError, OperationalError)
"""What reading a row raises that somebody filled with other than JSON, a time or text."""


def head() -> tuple[int, str]:
    """Return how many acts are recorded and the newest hash."""
    row = db.session.get(AuditHead, 1)
    return (row.count, row.hash) if row else (0, chain.START)


def first_break(read: Callable[[int], None] = lambda _seq: None) -> chain.Break | None:
    """Return the first place where the stored chain does not hold, None when it holds.

    ``read`` is told how far reading has come after each portion, since a long chain takes minutes.
    """
    count, digest = head()
    return chain.first_break(_links(read), count=count, head=digest)


def _links(read: Callable[[int], None]) -> Iterator[chain.Stored]:
    """Yield the chain in portions, so that a long one does not stand in memory whole."""
    last: int | None = None
    while portion := _portion(last):
        for seq, row in portion:
            yield row if row is not None else _read(seq)
        last = portion[-1][0]
        read(last)


def _portion(last: int | None) -> list[tuple[int, chain.Stored | None]]:
    """Return the rows after ``last`` (all when None) with their numbers; None for each where one cannot be read."""
    later = true() if last is None else AuditRow.seq > last
    whole = select(AuditRow, AuditDetail).outerjoin(AuditDetail, DETAIL_OF)
    try:
        found = db.session.execute(whole.where(later).order_by(AuditRow.seq).limit(PORTION)).all()
        return [(row.seq, _stored(row, detail)) for row, detail in found]
    except UNREADABLE:
        numbers = select(AuditRow.seq).where(later).order_by(AuditRow.seq).limit(PORTION)
        return [(seq, None) for seq in db.session.scalars(numbers)]


def _read(seq: int) -> chain.Stored:
    """Return one row. Raises Unreadable."""
    wanted = select(AuditRow, AuditDetail).outerjoin(AuditDetail, DETAIL_OF).where(AuditRow.seq == seq)
    try:
        row, detail = db.session.execute(wanted).one()
    except UNREADABLE as error:
        raise chain.Unreadable(seq) from error
    return _stored(row, detail)


def _stored(row: AuditRow, detail: AuditDetail | None) -> chain.Stored:
    link = chain.Link(
        seq=row.seq,
        at=row.at,
        actor_id=row.actor_id,
        action=row.action,
        subject=row.subject,
        facts=row.facts,
        details_hash=row.details_hash,
        previous=row.previous,
    )
    return chain.Stored(link, row.hash, chain.Details(detail.salt, detail.details) if detail else None)


def hash_at(seq: int) -> str:
    """Return the stored hash of a row, the starting hash for 0, an empty text when the row is not there."""
    if seq == 0:
        return chain.START
    row = db.session.get(AuditRow, seq)
    return row.hash if row else ""


def last(action: str) -> AuditRow | None:
    """Return the newest row of an action."""
    return db.session.scalars(
        select(AuditRow).where(AuditRow.action == action).order_by(AuditRow.seq.desc()).limit(1)
    ).one_or_none()


def newest(*, action: str, subject: str, actor_id: int | None, before: int | None, limit: int) -> list[AuditRow]:
    """Return rows, newest first; empty texts and None do not filter, ``subject`` matches from its beginning."""
    wanted = select(AuditRow).order_by(AuditRow.seq.desc()).limit(limit)
    if action:
        wanted = wanted.where(AuditRow.action == action)
    if subject:
        wanted = wanted.where(AuditRow.subject.startswith(subject, autoescape=True))
    if actor_id is not None:
        wanted = wanted.where(AuditRow.actor_id == actor_id)
    if before is not None:
        wanted = wanted.where(AuditRow.seq < before)
    return list(db.session.scalars(wanted))


def about(subject: str) -> list[Act]:
    """Return every act on a subject, oldest first."""
    return _acts(AuditRow.subject == subject)


def naming(actions: Sequence[str], word: str) -> list[Act]:
    """Return the acts of these kinds whose facts hold ``word`` as a whole text or name, oldest first."""
    held = cast(AuditRow.facts, Text).contains(json.dumps(word), autoescape=True)
    return _acts(AuditRow.action.in_(actions), held)


def _acts(*conditions: ColumnElement[bool]) -> list[Act]:
    rows = (
        select(AuditRow, AuditDetail.details)
        .outerjoin(AuditDetail, DETAIL_OF)
        .where(*conditions)
        .order_by(AuditRow.seq)
    )
    return [
        Act(row.seq, row.at, row.actor_id, row.action, row.facts, details) for row, details in db.session.execute(rows)
    ]


def details_about(subject: str) -> list[dict[str, object]]:
    """Return the personal details of every act on a subject that were not erased, oldest first."""
    acts = select(AuditDetail.details).join(AuditRow, AuditRow.seq == AuditDetail.seq)
    return list(db.session.scalars(acts.where(AuditRow.subject == subject).order_by(AuditRow.seq)))


def actions() -> list[str]:
    """Return every action that occurs, in order."""
    return list(db.session.scalars(select(AuditRow.action).distinct().order_by(AuditRow.action)))
