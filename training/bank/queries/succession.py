"""Which items were retired and why, and which take whose place."""

from dataclasses import dataclass

from sqlalchemy import select

from training.bank.models import BankItem, ItemVersion
from training.bank.queries.versions import is_newest
from training.bank.tended import Replacement, Retirement
from training.db import db


@dataclass(frozen=True, slots=True)
class Relative:
    """An item that replaces another or is replaced, by its newest version; ``at`` is when it was said, by whom."""

    code: str
    version: ItemVersion
    at: Replacement


@dataclass(frozen=True, slots=True)
class Succession:
    """What came before and after an item, and when it was retired, the last first."""

    retirements: tuple[Retirement, ...]
    replaced_by: tuple[Relative, ...]
    replaces: tuple[Relative, ...]


def of(item_id: int) -> Succession:
    """Return an item's succession."""
    retirements = select(Retirement).where(Retirement.item_id == item_id).order_by(Retirement.id.desc())
    rows = db.session.execute(
        select(Replacement, ItemVersion)
        .join(
            BankItem,
            ((Replacement.item_id == item_id) & (BankItem.id == Replacement.by_item_id))
            | ((Replacement.by_item_id == item_id) & (BankItem.id == Replacement.item_id)),
        )
        .join(ItemVersion, ItemVersion.item_id == BankItem.id)
        .where(is_newest())
        .order_by(Replacement.id)
    ).all()
    relatives = [(said.item_id == item_id, Relative(row.item.code, row, said)) for said, row in rows]
    return Succession(
        tuple(db.session.scalars(retirements)),
        tuple(each for after, each in relatives if after),
        tuple(each for after, each in relatives if not after),
    )
