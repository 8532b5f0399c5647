"""Reading the record for the audit page."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from training.accounts import queries as accounts
from training.audit import queries as audit

if TYPE_CHECKING:
    from training.accounts.models import Person

PAGE = 50


@dataclass(frozen=True, slots=True)
class Act:
    """One row of the record as a page shows it."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    facts: tuple[tuple[str, str], ...]


def acts(*, action: str, subject: str, actor: str, before: int | None) -> tuple[Act, ...]:
    """Return up to a page of acts, newest first, with the names of those who did them.

    ``actor`` is an e-mail address or empty; ``before`` is the sequence number the page starts under.
    """
    person = accounts.person_by_email(actor) if actor else None
    if actor and person is None:
        return ()
    rows = audit.newest(
        action=action, subject=subject, actor_id=person.id if person else None, before=before, limit=PAGE
    )
    people = accounts.people({row.actor_id for row in rows if row.actor_id})
    return tuple(
        Act(
            row.seq,
            row.at,
            _name(row.actor_id, people),
            row.action,
            row.subject,
            tuple((name, str(value)) for name, value in row.facts.items()),
        )
        for row in rows
    )


def _name(person_id: int | None, people: dict[int, "Person"]) -> str:
    if person_id is None:
        return "the site itself"
    return people[person_id].name if person_id in people else f"person {person_id}"
