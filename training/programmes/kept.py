"""What this slice keeps about a person, for that person to take away."""

from training.programmes.models import ContactHours
from training.programmes.queries import cohorts, hours


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


def hours_of_person(person_id: int) -> dict[str, object]:
    """Return a person's hours by kind in each programme they have or had a place in, and the records entered."""
    return {
        "by_kind": {
            programme.code: {kind: float(amount) for kind, amount in found.items()}
            for programme, found in hours.by_programme(person_id)
        },
        "entered": [_record(row) for row in hours.records_of(person_id)],
    }


def _record(row: ContactHours) -> dict[str, object]:
    return {
        "id": row.id,
        "programme": row.enrolment.programme_code,
        "held_on": row.held_on.isoformat(),
        "kind": row.kind,
        "hours": row.minutes / 60,
        "topic": row.topic,
        "place": row.place,
        "note": row.note,
        "assessor": row.assessor_name,
        "assessor_roles": row.assessor_roles,
        "recorded_at": row.recorded_at.isoformat(),
        "taken_back": row.struck,
        "corrects": row.corrects_id,
        "correction_reason": row.correction_reason,
    }
