"""How far a fresh site is set up: the things it needs before people can be trained and examined, in their order."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from training.accounts import queries as accounts
from training.bank.queries import lists
from training.core.roles import Role
from training.mail import queries as mail
from training.mail.models import MailState
from training.modules import queries as modules
from training.programmes.queries import cohorts, overview
from training.quiz.queries import exams

UNTOLD = "Needlewise"
"""The institution's name while nobody has given one (`training.settings`)."""
WANTED = {Role.REVIEWER: 2, Role.CLINICAL_LEAD: 1, Role.ASSESSOR: 1}
"""Who must be there besides the administrator, since nobody acts on their own record; instructors review as well."""


class Task(StrEnum):
    """One thing a fresh site needs."""

    INSTITUTION = "institution"
    MAIL = "mail"
    BANK = "bank"
    MODULES = "modules"
    PEOPLE = "people"
    EXAM = "exam"
    COHORT = "cohort"


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a task is, in words; ``about`` is what is left of it: people's state, or the code of an exam."""

    done: bool
    words: str
    about: str = ""


def stands(*, institution: str, zone: str, mail_leaves: bool) -> dict[Task, Stand]:
    """Return how each task stands; ``mail_leaves`` is False where mail is only written on the server."""
    return {
        Task.INSTITUTION: Stand(institution != UNTOLD, f"“{institution}”, times in {zone}"),
        Task.MAIL: _mail(leaves=mail_leaves),
        Task.BANK: _bank(),
        Task.MODULES: _modules(),
        Task.PEOPLE: _people(),
        Task.EXAM: _exam(),
        Task.COHORT: _cohort(),
    }


def exams_missing() -> bool:
    """Return whether a programme asks for an exam that nobody has added yet."""
    return any(exams.exam(code) is None for code in overview.exam_versions())


def _mail(*, leaves: bool) -> Stand:
    trial = mail.newest_of("trial")
    if trial is None:
        return Stand(done=False, words="Not tried yet")
    if trial.state == MailState.SENT:
        words = f"A trial mail went to {trial.recipient}"
        kept = "but only into a file on the server; mail reaches people once NEEDLEWISE_MAIL is smtp"
        return Stand(leaves, words if leaves else f"{words}, {kept}")
    if trial.error:
        return Stand(done=False, words=f"The trial mail did not go out: {trial.error}")
    return Stand(done=False, words="The trial mail is queued; reload this page in a moment")


def _bank() -> Stand:
    totals = lists.totals()
    told = ", ".join(f"{number} {state}" for state, number in totals.items())
    return Stand(bool(totals), f"Items: {told}" if told else "No items yet")


def _modules() -> Stand:
    found = modules.current()
    waiting = sum(version.signed_at is None for version in found)
    return Stand(bool(found), f"{len(found)} loaded, {waiting} awaiting clinical review" if found else "None yet")


def _people() -> Stand:
    found = {role: {person.id: person.state == "active" for person in accounts.with_role(role)} for role in Role}
    found[Role.REVIEWER] |= found[Role.INSTRUCTOR]
    lacking = _lacking({role: len(people) for role, people in found.items()})
    if lacking:
        return Stand(done=False, words=f"Still needed: {lacking}")
    here = {role: sum(people.values()) for role, people in found.items()}
    lacking = _lacking(here)
    if lacking:
        words = f"Everybody is invited, but these have not opened their account yet: {lacking}"
        return Stand(done=False, words=words, about="invited")
    return Stand(done=True, words="All roles are filled")


def _lacking(there: Mapping[Role, int]) -> str:
    """Return how many of which role are lacking, "" for none."""
    missing = {role: number - there[role] for role, number in WANTED.items()}
    return ", ".join(f"{number} {role}{'s' if number > 1 else ''}" for role, number in missing.items() if number > 0)


def _exam() -> Stand:
    versions = overview.exam_versions()
    if exams_missing():
        return Stand(done=False, words="Not added yet")
    open_ones = [code for code, number in versions.items() if number is None]
    if open_ones:
        return Stand(done=False, words=f"Not published: {', '.join(open_ones)}", about=open_ones[0])
    return Stand(done=True, words="Published")


def _cohort() -> Stand:
    number = len(cohorts.every())
    return Stand(number > 0, f"{number} made" if number else "None yet")
