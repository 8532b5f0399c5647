"""The time now. Read in views and commands only, and passed down as ``now``."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the time now, aware, in UTC."""
    return datetime.now(UTC)
