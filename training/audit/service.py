"""Recording acts. The chain is sealed last before the commit, under one lock held for three statements."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import String, cast, delete, or_, select

from training import db as database
from training.audit import chain
from training.audit.models import AuditDetail, AuditHead, AuditRow
from training.db import add_rows, db
from training.erasing import Erasing, naming


@dataclass(frozen=True, slots=True)
class _Act:
    at: datetime
    actor: int | None
    action: str
    subject: str
    facts: dict[str, object]
    details: dict[str, object] | None


_SIMULATED: ContextVar[Callable[[], datetime] | None] = ContextVar("simulated", default=None)


@contextmanager
def simulating(clock: Callable[[], datetime]) -> Iterator[None]:
    """Let every act recorded inside say that it was simulated, and when it was written down, by ``clock``.

    The time of such an act is the one it is simulated for, which lies before.
    """
    before = _SIMULATED.set(clock)
    try:
        yield
    finally:
        _SIMULATED.reset(before)


def record(
    action: str,
    *,
    actor: int | None,
    subject: str,
    now: datetime,
    facts: Mapping[str, object] | None = None,
    details: Mapping[str, object] | None = None,
) -> None:
    """Note an act in the transaction that does it.

    ``actor`` is a person id, None for the system itself. ``subject`` is ``kind:id``. ``facts`` holds JSON values
    without personal details and stays for ever; ``details`` (names, addresses, words people wrote) stands apart and
    can be erased without breaking the chain. Where they are about somebody and the subject is not ``person:<id>``,
    put the id into the facts as ``person``, so that erasing finds them. Call `training.db.begin_write` before.
    """
    pending: list[_Act] = db.session().info.setdefault("audit", [])
    if not pending:
        database.before_commit(partial(_seal, pending))
    told = dict(facts or {}) | _simulated()
    pending.append(_Act(now, actor, action, subject, told, dict(details) if details else None))


def _simulated() -> dict[str, object]:
    clock = _SIMULATED.get()
    return {} if clock is None else {"simulated": True, "recorded_at": clock().isoformat(timespec="seconds")}


def erase(erasing: Erasing) -> None:
    """Delete the personal details of what was done to or by a person, and of what names them. The chain stays whole.

    What was done to them is what has ``person:<id>`` as its subject, or their id in its facts as ``person``. Call
    `training.db.begin_write` before.
    """
    about = cast(AuditRow.facts["person"].as_string(), String) == str(erasing.person_id)
    theirs = select(AuditRow.seq).where(
        or_(AuditRow.subject == f"person:{erasing.person_id}", AuditRow.actor_id == erasing.person_id, about)
    )
    db.session.execute(delete(AuditDetail).where(AuditDetail.seq.in_(theirs)))
    db.session.execute(delete(AuditDetail).where(naming(erasing, AuditDetail.details)))


def erase_about(subjects: Iterable[str]) -> None:
    """Delete the personal details of every act on these subjects: an erased person's attempts, say."""
    acts = select(AuditRow.seq).where(AuditRow.subject.in_(list(subjects)))
    db.session.execute(delete(AuditDetail).where(AuditDetail.seq.in_(acts)))


def _seal(pending: list[_Act]) -> None:
    """Append the acts of this transaction to the chain."""
    head = db.session.scalars(select(AuditHead).where(AuditHead.id == 1).with_for_update()).one_or_none()
    if head is None:
        head = AuditHead(id=1, count=0, hash=chain.START)
        db.session.add(head)
    rows, details = [], []
    for act in pending:
        seq = head.count + 1
        salt = secrets.token_hex(16)
        row = chain.Link(
            seq=seq,
            at=act.at,
            actor_id=act.actor,
            action=act.action,
            subject=act.subject,
            facts=act.facts,
            details_hash=None if act.details is None else chain.details_hash(salt, act.details),
            previous=head.hash,
        )
        digest = chain.row_hash(row)
        rows.append(row._asdict() | {"hash": digest})
        if act.details is not None:
            details.append({"seq": seq, "salt": salt, "details": act.details})
        head.count, head.hash = seq, digest
    add_rows(AuditRow, rows)
    add_rows(AuditDetail, details)
    pending.clear()
