"""What other slices know of a candidate and an exam asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from training.accounts import queries as accounts
from training.modules import queries as modules
from training.modules.queries import Reading


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person as an exam sees them; ``factor`` multiplies the time, 1 without an accommodation.

    ``completed`` are the versions of the modules they completed, by code.
    """

    person_id: int
    email: str
    zone: str
    name_confirmed: bool
    factor: Fraction
    note: str
    completed: Mapping[str, str]


def candidate(person_id: int) -> Candidate | None:
    """Return the person as an exam sees them, None when there is no such person."""
    found = accounts.examinee(person_id)
    if found is None:
        return None
    return Candidate(
        person_id=person_id,
        email=found.email,
        zone=found.zone,
        name_confirmed=found.name_confirmed,
        factor=found.extra_time.factor,
        note=found.extra_time.note_public,
        completed={done.code: done.version for done in modules.completions([person_id]).get(person_id, ())},
    )


def reading(person_id: int) -> Reading:
    """Return when a person last opened each section of the modules."""
    return modules.reading(person_id)
