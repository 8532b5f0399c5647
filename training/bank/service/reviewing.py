"""Review: submitted, answered, approved or sent back, and signed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from training import db as database
from training import items
from training.audit import service as audit
from training.bank import checklist, checks
from training.bank.checklist import Checked
from training.bank.models import (
    Approval,
    ItemVersion,
    ReviewAnswer,
    SignOff,
    State,
)
from training.bank.queries import blind, stock, threads, versions, waiting
from training.bank.refusals import (
    AlreadyApproved,
    NeedsReason,
    NotAnswered,
    NotConfirmed,
    NotReady,
    OpenComments,
    OwnItem,
    SawKey,
    Unfinished,
    WrongState,
)
from training.bank.service.rows import FETCHED, facts_of, locked, move, require, subject
from training.core import practising
from training.core.domains import NEED_TITLES, Need
from training.core.responses import Response
from training.db import db
from training.reviews import commenting, notices, queries, requesting
from training.reviews.models import NoticeKind
from training.reviews.requesting import Wanted

CRITICAL_APPROVALS = 2


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reviewer says with an approval: the checklist as they filled it in, and words if they have any."""

    checked: Checked
    words: str = ""
    though_open: bool = False
    """Whether comments of their own that are not resolved may stay so."""


def submit(version: str, *, by: int, now: datetime, wanted: Wanted | None = None) -> None:
    """Send a draft to review; ``wanted`` says until when and by whom, None leaves it to everybody without a day.

    Raises WrongState unless it is a draft, Unfinished with everything that is missing, NotReady with the errors the
    linter finds, WrongReviewer for somebody who may not review it.
    """
    database.begin_write()
    row = locked(version)
    require(row, (State.DRAFT,))
    if lacking := items.missing(stock.versions([version])[version]):
        raise Unfinished(lacking)
    if errors := checks.of(row.content).errors:
        raise NotReady("It cannot go to review yet. " + " ".join(each.message for each in errors))
    move(row, (State.DRAFT,), State.IN_REVIEW, now)
    facts = facts_of(row) | requesting.ask(waiting.reviewed(row), wanted, by=by, now=now)
    audit.record("submitted item", actor=by, subject=subject(row), now=now, facts=facts)


def answer_for_review(version: str, response: Response, *, by: int, now: datetime) -> None:
    """Keep what a reviewer answers before seeing the key; the first answer stands.

    Raises WrongState unless the version is in review, OwnItem for whoever wrote at it, NotAnswered for a response that
    nobody could look back on: an empty or a half-given one, or words for a number.
    """
    database.begin_write()
    row = _under_review(version, by)
    item, _order = stock.as_reviewed(version, by)
    if said := practising.complaint(item, response):
        raise NotAnswered(said)
    if versions.review_answer(version, by) is None:
        db.session.add(ReviewAnswer(version=row.hash, person_id=by, response=list(response), at=now))
        db.session.flush()
        audit.record("answered item", actor=by, subject=subject(row), now=now, facts=facts_of(row))


def approve(version: str, opinion: Opinion, *, by: int, now: datetime) -> int:
    """Approve exactly this version and return how many approvals it still needs.

    A critical item needs two. Raises WrongState, OwnItem, NotAnswered, NotChecked, AlreadyApproved, OpenComments.
    """
    database.begin_write()
    row = _under_review(version, by)
    if versions.review_answer(version, by) is None:
        raise NotAnswered("Answer the question before you approve it.")
    open_ones = [each for each in threads.of(row) if each.open and each.root.person_id == by]
    if open_ones and not opinion.though_open:
        raise OpenComments(len(open_ones))
    checked = checklist.require(opinion.checked, critical=row.critical).kept()
    try:
        with db.session.begin_nested():
            db.session.add(Approval(version=version, person_id=by, at=now, checklist=checked))
    except IntegrityError as error:
        raise AlreadyApproved("You approved this version before. It waits for somebody else.") from error
    commenting.add(version, opinion.words, by=by, now=now, resolved_number=row.number)
    missing = max(0, needed(row) - len(versions.approvals([version])))
    notices.end_asking(version, by if missing else None, now=now)
    if not missing:
        move(row, (State.IN_REVIEW,), State.APPROVED, now)
        _tell_author(NoticeKind.APPROVED, row, by=by, now=now)
    notes = checked.pop("notes")
    facts = facts_of(row) | {"missing": missing} | checked
    details = {"notes": notes} if notes else None
    audit.record("approved item", actor=by, subject=subject(row), now=now, facts=facts, details=details)
    return missing


