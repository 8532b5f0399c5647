"""What this slice keeps about a person, for that person to take away."""

from sqlalchemy import select

from training.db import db
from training.mail.models import Mail


def of_person(person_id: int) -> list[dict[str, object]]:
    """Return which mails went to a person; not their words, since a link in them may still hold."""
    return [
        {
            "subject": row.subject,
            "to": row.recipient,
            "queued_at": row.queued_at.isoformat(),
            "sent_at": row.sent_at.isoformat() if row.sent_at else None,
        }
        for row in db.session.scalars(select(Mail).where(Mail.person_id == person_id).order_by(Mail.id))
    ]
