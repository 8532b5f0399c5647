"""Limits on tries, kept as rows on a connection of their own: exact over several processes and a restart.

A try is taken before the work it allows and given back when it turns out to be a good one, so that parallel
guesses cannot slip past a limit. These rows are the one thing a GET may write and the one commit outside `db.py`
(architecture, D6): a refused request is rolled back, its try is not.
"""

import hmac
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import Connection, Index, String, delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from training.db import Base, db

if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT = timedelta(days=1)
"""How long a row is kept; no limit looks back further."""


class RateHit(Base):
    """One try that counts. ``bucket`` is a keyed hash: the rows hold no address of anybody."""

    __tablename__ = "rate_hit"

    id: Mapped[int] = mapped_column(primary_key=True)
    bucket: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (Index(None, "bucket", "at"),)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in so long, counted for each subject apart. ``name`` is a limit's own."""

    name: str
    tries: int
    per: timedelta


@dataclass(frozen=True, slots=True)
class Bucket:
    """The tries of one subject under one limit; ``enforced=False`` counts a try here without asking."""

    limit: Limit
    subject: str
    enforced: bool = True


@dataclass(frozen=True, slots=True)
class Ticket:
    """A try that was taken; give it back when it should not count."""

    ids: tuple[int, ...]


class TooManyTries(Exception):
    """A limit is reached; ``until`` is when the next try fits."""

    def __init__(self, limit: Limit, until: datetime) -> None:
        super().__init__(f"{limit.name}: {limit.tries} tries in {limit.per}")
        self.limit = limit
        self.until = until


def take(buckets: Iterable[Bucket], *, now: datetime) -> Ticket:
    """Count one try in every bucket, or in none: raises TooManyTries when one that is enforced is full."""
    wanted = sorted(buckets, key=_key)
    with _alone([_key(bucket) for bucket in wanted]) as connection:
        connection.execute(delete(RateHit).where(RateHit.at < now - KEPT))
        for bucket in wanted:
            if bucket.enforced:
                _room(connection, bucket, now)
        rows = [{"bucket": _key(bucket), "at": now} for bucket in wanted]
        ids = [connection.scalar(insert(RateHit).values(row).returning(RateHit.id)) for row in rows]
        return Ticket(tuple(found for found in ids if found is not None))


def give_back(ticket: Ticket) -> None:
    """Uncount a try."""
    with _alone([]) as connection:
        connection.execute(delete(RateHit).where(RateHit.id.in_(ticket.ids)))


def _room(connection: Connection, bucket: Bucket, now: datetime) -> None:
    """Raise TooManyTries when a bucket is full. Tries of a clock that was ahead count as well."""
    recent = select(RateHit.at).where(RateHit.bucket == _key(bucket), RateHit.at > now - bucket.limit.per)
    if (connection.scalar(select(func.count()).select_from(recent.subquery())) or 0) < bucket.limit.tries:
        return
    oldest = connection.scalars(recent.order_by(RateHit.at.desc()).limit(bucket.limit.tries)).all()[-1]
    raise TooManyTries(bucket.limit, oldest + bucket.limit.per)


def _key(bucket: Bucket) -> str:
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, f"{bucket.limit.name}\n{bucket.subject}".encode(), "sha256").hexdigest()


@contextmanager
def _alone(keys: Iterable[str]) -> "Iterator[Connection]":
    """Yield a connection in a transaction that no other process shares these buckets with."""
    with db.engine.connect().execution_options(sqlite_begin="BEGIN IMMEDIATE") as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            for key in keys:
                connection.execute(select(func.pg_advisory_xact_lock(int(key[:15], 16))))
        yield connection
