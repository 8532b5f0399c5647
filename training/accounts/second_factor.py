"""The second factor: enrolling a code app, checking a code once, recovery codes."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from training import db as database
from training.accounts import service, sessions, tokens, totp
from training.accounts.models import RecoveryCode, SecondFactor
from training.audit import service as audit
from training.db import db


def begin(person_id: int, *, now: datetime) -> SecondFactor:
    """Return the code app's secret to be confirmed, a new one unless one is waiting. An app in force stays."""
    database.begin_write()
    if db.session.get(SecondFactor, person_id) is None:
        new = SecondFactor(person_id=person_id, secret=totp.new_secret(), created_at=now)
        with suppress(IntegrityError), db.session.begin_nested():  # begun twice at the same moment
            db.session.add(new)
    return db.session.get_one(SecondFactor, person_id)


def confirm(person_id: int, code: str, *, now: datetime) -> tuple[str, ...] | None:
    """Put the app in force and return new recovery codes, shown this once; None for a wrong code."""
    database.begin_write()
    factor = db.session.get(SecondFactor, person_id, with_for_update=True)
    step = totp.step_of(factor.secret, code, now=now) if factor else None
    if factor is None or step is None:
        return None
    factor.confirmed_at, factor.last_step = now, step
    audit.record("added code app", actor=person_id, subject=f"person:{person_id}", now=now)
    return renew_codes(person_id, now=now)


def renew_codes(person_id: int, *, now: datetime) -> tuple[str, ...]:
    """Replace the recovery codes and return the new ones, shown this once."""
    database.begin_write()
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = totp.recovery_codes()
    db.session.add_all(RecoveryCode(person_id=person_id, code_hash=tokens.digest(totp.plain(code))) for code in codes)
    audit.record("made recovery codes", actor=person_id, subject=f"person:{person_id}", now=now)
    return codes


def is_right(person_id: int, code: str, *, now: datetime) -> bool:
    """Return whether a code of the app or a recovery code is right and was not used; `use` uses it up."""
    factor = db.session.get(SecondFactor, person_id)
    step = _step(factor, code, now)
    if factor is not None and step is not None and (factor.last_step is None or factor.last_step < step):
        return True
    return db.session.scalar(select(RecoveryCode.id).where(*_unused(person_id, code))) is not None


def use(person_id: int, code: str, *, now: datetime) -> bool:
    """Use up a code of the app or a recovery code; False when it is wrong or somebody was faster."""
    database.begin_write()
    return _use_step(person_id, code, now) or _use_recovery(person_id, code, now)


def remove(person_id: int, *, by: int, now: datetime) -> None:
    """Take the code app and its recovery codes away."""
    database.begin_write()
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    db.session.execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))
    audit.record("removed code app", actor=by, subject=f"person:{person_id}", now=now)


def take_off(person_id: int, *, by: int, now: datetime) -> None:
    """Take the code app off somebody else's account and sign them out. Raises OwnAccount."""
    service.other_person(person_id, by)
    sessions.end_all(person_id, now=now)
    remove(person_id, by=by, now=now)


def _use_step(person_id: int, code: str, now: datetime) -> bool:
    step = _step(db.session.get(SecondFactor, person_id), code, now)
    if step is None:
        return False
    unused = or_(SecondFactor.last_step.is_(None), SecondFactor.last_step < step)
    used = db.session.execute(
        update(SecondFactor)
        .where(SecondFactor.person_id == person_id, unused)
        .values(last_step=step)
        .returning(SecondFactor.person_id)
    )
    return used.scalar() is not None


def _use_recovery(person_id: int, code: str, now: datetime) -> bool:
    used = db.session.execute(
        update(RecoveryCode).where(*_unused(person_id, code)).values(used_at=now).returning(RecoveryCode.id)
    )
    if used.scalar() is None:
        return False
    audit.record("used recovery code", actor=person_id, subject=f"person:{person_id}", now=now)
    return True


def _step(factor: SecondFactor | None, code: str, now: datetime) -> int | None:
    if factor is None or factor.confirmed_at is None:
        return None
    return totp.step_of(factor.secret, code, now=now)


def _unused(person_id: int, code: str) -> tuple[ColumnElement[bool], ...]:
    return (
        RecoveryCode.person_id == person_id,
        RecoveryCode.code_hash == tokens.digest(totp.plain(code)),
        RecoveryCode.used_at.is_(None),
    )
