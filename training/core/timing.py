"""When an attempt must be finished, and whether it is over: from stored times and the server's clock only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

GRACE = timedelta(seconds=30)
"""How long after the deadline answers under way still count and before the server closes (ux.md 2)."""


class Arrival(StrEnum):
    """What the clock says of an event."""

    IN_TIME = "in time"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Limits:
    """What decides a deadline, frozen at the start. ``factor`` is the accommodation's, 1 without one."""

    minutes: int
    factor: Fraction
    closes_at: datetime | None
    hard_close: bool


def allowed(limits: Limits) -> timedelta:
    """Return the time a person has: minutes by factor, to the microsecond, rounded up."""
    return _span(limits.minutes * limits.factor)


def deadline(started_at: datetime, limits: Limits, *, extra_minutes: int) -> datetime:
    """Return when the attempt must be finished.

    The window says when an attempt may start and cuts nothing. Only an exam set to close hard ends at the window's
    end; then that end moves by the person's own extra time and by ``extra_minutes`` given on the day.
    """
    extra = timedelta(minutes=extra_minutes)
    end = started_at + allowed(limits) + extra
    if not limits.hard_close or limits.closes_at is None:
        return end
    own = _span(limits.minutes * (limits.factor - 1))
    return min(end, limits.closes_at + own + extra)


def closing(deadline_at: datetime, *, late_minutes: int) -> datetime:
    """Return when the server closes an attempt that nobody submitted; no answer counts from then on."""
    return deadline_at + GRACE + timedelta(minutes=late_minutes)


def is_over(deadline_at: datetime, now: datetime) -> bool:
    """Return whether the time is up for whoever sits the exam."""
    return now >= deadline_at


def remaining_ms(deadline_at: datetime, now: datetime) -> int:
    """Return the milliseconds left, never below 0."""
    return max(0, (deadline_at - now) // timedelta(milliseconds=1))


def arrival(deadline_at: datetime, closing_at: datetime, *, made_at: datetime, now: datetime) -> Arrival:
    """Return whether an event still counts.

    Until the grace ends every event does. After it, until the closing, only what was made before the deadline by
    the device's own clock; after the closing nothing does.
    """
    if now < deadline_at + GRACE:
        return Arrival.IN_TIME
    return Arrival.IN_TIME if made_at <= deadline_at and now < closing_at else Arrival.LATE


def next_attempt_at(closed_at: datetime, *, waiting_days: int) -> datetime:
    """Return when the next attempt may start."""
    return closed_at + timedelta(days=waiting_days)


def _span(minutes: Fraction) -> timedelta:
    return timedelta(microseconds=-(-minutes * 60_000_000 // 1))
