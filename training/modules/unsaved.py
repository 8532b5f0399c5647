"""What is typed in the editor of a module and not saved yet: kept for its author alone."""

from training.accounts.unsaved import KeptElsewhere, Shelf, TooLong
from training.modules.models import ModuleUnsaved

__all__ = ["KeptElsewhere", "TooLong", "drop", "forget", "keep", "kept", "of_person"]

SHELF = Shelf(ModuleUnsaved.__tablename__, 2**20, frozenset({"csrf_token", "do", "revision", "width", "dark"}))
keep, kept, drop, forget = SHELF.keep, SHELF.kept, SHELF.drop, SHELF.forget


def of_person(person_id: int) -> list[dict[str, object]]:
    """Return what is kept unsaved, for its author to take away."""
    return [
        {"place": row.place, "kept_at": row.kept_at.isoformat(), "fields": row.fields}
        for row in SHELF.all_of(person_id)
    ]
