"""The rules of certificates: their numbers, their status, and which change of status may follow which.

A certificate's facts never change. Its status is derived each time somebody asks, from the last day it is valid, the
recorded changes and the time; nothing has to run at midnight for an expired certificate to read expired.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from unicodedata import normalize
from urllib.parse import unquote
from zoneinfo import ZoneInfo

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O or U, so that a number read aloud or copied by hand survives."""

BITS = 80
GROUP = 4
LENGTH = BITS // 5
LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
LAST_DAY = date.max - timedelta(days=1)
"""The last day a certificate may be valid: it expires the day after, and the calendar ends then."""
_PARTS = re.compile(r"[/?#&=]")
_IGNORED = re.compile(r"[\s\-\u2010-\u2015\u2212_.]+")


class Status(StrEnum):
    """What a certificate is at one moment."""

    VALID = "valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


class Act(StrEnum):
    """A recorded change of status."""

    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


class Reason(StrEnum):
    """Why a status changed, in the words anybody may read; the full reason stays in the record."""

    AWARD = "Awarded in error"
    CONDUCT = "Conduct in the programme or exam"
    REVIEW = "Under review"
    REQUEST = "At the holder's request"
    RESOLVED = "Review concluded"
    NAME = "Name corrected"
    RENEWAL = "Renewed"


REASONS: dict[Act, tuple[Reason, ...]] = {
    Act.SUSPENDED: (Reason.REVIEW, Reason.CONDUCT, Reason.REQUEST),
    Act.REINSTATED: (Reason.RESOLVED, Reason.REQUEST),
    Act.REVOKED: (Reason.AWARD, Reason.CONDUCT, Reason.REQUEST),
    Act.SUPERSEDED: (Reason.NAME, Reason.RENEWAL),
}
"""The reasons each act may give."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a certificate's history."""

    act: Act
    at: datetime


def status(*, valid_until: date | None, zone: str, changes: Sequence[Change], now: datetime) -> Status:
    """Return what a certificate is at ``now``.

    ``valid_until`` is the last day it is valid, the whole of it, in ``zone`` (an IANA name); None never expires.
    ``changes`` stand in order. A final change (revoked, superseded) outlasts everything; a certificate whose last
    day is over has expired, also when it was suspended then.
    """
    acts = {change.act for change in changes}
    if Act.REVOKED in acts:
        return Status.REVOKED
    if Act.SUPERSEDED in acts:
        return Status.SUPERSEDED
    expires = expires_at(valid_until, zone)
    if expires is not None and now >= expires:
        return Status.EXPIRED
    if changes and changes[-1].act is Act.SUSPENDED:
        return Status.SUSPENDED
    return Status.VALID


def expires_at(valid_until: date | None, zone: str) -> datetime | None:
    """Return the first moment, in UTC, at which a certificate has expired; None for one that does not expire.

    It is the moment the day after the last day begins in ``zone``. Where a clock change leaves that midnight out,
    the day begins with the change; where it comes twice, the first counts: the day has begun.

    >>> expires_at(date(2027, 3, 27), "Europe/London").isoformat()
    '2027-03-28T00:00:00+00:00'
    """
    if valid_until is None:
        return None
    midnight = datetime.combine(valid_until + timedelta(days=1), time(), ZoneInfo(zone))
    return midnight.astimezone(UTC)


def allows(act: Act, *, current: Status, suspended: bool) -> bool:
    """Return whether ``act`` may follow.

    ``suspended`` tells whether the newest change is a suspension, since an expired certificate may be suspended
    besides. Revoked and superseded are final; only what is suspended is reinstated; a suspended certificate is not
    superseded, because its successor would be valid at once.
    """
    if current in {Status.REVOKED, Status.SUPERSEDED}:
        return False
    if act is Act.REINSTATED:
        return suspended
    if act is Act.REVOKED:
        return True
    return not suspended


def number_of(bits: int) -> str:
    """Return the public number that 80 random bits make: four groups of four characters.

    >>> number_of(0), number_of(2**80 - 1)
    ('0000-0000-0000-0000', 'ZZZZ-ZZZZ-ZZZZ-ZZZZ')
    """
    if not 0 <= bits < 1 << BITS:
        raise ValueError("a number is made of 80 bits")
    characters = "".join(ALPHABET[bits >> shift & 31] for shift in range(BITS - 5, -1, -5))
    return "-".join(characters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read_number(text: str) -> str | None:
    """Return the number somebody typed as it is stored, None when it cannot be one.

    Case, spaces, dashes, the wide letters of an East Asian keyboard and the look-alikes O and 0, I, L and 1 make no
    difference. It may stand in an address.

    >>> read_number(" 7kq4 m2xd-9ltb oooi ")
    '7KQ4-M2XD-91TB-0001'
    """
    parts = _PARTS.split(unquote(text))
    if len(parts) > 1:  # an address: its last part that can be one, since a host may look like a number
        return next(filter(None, map(read_number, reversed(parts))), None)
    characters = _IGNORED.sub("", normalize("NFKC", parts[0])).upper().translate(LOOK_ALIKES)
    if len(characters) != LENGTH or any(character not in ALPHABET for character in characters):
        return None
    return "-".join(characters[start : start + GROUP] for start in range(0, LENGTH, GROUP))
