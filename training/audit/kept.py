"""What the record of acts keeps about a person, for that person to take away."""

from sqlalchemy import or_, select

from training.audit.models import AuditRow
from training.db import db


def of_person(person_id: int) -> list[dict[str, object]]:
    """Return the acts a person did and those done to their account: when, what, and to what."""
    rows = select(AuditRow).where(or_(AuditRow.actor_id == person_id, AuditRow.subject == f"person:{person_id}"))
    return [
        {
            "number": row.seq,
            "at": row.at.isoformat(),
            "act": row.action,
            "subject": row.subject,
            "by_you": row.actor_id == person_id,
            **({"simulated": True} if row.facts.get("simulated") else {}),
        }
        for row in db.session.scalars(rows.order_by(AuditRow.seq))
    ]