def ask_for_changes(version: str, comment: str, *, by: int, now: datetime) -> None:
    """Send a version back to its author as a draft, with words; approvals given so far end.

    Raises WrongState, OwnItem, NeedsReason.
    """
    database.begin_write()
    row = _under_review(version, by)
    if not comment.strip():
        raise NeedsReason("Write what should change.")
    commenting.add(version, comment, by=by, now=now, asks_changes=True)
    db.session.execute(delete(Approval).where(Approval.version == version))
    move(row, (State.IN_REVIEW,), State.DRAFT, now)
    notices.end_asking(version, None, now=now)
    _tell_author(NoticeKind.CHANGES, row, by=by, now=now)
    audit.record(
        "asked for changes", actor=by, subject=subject(row), now=now, facts=facts_of(row), details={"comment": comment}
    )


def sign(
    chosen: Sequence[str], *, by: int, now: datetime, confirmed: Mapping[str, Collection[str]] = MappingProxyType({})
) -> None:
    """Sign approved versions off, all or none; older versions of their items that were in use retire.

    ``confirmed`` says by version what its signature confirms of what it needs. Raises WrongState unless each is
    approved, not withdrawn and has no newer signed version, OwnItem for whoever wrote at one of them, NotConfirmed.
    """
    database.begin_write()
    rows = [locked(version) for version in dict.fromkeys(chosen)]
    theirs, signed = versions.written_by(by, rows), versions.newest_signed({row.item_id for row in rows})
    for row in rows:
        if row.hash in theirs:
            raise OwnItem(f"You wrote at {row.item.code}. Somebody else signs it.")
        require(row, (State.APPROVED,))
        if signed.get(row.item_id, 0) > row.number:
            raise WrongState(f"A newer version of {row.item.code} is signed.")
        _check_confirmed(row, confirmed.get(row.hash, ()))
    for row in rows:
        _sign(row, by=by, now=now)


def needs(row: ItemVersion) -> tuple[Need, ...]:
    """Return what a signature under a version confirms."""
    return stock.versions([row.hash])[row.hash].header.needs


def _check_confirmed(row: ItemVersion, confirmed: Collection[str]) -> None:
    lacking = [NEED_TITLES[need] for need in needs(row) if need not in confirmed]
    if lacking:
        raise NotConfirmed(f"{row.item.code} needs {' and '.join(lacking)}. Confirm that first.")


def _sign(row: ItemVersion, *, by: int, now: datetime) -> None:
    if row.number > 1:
        older = update(ItemVersion).where(
            ItemVersion.item_id == row.item_id,
            ItemVersion.number < row.number,
            ItemVersion.state.in_((State.APPROVED, State.SIGNED)),
        )
        db.session.execute(older.values(state=State.RETIRED, changed_at=now), execution_options=FETCHED)
    move(row, (State.APPROVED,), State.SIGNED, now)
    db.session.add(SignOff(version=row.hash, person_id=by, at=now))
    db.session.flush()
    _tell_author(NoticeKind.SIGNED, row, by=by, now=now)
    met = {"confirmed": [str(need) for need in needs(row)]} if needs(row) else {}
    audit.record("signed item", actor=by, subject=subject(row), now=now, facts=facts_of(row) | met)


def _tell_author(kind: NoticeKind, row: ItemVersion, *, by: int, now: datetime) -> None:
    """Tell whoever wrote at a version or asked for its review."""
    notices.tell(kind, row.hash, [*versions.writers(row), queries.asked_of(row.hash).by], by=by, now=now)


def needed(row: ItemVersion) -> int:
    """Return how many approvals a version needs."""
    return CRITICAL_APPROVALS if row.critical else 1


def _under_review(version: str, by: int) -> ItemVersion:
    row = locked(version)
    if versions.wrote(row, by):
        raise OwnItem("You wrote at this item. Somebody else reviews it.")
    require(row, (State.IN_REVIEW,))
    if blind.looked(version, by):
        raise SawKey("You looked at its key before you answered. Somebody else reviews this version.")
    return row
