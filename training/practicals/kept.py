"""What this slice keeps about a person, for that person to take away."""

from training.practicals import queries
from training.practicals.models import PracticalAssessment, SupervisedSession


def of_person(person_id: int) -> dict[str, object]:
    """Return what was observed of a person and the sessions they entered, with who said what to them."""
    return {
        "stations": [_station(row) for row in queries.assessments_of(person_id)],
        "sessions": [_session(row) for row in queries.sessions_of(person_id)],
    }


def _station(row: PracticalAssessment) -> dict[str, object]:
    return {
        "id": row.id,
        "form": row.form_code,
        "form_version": row.form_version,
        "station": row.station,
        "region": row.region,
        "held_on": row.held_on.isoformat(),
        "place": row.place,
        "shown_on": row.patient,
        "steps": dict(row.steps),
        "points": row.points,
        "finding": row.finding,
        "remarks": row.remarks,
        "assessor": row.assessor_name,
        "assessor_roles": row.assessor_roles,
        "recorded_at": row.recorded_at.isoformat(),
        "corrects": row.corrects_id,
        "correction_reason": row.correction_reason,
    }


def _session(row: SupervisedSession) -> dict[str, object]:
    return {
        "id": row.id,
        "held_on": row.held_on.isoformat(),
        "minutes": row.minutes,
        "place": row.place,
        "region": row.region,
        "technique": row.technique,
        "patients": row.patients,
        "remarks": row.remarks,
        "state": row.state,
        "entered_at": row.entered_at.isoformat(),
        "decided_at": row.decided_at.isoformat() if row.decided_at else None,
        "decided_by": row.decided_name,
        "decision_reason": row.decision_reason,
        "corrects": row.corrects_id,
        "correction_reason": row.correction_reason,
    }
