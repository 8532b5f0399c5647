"""A case is the same in all its items: whoever changes its words makes new drafts of them together, or of none."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from training import items
from training.audit import service as audit
from training.bank.models import BankItem, ItemVersion, State
from training.bank.queries import gallery, sharing
from training.bank.readings import Found
from training.bank.refusals import AlreadyThere, CaseFull, CaseShared
from training.bank.service import linting
from training.bank.service.rows import add, facts_of, subject
from training.core.items import Item, figures
from training.db import db

MOST = 6
"""How many items may share a case."""


def lock(item: Item) -> None:
    """Let nobody save the items that share an item's case, nor that one, until the end of the transaction."""
    stimulus = item.header.stimulus
    if stimulus is None:
        return
    codes = {item.header.code, *(row.item.code for row in sharing.of_case(stimulus.code))}
    db.session.execute(
        select(BankItem.id).where(BankItem.code.in_(sorted(codes))).order_by(BankItem.id).with_for_update()
    )


def to_carry(item: Item, before: ItemVersion | None, seen: Collection[str]) -> tuple[ItemVersion, ...]:
    """Return the versions whose case gets the words of an item's; none as long as its own case stays as it was.

    ``before`` is the item's version so far, ``seen`` the hashes of those its author was shown. Raises CaseFull when it
    would be one too many, CaseShared when a version would change that its author was not shown.
    """
    stimulus = item.draft().get("stimulus")
    held = None if before is None else before.content.get("stimulus")
    if item.header.stimulus is None or stimulus == held:
        return ()
    case = item.header.stimulus.code
    others = sharing.of_case(case, without=item.header.code)
    joins = not isinstance(held, dict) or held.get("code") != case
    if joins and len(others) >= MOST:
        raise CaseFull(f"{len(others)} items share the case {case} already, the most there may be. Name another case.")
    changed = tuple(row for row in others if row.content.get("stimulus") != stimulus)
    if any(row.hash not in seen for row in changed):
        raise CaseShared(case, tuple(row.item.code for row in changed))
    return changed


def carry(item: Item, rows: Sequence[ItemVersion], *, by: int, now: datetime) -> None:
    """Make a draft of each version with the case of an item. Raises AlreadyThere naming an item that cannot have it."""
    held = gallery.figure_digests()
    for row in rows:
        draft = {**row.content, "stimulus": item.draft()["stimulus"]}
        sharer = items.kept(draft)
        digests = {name: held[name] for name in figures(sharer)}
        found = Found(sharer, items.version(sharer.draft(), digests), digests)
        try:
            made = add(row.item, found, state=State.DRAFT, by=by, now=now)
        except AlreadyThere as error:
            raise AlreadyThere(f"{row.item.code} shares the case: {error}") from error
        linting.note(made)
        facts = facts_of(made) | {"case_of": item.header.code}
        audit.record("saved item", actor=by, subject=subject(made), now=now, facts=facts)
