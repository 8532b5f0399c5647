"""The packs that ship: two of them active, which Tara chose; one that has been; the others drafts."""

from datetime import datetime

from tests.people import identity
from training.db import commit_step
from training.packs import files, queries, service

ACTIVE, ONCE = ("us-florida-pt", "us-georgia-pt"), "us-oregon-pt"


def fill(now: datetime) -> dict[str, object]:
    """Load the packs, make some active, and let Tara choose."""
    ada = identity("ada")
    service.load(files.read(files.FOLDER, queries.known()).packs, by=ada, now=now)
    for code in (*ACTIVE, ONCE):
        why = "Read at the board's own page today."
        service.activate(code, 1, why, instead_of=None, by=ada, now=now, today=now.date())
    service.choose(identity("tara"), (*ACTIVE, ONCE), now=now)
    service.deactivate(ONCE, 1, "The listing is of January 2026; the board was asked.", by=ada, now=now)
    commit_step()
    return {}
