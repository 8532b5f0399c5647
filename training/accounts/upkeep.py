"""Deleting what has had its time, as the privacy notice says."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from training import db as database
from training.accounts import kept_forms
from training.accounts.models import KeptForm, PersonToken, UserSession
from training.db import db

ENDED = timedelta(days=30)
"""How long the row of an ended session or a spent link is kept, to find out what happened."""


def purge(now: datetime) -> None:
    """Delete kept forms after a day, and sessions and links thirty days after they ended."""
    database.begin_write()
    db.session.execute(delete(KeptForm).where(KeptForm.created_at <= now - kept_forms.KEPT))
    db.session.execute(delete(UserSession).where(UserSession.expires_at <= now - ENDED))
    db.session.execute(delete(UserSession).where(UserSession.revoked_at <= now - ENDED))
    db.session.execute(delete(PersonToken).where(PersonToken.expires_at <= now - ENDED))
