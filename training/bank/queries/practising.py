"""Items of the practice pool as they may be shown outside an exam now, and why others may not."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TypeAlias

from sqlalchemy import Row, select

from training import items
from training.bank.models import BankItem, ItemVersion, State
from training.bank.queries import stock
from training.core.domains import Domain, Pool
from training.core.items import Item
from training.core.samples import Absence, absence
from training.db import db

PAGE = 50
IN_USE = (State.APPROVED, State.SIGNED)
Version: TypeAlias = Row[int, Pool, str, int, State, datetime | None]
_PEOPLE = [kind.kind for kind in items.KINDS if items.needs_people(kind.kind)]


@dataclass(frozen=True, slots=True)
class Stood:
    """How an item stands: the version that practice draws, with its number, and why it is not shown, if it is not.

    Of an item that practice does not draw, version and number are those of its newest version.
    """

    item_id: int
    version: str
    number: int
    item: Item
    absence: Absence | None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what may be chosen; ``total`` counts all pages."""

    rows: tuple[Stood, ...]
    total: int
    number: int
    pages: int


def standings(item_ids: Collection[int]) -> dict[int, Stood]:
    """Return how these items stand; unknown ids are left out."""
    rows = db.session.execute(
        select(
            ItemVersion.item_id, BankItem.pool, ItemVersion.hash, ItemVersion.number, ItemVersion.state,
            ItemVersion.withdrawn_at,
        )
        .join(BankItem)
        .where(ItemVersion.item_id.in_(item_ids))
        .order_by(ItemVersion.item_id, ItemVersion.number)
    ).all()  # fmt: skip
    by_item = {item_id: list(found) for item_id, found in groupby(rows, key=lambda row: row.item_id)}
    counting = {item_id: _counting(found) for item_id, found in by_item.items()}
    parsed = stock.versions(row.hash for row in counting.values())
    return {item_id: _stood(row, by_item[item_id][-1], parsed[row.hash]) for item_id, row in counting.items()}


def search(*, domain: Domain | None = None, words: str = "", without: Iterable[int] = (), page: int = 1) -> Found:
    """Return a page of the items that may be chosen, by code; of a domain, and with every word, if given."""
    hashes = _possible([domain] if domain else list(Domain), words=words, without=without)
    pages = max(1, -(-len(hashes) // PAGE))
    number = min(max(1, page), pages)
    shown = hashes[(number - 1) * PAGE : number * PAGE]
    stood = {row.version: row for row in standings(_items_of(shown)).values()}
    return Found(tuple(stood[version] for version in shown), len(hashes), number, pages)


def possible(domains: Collection[Domain], *, without: Iterable[int] = ()) -> tuple[Item, ...]:
    """Return every item of these domains that may be chosen."""
    return tuple(stock.versions(_possible(domains, words="", without=without)).values())


def ids_of(codes: Iterable[str]) -> dict[str, int]:
    """Return the ids of items by code; unknown codes are left out."""
    return dict(db.session.execute(select(BankItem.code, BankItem.id).where(BankItem.code.in_(set(codes)))).all())


def numbers_of(hashes: Iterable[str]) -> dict[str, int]:
    """Return the numbers of versions within their items, by hash."""
    wanted = select(ItemVersion.hash, ItemVersion.number).where(ItemVersion.hash.in_(set(hashes)))
    return dict(db.session.execute(wanted).all())


def _possible(domains: Collection[Domain], *, words: str, without: Iterable[int]) -> list[str]:
    """Return the versions that may be chosen, by the code of their item."""
    in_use = (
        select(ItemVersion.item_id, ItemVersion.hash)
        .join(BankItem)
        .where(
            BankItem.pool == Pool.PRACTICE,
            ItemVersion.state.in_(IN_USE),
            ItemVersion.withdrawn_at.is_(None),
            ItemVersion.item_id.not_in(set(without)),
        )
        .order_by(BankItem.code, ItemVersion.number)
    )
    newest = dict(db.session.execute(in_use).all())
    wanted = select(ItemVersion.hash).where(
        ItemVersion.state.in_(IN_USE), ItemVersion.domain.in_(domains), ItemVersion.kind.not_in(_PEOPLE)
    )
    for word in words.casefold().split():
        wanted = wanted.where(ItemVersion.search_text.contains(word, autoescape=True))
    fitting = set(db.session.scalars(wanted))
    hashes = [version for version in newest.values() if version in fitting]
    return [version for version, item in stock.versions(hashes).items() if items.marks_alone(item)]


def _items_of(hashes: Collection[str]) -> list[int]:
    return list(db.session.scalars(select(ItemVersion.item_id).where(ItemVersion.hash.in_(hashes))))


def _counting(versions: list[Version]) -> Version:
    """Return the version of an item that practice draws, the newest where it draws none; ``versions`` are in order."""
    return ([row for row in versions if _in_use(row)] or versions)[-1]


def _in_use(row: Version) -> bool:
    return row.state in IN_USE and row.withdrawn_at is None


def _stood(row: Version, newest: Version, item: Item) -> Stood:
    why = absence(
        pool=row.pool,
        drawable=_in_use(row),
        retired=newest.state == State.RETIRED,
        withdrawn=newest.withdrawn_at is not None,
        alone=items.marks_alone(item),
    )
    return Stood(row.item_id, row.hash, row.number, item, why)
