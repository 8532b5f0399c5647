"""Which items stand before and after one in a list, in the order of that list."""

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

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
    places = statement.with_only_columns(
        BankItem.code,
        func.lag(BankItem.code).over(order_by=order).label("before"),
        func.lead(BankItem.code).over(order_by=order).label("after"),
        func.row_number().over(order_by=order).label("number"),
        func.count().over().label("total"),
    ).subquery()
    row = db.session.execute(select(places).where(places.c.code == code)).one_or_none()
    return Neighbours(row.before, row.after, row.number, row.total) if row else None
