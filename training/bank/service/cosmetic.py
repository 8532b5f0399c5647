"""Declaring an edit cosmetic: the answers to two versions of an item are counted together from then on."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from training import db as database
from training.audit import service as audit
from training.bank.models import BankItem, ItemVersion, State
from training.bank.queries import blind, cosmetic, versions
from training.bank.refusals import NeedsReason, NeverCosmetic, NotAnswered, OwnItem, SawKey, WrongState
from training.bank.service.rows import facts_of, locked, subject
from training.bank.tended import CosmeticEdit
from training.db import db


def declare(version: str, reason: str, *, by: int, now: datetime) -> None:
    """Say that a version asks what the version in use before it asked; calibrations from now on count them as one.

    Raises WrongState for a draft, for a version without one in use before it, and when it is declared already; OwnItem
    for whoever wrote at it since that one; NotAnswered and SawKey for a reviewer who may not see the key yet, or saw
    it first; NeverCosmetic with what differs; NeedsReason.
    """
    database.begin_write()
    row = _locked(version)
    before, last = cosmetic.in_use_before(row), cosmetic.last_of(version)
    if row.state == State.DRAFT:
        raise WrongState("This version is a draft. It is declared cosmetic in its review or after it.")
    if before is None:
        raise WrongState("No version of this item was in use before this one, so there is nothing to carry over.")
    if last is not None and last.cosmetic:
        raise WrongState("This version is declared a cosmetic edit already.")
    _check_eyes(row, by)
    if changes := cosmetic.against(before, row):
        raise NeverCosmetic(changes)
    said = CosmeticEdit(version=version, before=before.hash, cosmetic=True, reason=reason.strip(), person_id=by, at=now)
    _add(row, said, last)


def take_back(version: str, reason: str, *, by: int, now: datetime) -> None:
    """Say that a version is no cosmetic edit after all; calibrations that exist keep what they counted.

    Raises WrongState when it is not declared one, OwnItem, NotAnswered, SawKey, NeedsReason.
    """
    database.begin_write()
    row, last = _locked(version), cosmetic.last_of(version)
    if last is None or not last.cosmetic:
        raise WrongState("This version is not declared a cosmetic edit.")
    _check_eyes(row, by)
    said = CosmeticEdit(
        version=version, before=last.before, cosmetic=False, reason=reason.strip(), person_id=by, at=now
    )
    _add(row, said, last)


def _locked(version: str) -> ItemVersion:
    """Return a version, its item locked: two declarations about one item wait for each other."""
    row = locked(version)
    db.session.execute(select(BankItem.id).where(BankItem.id == row.item_id).with_for_update())
    return row


def _check_eyes(row: ItemVersion, by: int) -> None:
    if versions.wrote(row, by):
        raise OwnItem("You wrote at this item. Somebody else says whether the edit is cosmetic.")
    if blind.hides(row, by):
        raise NotAnswered("Answer the question before you compare its versions: they show the key.")
    if row.state == State.IN_REVIEW and blind.looked(row.hash, by):
        raise SawKey("You looked at its key before you answered. Somebody else reviews this version.")


def _add(row: ItemVersion, said: CosmeticEdit, last: CosmeticEdit | None) -> None:
    if not said.reason:
        raise NeedsReason("Write why, for whoever reads it later.")
    said.supersedes = last.id if last else None
    try:
        with db.session.begin_nested():
            db.session.add(said)
    except IntegrityError as error:
        raise WrongState("Somebody else decided about this version in this moment. Look at it again.") from error
    act = "declared cosmetic edit" if said.cosmetic else "took back cosmetic edit"
    facts, details = facts_of(row) | {"earlier": said.before}, {"reason": said.reason}
    audit.record(act, actor=said.person_id, subject=subject(row), now=said.at, facts=facts, details=details)
