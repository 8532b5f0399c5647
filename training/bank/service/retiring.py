"""Retiring an item with a reason, and naming the item that takes its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from training import db as database
from training.audit import service as audit
from training.bank.models import BankItem, ItemVersion, State
from training.bank.queries import succession, versions
from training.bank.refusals import CannotRetire, EditedMeanwhile, WrongState
from training.bank.service.rows import facts_of, subject
from training.bank.tended import Replacement, Retirement
from training.core.drafts import Fault
from training.db import db


@dataclass(frozen=True, slots=True)
class Retiring:
    """What somebody wants: ``base`` is the newest version they saw, ``replacement`` a code, empty for none."""

    code: str
    base: str
    reason: str
    replacement: str = ""


def retire(wanted: Retiring, *, by: int, now: datetime) -> None:
    """End an item with all its versions; it is drawn no more, running papers keep it. One person is enough.

    Raises CannotRetire with everything that is missing or wrong, EditedMeanwhile when ``base`` is no longer the
    newest version, WrongState when it is retired already.
    """
    database.begin_write()
    item = _locked(wanted.code)
    newest = versions.newest(wanted.code)
    if item is None or newest is None:
        raise WrongState("There is no such item.")
    if newest.hash != wanted.base:
        raise EditedMeanwhile(newest.hash)
    replacement = wanted.replacement.strip()
    if faults := tuple(_faults(item, wanted.reason, replacement)):
        raise CannotRetire(faults)
    ended = update(ItemVersion).where(ItemVersion.item_id == item.id, ItemVersion.state != State.RETIRED)
    if not db.session.scalars(ended.values(state=State.RETIRED, changed_at=now).returning(ItemVersion.hash)).all():
        raise WrongState(f"{item.code} is retired already.")
    reason = wanted.reason.strip()
    db.session.add(Retirement(item_id=item.id, version=newest.hash, person_id=by, at=now, reason=reason))
    if replacement:
        add_replacement(item.code, replacement, by=by, now=now)
    facts = facts_of(newest) | ({"replaced_by": replacement} if replacement else {})
    audit.record("retired item", actor=by, subject=subject(newest), now=now, facts=facts, details={"reason": reason})


def add_replacement(code: str, by_code: str, *, by: int, now: datetime) -> None:
    """Note inside a transaction that one item takes the place of another; a second time changes nothing.

    Raises CannotRetire when it cannot.
    """
    item = _locked(code)
    if item is None:
        raise CannotRetire((Fault("replaces", f"There is no item {code} to replace."),))
    if faults := tuple(_replacement_faults(item, by_code)):
        raise CannotRetire(faults)
    new = db.session.scalars(select(BankItem).where(BankItem.code == by_code)).one()
    if by_code not in {each.code for each in succession.of(item.id).replaced_by}:
        db.session.add(Replacement(item_id=item.id, by_item_id=new.id, person_id=by, at=now))
        db.session.flush()


def _locked(code: str) -> BankItem | None:
    return db.session.scalars(select(BankItem).where(BankItem.code == code).with_for_update()).one_or_none()


def _faults(item: BankItem, reason: str, replacement: str) -> Iterator[Fault]:
    if not reason.strip():
        yield Fault("reason", "Write why it is retired.")
    if replacement:
        yield from _replacement_faults(item, replacement)


def _replacement_faults(item: BankItem, code: str) -> Iterator[Fault]:
    newest = versions.newest(code)
    remedy = "Name another item, or leave it empty."
    if newest is None:
        yield Fault("replacement", f"There is no item {code[:100]}.", remedy)
    elif code == item.code:
        yield Fault("replacement", "An item does not replace itself.", remedy)
    elif newest.item.pool != item.pool:
        yield Fault("replacement", f"{code} is in the {newest.item.pool} pool, this item in the {item.pool}.", remedy)
    elif newest.state == State.RETIRED:
        yield Fault("replacement", f"{code} is retired itself.", remedy)
    elif code in {each.code for each in succession.of(item.id).replaces}:
        yield Fault("replacement", f"{code} is the item that this one replaces.", remedy)
