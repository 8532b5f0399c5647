"""The hashes of the chain: what a row's hash covers, and finding the first row that does not hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

import rfc8785

START = "0" * 64
"""What the first row names as the hash before it."""


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


def first_break(rows: Iterable[tuple[Link, str]], *, count: int, head: str) -> Break | None:
    """Return the first row that was changed, removed, inserted or moved, or a tail cut off; None when all holds.

    ``rows`` are links with their stored hash, in order of ``seq``; ``count`` and ``head`` are the kept number of
    rows and newest hash. A chain rewritten whole, head included, cannot be told from a true one: compare with a
    head exported earlier.
    """
    expected, previous = 1, START
    for link, digest in rows:
        if link.seq != expected:
            return Break(expected, f"row {expected} is missing; the next one found is {link.seq}")
        if link.previous != previous:
            return Break(link.seq, f"row {link.seq} does not follow the row before it")
        if digest != row_hash(link):
            return Break(link.seq, f"row {link.seq} was changed after it was written")
        expected, previous = expected + 1, digest
    if expected - 1 != count:
        return Break(expected, f"the chain ends at row {expected - 1}, but {count} were written")
    if previous != head:
        return Break(count, f"row {count} is not the newest that was written")
    return None
