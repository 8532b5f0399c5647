"""What is typed in the editor of an item and not saved yet: kept for its author alone, and no version of anything."""

from training.accounts.unsaved import KEPT, KeptElsewhere, Shelf, TooLong
from training.bank.models import Unsaved

__all__ = [
    "KEPT",
    "LARGEST",
    "KeptElsewhere",
    "TooLong",
    "all_of",
    "drop",
    "forget",
    "keep",
    "kept",
    "of_person",
    "place_of",
]

LARGEST = 2 * 2**20
"""Characters of all names and values together."""
NEVER = frozenset({"csrf_token", "do", "preview", "framed", "source_words", "revision"})
"""Fields that are about the page, not about the item."""
SHELF = Shelf(Unsaved.__tablename__, LARGEST, NEVER)
keep, kept, all_of, drop, forget = SHELF.keep, SHELF.kept, SHELF.all_of, SHELF.drop, SHELF.forget


def place_of(code: str | None, kind: str) -> str:
    """Return what unsaved changes are found by: an item's code, or the kind of a new item.

    >>> place_of("safety/lung/cough", "ordering"), place_of(None, "ordering")
    ('safety/lung/cough', 'new:ordering')
    """
    return code or f"new:{kind}"


def of_person(person_id: int) -> list[dict[str, object]]:
    """Return what is kept unsaved, for its author to take away."""
    return [{"item": row.place, "kept_at": row.kept_at.isoformat(), "fields": row.fields} for row in all_of(person_id)]
