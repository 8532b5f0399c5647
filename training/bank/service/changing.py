"""Changing many items at once: shown item by item first, then done in one transaction as new drafts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from training import db as database
from training import items
from training.audit import service as audit
from training.bank import files
from training.bank.changing import Wanted, changed
from training.bank.models import BankItem, ItemVersion, State
from training.bank.queries import lists
from training.bank.readings import Found, Known
from training.bank.refusals import ChangedMeanwhile, WrongState
from training.bank.service.rows import restart, version_row
from training.bank.tended import ChangeRun
from training.core.differences import Change, changes
from training.core.drafts import Draft, DraftError, Fault
from training.core.items import Item
from training.db import db

MOST = 1_000
"""Items changed at once."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a change does to one item: its differences, or why it is refused; neither when nothing changes."""

    row: ItemVersion
    found: Found | None = None
    changes: tuple[Change, ...] = ()
    refused: tuple[Fault, ...] = ()


def plan(rows: Sequence[ItemVersion], wanted: Wanted, *, by: int, now: datetime) -> int:
    """Keep a change with the versions it was worked out for, so that it can be shown, and return its number."""
    seen = {row.item.code: row.hash for row in rows}
    database.begin_write()
    run = ChangeRun(person_id=by, at=now, wanted=wanted.packed(), versions=seen)
    db.session.add(run)
    db.session.flush()
    return run.id


def run_of(run_id: int, person_id: int) -> ChangeRun | None:
    """Return a change that this person asked for."""
    own = select(ChangeRun).where(ChangeRun.id == run_id, ChangeRun.person_id == person_id)
    return db.session.scalars(own).one_or_none()


def proposals(rows: Sequence[ItemVersion], wanted: Wanted, known: Known) -> tuple[Proposal, ...]:
    """Return what a change does to each version, with everything that keeps it from being done."""
    worked_out = [_proposal(row, wanted, known) for row in rows]
    held = _held(each.found.version for each in worked_out if each.found)
    return tuple(_beside(each, held) for each in worked_out)


def apply(run: ChangeRun, known: Known, *, by: int, now: datetime) -> tuple[str, ...]:
    """Make new drafts of all items that the change was shown to change, or of none, and return their codes.

    Raises ChangedMeanwhile naming the items that somebody changed since it was shown, WrongState when it was applied
    before.
    """
    run_id, seen, wanted, shown_at = run.id, run.versions, Wanted.unpacked(run.wanted), run.at
    database.begin_write()
    unapplied = update(ChangeRun).where(ChangeRun.id == run_id, ChangeRun.applied_at.is_(None))
    if db.session.scalar(unapplied.values(applied_at=now).returning(ChangeRun.id)) is None:
        raise WrongState("This change was made before.")
    _lock(seen)
    rows = lists.newest_of(seen)
    moved = [code for code, row in rows.items() if row.hash != seen[code] or row.changed_at > shown_at]
    if moved:
        raise ChangedMeanwhile(tuple(moved))
    accepted = [each for each in proposals(list(rows.values()), wanted, known) if each.found]
    _store(accepted, by=by, now=now)
    done = {each.row.item.code: each.found.version for each in accepted if each.found}
    audit.record("changed items", actor=by, subject=f"change:{run_id}", now=now, facts={"versions": done})
    return tuple(done)


def _proposal(row: ItemVersion, wanted: Wanted, known: Known) -> Proposal:
    if row.withdrawn_at is not None or row.state == State.RETIRED:
        state = "withdrawn" if row.withdrawn_at else "retired"
        return Proposal(row, refused=(Fault("state", f"is {state}", "Make it a draft again first."),))
    draft = changed(row.content, wanted)
    try:
        item = items.kept(draft) if row.unfinished else items.parse(draft)
    except DraftError as error:
        return Proposal(row, refused=(*error.faults, *_unknown(draft, known)))
    if faults := tuple(files.references(item, known)):
        return Proposal(row, refused=faults)
    return _differing(row, item)


def _unknown(draft: Draft, known: Known) -> tuple[Fault, ...]:
    """Return what a draft that lacks something names and nobody knows; nothing of one that is wrong otherwise."""
    try:
        return tuple(files.references(items.kept(draft), known))
    except DraftError:
        return ()


def _differing(row: ItemVersion, item: Item) -> Proposal:
    found = changes(row.content, item.draft())
    if not found:
        return Proposal(row)
    return Proposal(row, Found(item, items.version_of(item, row.figures), row.figures), found)


def _held(versions: Iterable[str]) -> dict[str, ItemVersion]:
    """Return the versions among these that the bank holds already."""
    wanted = list(versions)
    found: dict[str, ItemVersion] = {}
    for start in range(0, len(wanted), 500):
        rows = db.session.scalars(select(ItemVersion).where(ItemVersion.hash.in_(wanted[start : start + 500])))
        found |= {row.hash: row for row in rows}
    return found


def _beside(each: Proposal, held: Mapping[str, ItemVersion]) -> Proposal:
    """Return a proposal, refused when its words are a version that is in review or in use."""
    old = held.get(each.found.version) if each.found else None
    if old is None or old.state in (State.DRAFT, State.RETIRED) or old.withdrawn_at is not None:
        return each
    fault = Fault("version", f"would say what version {old.number} says, which is {old.state}")
    return Proposal(each.row, refused=(fault,))


def _lock(codes: Mapping[str, str]) -> None:
    """Let nobody save a version of these items until the end of the transaction."""
    wanted = sorted(codes)
    for start in range(0, len(wanted), 500):
        some = select(BankItem.id).where(BankItem.code.in_(wanted[start : start + 500])).order_by(BankItem.id)
        db.session.execute(some.with_for_update())


def _store(accepted: Sequence[Proposal], *, by: int, now: datetime) -> None:
    held = _held(each.found.version for each in accepted if each.found)
    new = []
    for each in accepted:
        if each.found is None:
            continue
        if old := held.get(each.found.version):
            restart(old, State.DRAFT, by=by, now=now)
        else:
            number = each.row.number + 1
            new.append(version_row(each.row.item, each.found, number=number, state=State.DRAFT, by=by, now=now))
    db.session.add_all(new)
    db.session.flush()
