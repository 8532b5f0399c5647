"""Looking at the outbox."""

from sqlalchemy import func, select

from training.db import db
from training.mail.models import Mail, MailState


def newest(*, limit: int = 100) -> list[Mail]:
    """Return the newest mails first."""
    return list(db.session.scalars(select(Mail).order_by(Mail.id.desc()).limit(limit)))


def mail(mail_id: int) -> Mail | None:
    """Return a mail by id."""
    return db.session.get(Mail, mail_id)


def troubled() -> list[Mail]:
    """Return mails that could not be sent, or were tried and wait, newest first."""
    unsent = Mail.state.in_([MailState.QUEUED, MailState.SENDING, MailState.FAILED])
    return list(db.session.scalars(select(Mail).where(unsent, Mail.tries > 0).order_by(Mail.id.desc()).limit(200)))


def failed_count() -> int:
    """Return how many mails were given up."""
    return db.session.scalar(select(func.count()).where(Mail.state == MailState.FAILED)) or 0


def refused_count() -> int:
    """Return how many mails were refused and are tried again."""
    waits = Mail.state.in_([MailState.QUEUED, MailState.SENDING])
    return db.session.scalar(select(func.count()).where(waits, Mail.error.is_not(None))) or 0


def waiting_count() -> int:
    """Return how many mails wait for their first try."""
    return db.session.scalar(select(func.count()).where(Mail.state == MailState.QUEUED, Mail.tries == 0)) or 0


def newest_of(kind: str) -> Mail | None:
    """Return the newest mail of a kind."""
    return db.session.scalars(select(Mail).where(Mail.kind == kind).order_by(Mail.id.desc()).limit(1)).one_or_none()
