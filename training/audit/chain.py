"""The hashes of the chain: what a row's hash covers, and finding the first row that does not hold."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import NamedTuple

import rfc8785

START = "0" * 64
"""What the first row names as the hash before it."""


class Unreadable(Exception):
    """A row holds what the program cannot have written: no JSON, no time, no text."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"row {seq}")
        self.seq = seq


class Link(NamedTuple):
    """What a row's hash covers."""

    seq: int
    at: datetime
    actor_id: int | None
    action: str
    subject: str
    facts: dict[str, object]
    details_hash: str | None
    previous: str


class Details(NamedTuple):
    """The personal details beside a row, and the salt that its hash of them was made with."""

    salt: str
    details: dict[str, object]


class Stored(NamedTuple):
    """A row as it is found: the link, its hash, and its details unless there are none or they were erased."""

    link: Link
    digest: str
    details: Details | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold."""

    seq: int
    message: str


def row_hash(link: Link) -> str:
    """Return the SHA-256 (64 hex digits) over the canonical JSON (RFC 8785) of a row and the hash before it."""
    content = {
        "seq": link.seq,
        "at": link.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": link.actor_id,
        "action": link.action,
        "subject": link.subject,
        "facts": link.facts,
        "details": link.details_hash,
        "previous": link.previous,
    }
    return sha256(rfc8785.dumps(content)).hexdigest()  # type: ignore[arg-type]


def details_hash(salt: str, details: dict[str, object]) -> str:
    """Return the SHA-256 over a salt (32 hex digits) and the canonical JSON of personal details."""
    return sha256(bytes.fromhex(salt) + rfc8785.dumps(details)).hexdigest()  # type: ignore[arg-type]


def first_break(rows: Iterable[Stored], *, count: int, head: str) -> Break | None:
    """Return the first row that was changed, removed, inserted or moved, or a tail cut off; None when all holds.

    ``rows`` come in order of ``seq``, and raise Unreadable at a row that cannot be read; ``count`` and ``head`` are
    the kept number of rows and newest hash. Details that are missing are taken as erased. A chain rewritten whole,
    head included, cannot be told from a true one: compare with a head exported earlier.
    """
    expected, previous = 1, START
    try:
        for row in rows:
            wrong = _wrong(row, expected, previous)
            if wrong is not None:
                return wrong
            expected, previous = expected + 1, row.digest
    except Unreadable as error:
        return Break(error.seq, f"row {error.seq} was changed after it was written and cannot be read")
    if expected - 1 != count:
        return Break(expected, f"the chain ends at row {expected - 1}, but {count} were written")
    if previous != head:
        return Break(count, f"row {count} is not the newest that was written")
    return None


def _wrong(row: Stored, expected: int, previous: str) -> Break | None:
    """Return how a row breaks the chain whose last hash is ``previous``."""
    seq = row.link.seq
    if seq < expected:
        return Break(seq, f"row {seq} was inserted; rows are counted from 1")
    if seq > expected:
        return Break(expected, f"row {expected} is missing; the next one found is {seq}")
    if row.link.previous != previous:
        return Break(seq, f"row {seq} does not follow the row before it")
    if not _is(row.digest, lambda: row_hash(row.link)):
        return Break(seq, f"row {seq} was changed after it was written")
    if row.details is not None and not _is(row.link.details_hash, partial(details_hash, *row.details)):
        return Break(seq, f"the details of row {seq} were changed after they were written")
    return None


def _is(digest: str | None, computed: Callable[[], str]) -> bool:
    """Return whether a stored hash is the computed one; what cannot be hashed was never written by the program."""
    try:
        return digest == computed()
    except (TypeError, ValueError):
        return False
