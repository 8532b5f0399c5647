"""The rows under the life of modules: adding a version, moving it from state to state, taking it into use."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update

from training.audit import service as audit
from training.db import db
from training.modules.models import CurrentModule, ModuleApproval, ModuleSignature, ModuleVersion, State
from training.modules.refusals import WrongState
from training.reviews import requesting


def add(
    version_id: str, content: Mapping[str, object], *, state: State, by: int | None, now: datetime
) -> ModuleVersion:
    """Add a version, or bring an older one with the same words forward."""
    code = str(content["code"])
    number = _next_number(code)
    row = db.session.get(ModuleVersion, version_id)
    if row is None:
        row = ModuleVersion(id=version_id, code=code, title=str(content["title"])[:200], content=dict(content))
        row.loaded_at, row.loaded_by = now, by
    else:
        requesting.drop(version_id)
    row.number, row.state, row.changed_at = number, state, now
    db.session.add(row)
    db.session.flush()
    return row


def locked(version_id: str) -> ModuleVersion:
    """Return a version, locked. Raises WrongState when there is none."""
    row = db.session.get(ModuleVersion, version_id, with_for_update=True)
    if row is None:
        raise WrongState("There is no such version.")
    return row


def require(row: ModuleVersion, states: Sequence[State]) -> None:
    """Raise WrongState unless a version is in one of ``states``."""
    if row.state not in states:
        raise WrongState(f"Version {row.number} of {row.code} is {row.state}, not {' or '.join(states)}.")


def move(row: ModuleVersion, states: Sequence[State], to: State, now: datetime) -> None:
    """Change a state, only from where it was thought to be. Raises WrongState when it is not there."""
    done = db.session.scalar(
        update(ModuleVersion)
        .where(ModuleVersion.id == row.id, ModuleVersion.state.in_(states))
        .values(state=to, changed_at=now)
        .returning(ModuleVersion.id)
    )
    if done is None:
        db.session.refresh(row)
        require(row, states)


def use(row: ModuleVersion, *, position: int, now: datetime) -> None:
    """Make a version the one that is read; the one before it retires."""
    current = db.session.get(CurrentModule, row.code, with_for_update=True)
    if current is None:
        current = CurrentModule(code=row.code)
        db.session.add(current)
    elif current.version_id != row.id:
        retire(current.version_id, now)
    current.version_id, current.position, current.since = row.id, position, now
    db.session.flush()


def retire(version_id: str, now: datetime) -> None:
    """Take a version that was in use out of use, and end the approvals that led to no signature."""
    row = db.session.get(ModuleVersion, version_id)
    if row is not None and row.state != State.DRAFT:
        row.state, row.changed_at = State.RETIRED, now
        db.session.flush()


def stands(version_id: str) -> State:
    """Return the state that the decisions on a version give it: signed, approved, or in review."""
    if db.session.get(ModuleSignature, version_id) is not None:
        return State.SIGNED
    approval = select(ModuleApproval.person_id).where(ModuleApproval.version_id == version_id).limit(1)
    return State.IN_REVIEW if db.session.scalar(approval) is None else State.APPROVED


def end_approvals(version_id: str) -> None:
    """Take back the approvals of a version that goes back to its authors."""
    db.session.execute(delete(ModuleApproval).where(ModuleApproval.version_id == version_id))


def record(
    action: str,
    row: ModuleVersion,
    *,
    by: int | None,
    now: datetime,
    comment: str = "",
    more: Mapping[str, object] | None = None,
) -> None:
    """Note an act on a version; ``more`` is what else is known of it."""
    facts = {"version": row.id, "number": row.number, **(more or {})}
    details = {"comment": comment} if comment else None
    audit.record(action, actor=by, subject=f"module:{row.code}", now=now, facts=facts, details=details)


def _next_number(code: str) -> int:
    newest = db.session.scalar(select(func.max(ModuleVersion.number)).where(ModuleVersion.code == code))
    return (newest or 0) + 1
