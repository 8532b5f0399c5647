"""Which items stand before and after one in a list, in the order of that list."""

from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from training.bank.models import BankItem, ItemVersion
from training.bank.queries import lists
from training.bank.queries.lists import Filters
from training.bank.queries.versions import is_newest
from training.db import db


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The codes before and after an item, None at an end; it is the ``number``-th of ``total``, from 1."""

    previous: str | None
    next: str | None
    number: int
    total: int


def of(filters: Filters, code: str) -> Neighbours | None:
    """Return what stands beside an item in a list, None for an unknown item.

    One that a list does not show any more, since it was changed meanwhile, still has its place in it.
    """
    within = lists.narrowed(filters).whereclause
    shown = BankItem.code == code if within is None else or_(and_(within), BankItem.code == code)
    statement, order = lists.ordering(select(ItemVersion).join(BankItem).where(is_newest(), shown), filters)
    # All codes in their order are had in a third of the time that window functions take over ten thousand items.
    codes = db.session.scalars(statement.with_only_columns(BankItem.code).order_by(*order)).all()
    if code not in codes:
        return None
    at = codes.index(code)
    return Neighbours(codes[at - 1] if at else None, next(iter(codes[at + 1 : at + 2]), None), at + 1, len(codes))
