"""Erasing a person from the outbox and from the folder of the mails that were written to files."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from sqlalchemy import delete, or_

from training.db import begin_write, db
from training.erasing import Erasing, scrub
from training.mail.models import Mail


def erase(erasing: Erasing) -> None:
    """Delete every mail to a person, sent or not, and their names from mails to others."""
    begin_write()
    theirs = or_(Mail.person_id == erasing.person_id, Mail.recipient.in_(erasing.addresses))
    db.session.execute(delete(Mail).where(theirs))
    scrub(erasing, Mail.subject, Mail.text, Mail.html, Mail.error)
    for file in sorted((erasing.data / "mail").glob("*.eml")):
        if erasing.names(_written(file.read_bytes())):
            file.unlink()


def _written(content: bytes) -> str:
    """Return all that a mail says, its addresses included, as plain text."""
    mail = message_from_bytes(content, EmailMessage, policy=default)
    parts = [str(part.get_content()) for part in mail.walk() if part.get_content_maintype() == "text"]
    return "\n".join((str(mail["To"]), str(mail["Subject"]), *parts))
