"""What this slice keeps about a person, for that person to take away."""

from training.packs import queries


def of_person(person_id: int) -> list[dict[str, object]]:
    """Return where somebody intends to practise, by the code of the pack."""
    return [{"pack": code, "chosen_at": at.isoformat()} for code, at in queries.choices(person_id).items()]
