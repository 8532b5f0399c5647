"""Queueing mail and sending what is due."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from training.core.simulated import ADDRESS as SIMULATED
from training.db import begin_write, commit_step, db
from training.mail import letters
from training.mail.models import Mail, MailState

TRIES = 8
LEASE = timedelta(minutes=5)
ERASED = "@erased.invalid"
"""How the addresses of erased people end; no mail goes there (RFC 2606)."""
Transport: TypeAlias = Callable[[Mail], None]
"""Sends one mail. Raises OSError (smtplib's errors are) or ValueError (an impossible address) when it could not."""


class Unreachable(OSError):
    """The mail server takes no mail at all now, whatever it is."""


def queue(kind: str, *, to: str, person_id: int | None, context: Mapping[str, str], dedupe: str, now: datetime) -> bool:
    """Queue a mail in the transaction that causes it; a second one with the same ``dedupe`` changes nothing.

    Nothing is queued to somebody who was erased; to a simulated person it stands as sent at once, and goes nowhere.
    Returns whether this one was queued.
    """
    if to.endswith(ERASED):
        return False
    letter = letters.write(kind, context)
    begin_write()
    values = {
        "kind": kind,
        "recipient": to,
        "person_id": person_id,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "dedupe": dedupe,
        "state": MailState.QUEUED,
        "tries": 0,
        "due_at": now,
        "queued_at": now,
        "sent_at": None,
    }
    values |= {"state": MailState.SENT, "sent_at": now} if to.endswith(SIMULATED) else {}
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    added = dialect.insert(Mail).values(values).on_conflict_do_nothing(index_elements=["dedupe"]).returning(Mail.id)
    return db.session.scalar(added) is not None


def send_due(transport: Transport, *, now: datetime, limit: int = 50) -> int:
    """Send what is due, one at a time, and return how many went out.

    A mail that is refused waits and the others go on. Raises Unreachable, with everything noted, when the server
    takes none: then the rest is left for later, so that a server that does not answer costs the worker one wait.
    A mail is marked before it is sent and after, each in a commit of its own. If the worker dies between, it is sent
    again after five minutes under the same Message-ID, by which mail programs know the copy.
    """
    sent = 0
    for _ in range(limit):
        mail = _claim(now)
        if mail is None:
            break
        error = _send(mail, transport, now)
        if isinstance(error, Unreachable):
            raise error
        sent += error is None
    return sent


def retry(mail_id: int, *, now: datetime) -> bool:
    """Queue a failed mail again. Returns False for any other."""
    begin_write()
    again = (
        update(Mail)
        .where(Mail.id == mail_id, Mail.state == MailState.FAILED)
        .values(state=MailState.QUEUED, tries=0, due_at=now, error=None)
        .returning(Mail.id)
    )
    return db.session.scalar(again) is not None


def _claim(now: datetime) -> Mail | None:
    begin_write()
    mail = db.session.scalars(
        select(Mail)
        .where(or_(Mail.state == MailState.QUEUED, Mail.state == MailState.SENDING), Mail.due_at <= now)
        .order_by(Mail.due_at, Mail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if mail is not None:
        mail.state, mail.due_at, mail.tries = MailState.SENDING, now + LEASE, mail.tries + 1
    commit_step()
    return mail


def _send(mail: Mail, transport: Transport, now: datetime) -> Exception | None:
    """Send one mail, note how it went, and return why it did not go out."""
    error: OSError | ValueError | None = None
    try:
        transport(mail)
    except (OSError, ValueError) as raised:
        error = raised
    begin_write()
    if error is None:
        mail.state, mail.sent_at, mail.error = MailState.SENT, now, None
    else:
        mail.error = (str(error) if isinstance(error, Unreachable) else f"{type(error).__name__}: {error}")[:500]
        mail.state = MailState.FAILED if mail.tries >= TRIES else MailState.QUEUED
        mail.due_at = now + timedelta(minutes=2**mail.tries)
    commit_step()
    return error
