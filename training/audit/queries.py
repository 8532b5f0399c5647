"""Reading the record."""

from collections.abc import Callable, Iterator

from sqlalchemy import select

from training.audit import chain
from training.audit.models import AuditDetail, AuditHead, AuditRow
from training.db import db

PORTION = 1000


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


def _links(read: Callable[[int], None]) -> Iterator[tuple[chain.Link, str]]:
    """Yield the chain in portions, so that a long one does not stand in memory whole."""
    last = 0
    while rows := db.session.scalars(
        select(AuditRow).where(AuditRow.seq > last).order_by(AuditRow.seq).limit(PORTION)
    ).all():
        for row in rows:
            yield _link(row), row.hash
        last = rows[-1].seq
        read(last)


def _link(row: AuditRow) -> chain.Link:
    return chain.Link(
        seq=row.seq,
        at=row.at,
        actor_id=row.actor_id,
        action=row.action,
        subject=row.subject,
        facts=row.facts,
        details_hash=row.details_hash,
        previous=row.previous,
    )


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


def details_about(subject: str) -> list[dict[str, object]]:
    """Return the personal details of every act on a subject that were not erased, oldest first."""
    acts = select(AuditDetail.details).join(AuditRow, AuditRow.seq == AuditDetail.seq)
    return list(db.session.scalars(acts.where(AuditRow.subject == subject).order_by(AuditRow.seq)))


def actions() -> list[str]:
    """Return every action that occurs, in order."""
    return list(db.session.scalars(select(AuditRow.action).distinct().order_by(AuditRow.action)))
