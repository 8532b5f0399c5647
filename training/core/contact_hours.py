"""Contact hours as people enter them: quarter hours of one day, within bounds, on a day that has been."""

import re
from datetime import date, timedelta
from fractions import Fraction

QUARTER = 15
LEAST, MOST = QUARTER, 12 * 60
"""Minutes one record may hold, and those of one person's records of one day together."""
OLDEST = timedelta(days=3 * 366)
"""How far back a day may lie; an older one is most often a slip in the year."""
_PARTS = ("", ".25", ".5", ".75")
_HOURS = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,4}))?")


class NoHours(ValueError):
    """A text is no number of hours that can be recorded; the message says what to enter."""


class NoDay(ValueError):
    """No hours can be recorded for a day; the message says why."""


def minutes_of(text: str) -> int:
    """Return the minutes that a text of hours says, by point or comma. Raises NoHours.

    >>> minutes_of("1.5"), minutes_of("0,25"), minutes_of(" 6 ")
    (90, 15, 360)
    """
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        raise NoHours("Enter the hours as a number, such as 6 or 1.5.")
    whole, rest = found.groups()
    minutes = 60 * Fraction(f"{whole}.{rest or 0}")
    if not LEAST <= minutes <= MOST:
        raise NoHours("Enter between 0.25 and 12 hours; a second day is a record of its own.")
    if minutes % QUARTER:
        raise NoHours("Enter quarter hours: 1.25, 1.5, 1.75 or 2.")
    return int(minutes)


def hours_in_words(minutes: int) -> str:
    """Return minutes as `minutes_of` reads them.

    >>> hours_in_words(90), hours_in_words(360), hours_in_words(15)
    ('1.5', '6', '0.25')
    """
    whole, rest = divmod(minutes, 60)
    return f"{whole}{_PARTS[rest // QUARTER]}"


def check_day(day: date, *, today: date) -> None:
    """Raise NoDay for a day that has not come yet, or that lies years back."""
    if day > today:
        raise NoDay("This day has not come yet. Enter the day it was held.")
    if today - day > OLDEST:
        raise NoDay("This day lies more than three years back. Check the year.")
