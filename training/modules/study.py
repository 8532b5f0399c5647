"""When a minute of study is credited. Pure: the caller keeps the run and the credited minutes.

A page that is visible and saw a scroll, key or pointer within the last two minutes gives a sign of study when it
opens and once a minute. The server's clock decides, never the page's: a sign carries no time, a run of study begins
with its first sign, and each credited minute uses up sixty seconds of the run. So the sum never exceeds what the
clock ran, however often and from how many pages signs come.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

QUIET = timedelta(minutes=2)
"""A longer silence ends a run."""
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of study: ``since`` is where its uncredited part begins, ``seen`` its last sign."""

    since: datetime
    seen: datetime


def heard(run: Run | None, now: datetime) -> tuple[Run, bool]:
    """Return the run after a sign at ``now``, and whether it earned a minute.

    A first sign, one after a silence, and one from a clock set back begin a run anew and earn nothing.
    """
    if run is None or not timedelta(0) <= now - run.seen <= QUIET:
        return Run(now, now), False
    if now - run.since < MINUTE:
        return Run(run.since, now), False
    return Run(max(run.since + MINUTE, now - MINUTE), now), True


def minute_of(moment: datetime) -> int:
    """Return the whole minutes since 1970."""
    return int(moment.timestamp()) // 60
