"""Ending a version's use, and taking it up again."""

from datetime import datetime

from sqlalchemy import update

from training import db as database
from training.audit import service as audit
from training.bank.models import (
    ItemVersion,
    State,
)
from training.bank.refusals import NeedsReason, WrongState
from training.bank.service.rows import facts_of, locked, require, restart, subject
from training.db import db


def withdraw(version: str, reason: str, *, by: int, now: datetime) -> None:
    """Take a version in use out of drawing at once; running papers keep it. One person with a reason is enough.

    Raises WrongState unless it is approved or signed and not withdrawn yet, NeedsReason.
    """
    database.begin_write()
    if not reason.strip():
        raise NeedsReason("Write why it is withdrawn.")
    row = locked(version)
    require(row, (State.APPROVED, State.SIGNED))
    done = db.session.scalar(
        update(ItemVersion)
        .where(ItemVersion.hash == version, ItemVersion.withdrawn_at.is_(None))
        .values(withdrawn_at=now, withdrawn_by=by, withdrawn_reason=reason, changed_at=now)
        .returning(ItemVersion.hash)
    )
    if done is None:
        raise WrongState("It is withdrawn already.")
    audit.record(
        "withdrew item", actor=by, subject=subject(row), now=now, facts=facts_of(row), details={"reason": reason}
    )


def reopen(version: str, *, by: int, now: datetime) -> None:
    """Make a withdrawn or retired version a draft again; its approvals and signature end.

    Raises WrongState for any other version.
    """
    database.begin_write()
    row = locked(version)
    if row.withdrawn_at is None and row.state != State.RETIRED:
        raise WrongState(f"It is {row.state}, neither withdrawn nor retired.")
    restart(row, State.DRAFT, by=by, now=now)
    audit.record("reopened item", actor=by, subject=subject(row), now=now, facts=facts_of(row))
