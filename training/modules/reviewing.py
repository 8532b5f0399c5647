"""Review of modules: sent to review, approved or sent back, signed. Each act is on one exact version."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from training.core.drafts import DraftError
from training.db import begin_write, db
from training.modules import content, rows, subjects, versions
from training.modules.lint import checking
from training.modules.models import (
    ModuleApproval,
    ModuleSignature,
    ModuleVersion,
    State,
)
from training.modules.refusals import (
    AlreadyApproved,
    AlreadySigned,
    NeedsReason,
    NotCurrent,
    NotReady,
    OwnContent,
    WrongState,
)
from training.reviews import commenting, notices, queries, requesting
from training.reviews.models import NoticeKind
from training.reviews.requesting import Wanted


def submit(version_id: str, *, by: int, now: datetime, wanted: Wanted | None = None) -> None:
    """Send a draft to review; ``wanted`` says until when and by whom, None leaves it to everybody without a day.

    Raises WrongState unless it is a draft, NotReady with the errors the linter finds, WrongReviewer.
    """
    begin_write()
    row = rows.locked(version_id)
    rows.require(row, (State.DRAFT,))
    if errors := checking.errors(versions.findings(row)):
        said = " ".join(f"{each.where}: {each.message}" for each in errors[:5])
        raise NotReady(f"It cannot go to review yet. {said}")
    rows.move(row, (State.DRAFT,), State.IN_REVIEW, now)
    request = requesting.ask(subjects.reviewed(row), wanted, by=by, now=now)
    rows.record("module submitted", row, by=by, now=now, more=request)


def approve(version_id: str, *, by: int, now: datetime, comment: str = "") -> None:
    """Approve exactly this version. Raises WrongState, AlreadyApproved, OwnContent for whoever wrote at it."""
    begin_write()
    row = _under_review(version_id, by)
    try:
        with db.session.begin_nested():
            db.session.add(ModuleApproval(version_id=version_id, person_id=by, at=now))
    except IntegrityError as error:
        raise AlreadyApproved("You approved this version before.") from error
    commenting.add(version_id, comment, by=by, now=now, resolved_number=row.number)
    rows.move(row, (State.IN_REVIEW,), State.APPROVED, now)
    notices.end_asking(version_id, None, now=now)
    _tell_authors(NoticeKind.APPROVED, row, by=by, now=now)
    rows.record("module approved", row, by=by, now=now)


def ask_for_changes(version_id: str, comment: str, *, by: int, now: datetime) -> None:
    """Send a version back to its authors as a draft, with words. Raises WrongState, OwnContent, NeedsReason."""
    begin_write()
    row = _under_review(version_id, by)
    if not comment.strip():
        raise NeedsReason("Write what should change.")
    commenting.add(version_id, comment, by=by, now=now, asks_changes=True)
    rows.end_approvals(version_id)
    rows.move(row, (State.IN_REVIEW,), State.DRAFT, now)
    notices.end_asking(version_id, None, now=now)
    _tell_authors(NoticeKind.CHANGES, row, by=by, now=now)
    rows.record("module sent back", row, by=by, now=now, comment=comment)


def sign(version_id: str, *, by: int, now: datetime) -> None:
    """Sign an approved version off as a clinical lead; it is read from now on, and older ones in use retire.

    Raises WrongState for one nobody approved, NotCurrent when a newer one took its place, AlreadySigned, or OwnContent
    when ``by`` wrote at it or loaded it.
    """
    begin_write()
    row = rows.locked(version_id)
    if versions.wrote(row, by):
        raise OwnContent(f"You wrote at {row.title} or loaded it. Another clinical lead signs it.")
    if db.session.get(ModuleSignature, version_id) is not None:
        raise AlreadySigned("This version is signed off already.")
    if row.state == State.RETIRED or versions.newer_signed(row):
        raise NotCurrent("A newer version took its place. Read that one and sign it.")
    if row.state != State.APPROVED:
        raise WrongState("Nobody has approved this version yet. A reviewer does that first.")
    try:
        position = content.restore(row.content).position
    except DraftError as error:
        raise NotReady("This version is not finished.") from error
    older = update(ModuleVersion).where(
        ModuleVersion.code == row.code,
        ModuleVersion.number < row.number,
        ModuleVersion.state.in_((State.APPROVED, State.SIGNED)),
    )
    db.session.execute(older.values(state=State.RETIRED, changed_at=now))
    rows.move(row, (State.APPROVED,), State.SIGNED, now)
    db.session.add(ModuleSignature(version_id=version_id, person_id=by, at=now))
    db.session.flush()
    rows.use(row, position=position, now=now)
    _tell_authors(NoticeKind.SIGNED, row, by=by, now=now)
    rows.record("module signed off", row, by=by, now=now)


def _tell_authors(kind: NoticeKind, row: ModuleVersion, *, by: int, now: datetime) -> None:
    """Tell whoever wrote at a version or asked for its review."""
    notices.tell(kind, row.id, [*versions.writers(row), queries.asked_of(row.id).by], by=by, now=now)


def _under_review(version_id: str, by: int) -> ModuleVersion:
    row = rows.locked(version_id)
    if versions.wrote(row, by):
        raise OwnContent("You wrote at this module or loaded it. Somebody else reviews it.")
    if row.state == State.APPROVED and by in versions.approvers(version_id):
        raise AlreadyApproved("You approved this version before. It waits for the clinical lead.")
    rows.require(row, (State.IN_REVIEW,))
    return row
