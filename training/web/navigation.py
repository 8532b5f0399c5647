"""The entries of the page frame: which pages a person finds in the header, by permission."""

from collections.abc import Iterable
from dataclasses import dataclass

from training.core.roles import Permission, Role, allows


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the header; shown when a role grants ``permission``."""

    label: str
    endpoint: str
    permission: Permission


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as a page shows it."""

    label: str
    url: str
    current: bool


ENTRIES: tuple[Entry, ...] = (
    Entry("Practical record", "sessions.index", Permission.LOG_SESSIONS),
    Entry("Practicals", "practicals.index", Permission.ASSESS),
    Entry("Jobs", "jobs.index", Permission.SEE_JOBS),
    Entry("Record", "reports.audit", Permission.SEE_AUDIT),
)


def entries(roles: Iterable[Role]) -> tuple[Entry, ...]:
    """Return what people with ``roles`` find in the header."""
    held = frozenset(roles)
    return tuple(entry for entry in ENTRIES if allows(held, entry.permission))
