"""Looking at an item's key before answering it: who does so works on the item and reviews it no more."""

from datetime import datetime

from sqlalchemy import select

from training import db as database
from training.audit import service as audit
from training.bank.models import BankItem, ItemVersion, KeySeen, State
from training.bank.queries import blind
from training.bank.service.rows import facts_of, subject
from training.db import db
from training.reviews import notices


def look(code: str, *, by: int, now: datetime) -> None:
    """Note that somebody chose to see an item's key first; from then on they do not review what is in review of it."""
    database.begin_write()
    rows = db.session.scalars(
        select(ItemVersion)
        .join(BankItem)
        .where(BankItem.code == code, ItemVersion.state == State.IN_REVIEW, ItemVersion.withdrawn_at.is_(None))
        .order_by(ItemVersion.number)
        .with_for_update(of=ItemVersion)
    ).all()
    unanswered = blind.versions_hidden(by, [row.item_id for row in rows])
    for row in rows:
        if row.hash in unanswered:
            db.session.add(KeySeen(version=row.hash, person_id=by, at=now))
            db.session.flush()
            notices.end_asking(row.hash, by, now=now)
            audit.record("looked at key", actor=by, subject=subject(row), now=now, facts=facts_of(row))
