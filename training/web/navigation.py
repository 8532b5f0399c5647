"""The entries of the page frame: which pages a person finds in the header, by permission."""

from collections.abc import Container, Iterable
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
    """An entry as a page shows it; ``news`` counts what its page has to tell."""

    label: str
    url: str
    current: bool
    news: int = 0


ENTRIES: tuple[Entry, ...] = (
    Entry("Home", "programmes.home", Permission.SIT_EXAM),
    Entry("Administration", "administration.home", Permission.SET_UP),
    Entry("Cohorts", "cohorts.index", Permission.MANAGE_COHORTS),
    Entry("Modules", "modules.index", Permission.LEARN),
    Entry("Practice", "practice.index", Permission.PRACTISE),
    Entry("Exams", "quiz.index", Permission.SIT_EXAM),
    Entry("Practical record", "sessions.index", Permission.LOG_SESSIONS),
    Entry("Practicals", "practicals.index", Permission.ASSESS),
    Entry("Marking", "marking.index", Permission.MARK_RESPONSES),
    Entry("Exams", "exams.index", Permission.MONITOR_EXAM),
    Entry("People", "people.index", Permission.MANAGE_PEOPLE),
    Entry("Certificates", "certificates.index", Permission.SEE_OWN_CERTIFICATES),
    Entry("Register", "register.index", Permission.SEE_CERTIFICATES),
    Entry("Desk", "bank.desk.home", Permission.COMMENT_ITEMS),
    Entry("Item bank", "bank.index", Permission.SEE_BANK),
    Entry("Jobs", "jobs.index", Permission.SEE_JOBS),
    Entry("Record", "reports.audit", Permission.SEE_AUDIT),
)


FIRST_PAGES: tuple[tuple[Role, str], ...] = (
    (Role.TRAINEE, "programmes.home"),
    (Role.ADMINISTRATOR, "administration.home"),
    (Role.ADMINISTRATOR, "people.index"),
    (Role.CLINICAL_LEAD, "bank.desk.home"),
    (Role.INSTRUCTOR, "bank.desk.home"),
    (Role.REVIEWER, "bank.desk.home"),
    (Role.ASSESSOR, "practicals.index"),
    (Role.AUDITOR, "reports.audit"),
)
"""Where `/` leads, the first that applies and exists."""


PART_OF = {"boards": "programmes", "hours": "practicals", "packs": "administration", "sample_quizzes": "bank"}
"""Slices without an entry of their own, and whose entry leads to their pages."""


def first_page(roles: Iterable[Role], existing: Container[str]) -> str:
    """Return the endpoint that people with ``roles`` begin at; their profile when no other is there."""
    held = frozenset(roles)
    return next((page for role, page in FIRST_PAGES if role in held and page in existing), "profile.show")


def nearest(endpoints: Iterable[str], here: str) -> frozenset[str]:
    """Return the endpoints of whose pages ``here`` is one: those that share the longest beginning of a blueprint.

    >>> sorted(nearest(["bank.index", "bank.desk.home"], "bank.desk.home"))
    ['bank.desk.home']
    >>> sorted(nearest(["bank.index", "bank.desk.home"], "bank.review.queue"))
    ['bank.index']
    >>> sorted(nearest(["bank.index", "bank.desk.home"], "sample_quizzes.show"))
    ['bank.index']
    """
    slice_of_here = here.partition(".")[0]
    here = f"{PART_OF[slice_of_here]}.{here}" if slice_of_here in PART_OF else here
    within = {each: each.rpartition(".")[0] for each in endpoints}
    shared = {each: slice_ for each, slice_ in within.items() if here.startswith(f"{slice_}.")}
    longest = max(map(len, shared.values()), default=0)
    return frozenset(each for each, slice_ in shared.items() if len(slice_) == longest)


def entries(roles: Iterable[Role]) -> tuple[Entry, ...]:
    """Return what people with ``roles`` find in the header."""
    held = frozenset(roles)
    return tuple(entry for entry in ENTRIES if allows(held, entry.permission))
