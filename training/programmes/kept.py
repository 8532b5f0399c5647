"""What this slice keeps about a person, for that person to take away."""

from training.programmes.queries import cohorts


def of_person(person_id: int) -> list[dict[str, object]]:
    """Return the places a person has or had in cohorts."""
    return [
        {
            "programme": row.programme_code,
            "cohort": row.cohort.name,
            "enrolled_at": row.enrolled_at.isoformat(),
            "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
            "withdrawn_reason": row.withdrawn_reason,
        }
        for row in cohorts.places_of(person_id)
    ]
