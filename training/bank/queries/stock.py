"""What may be drawn now, and items by their version."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from sqlalchemy import Select, select

from training import items
from training.bank.models import (
    BankItem,
    ItemVersion,
    State,
)
from training.core.domains import Domain, Level, Pool
from training.core.items import Item
from training.core.layout import laid_out
from training.db import db


@dataclass(frozen=True, slots=True)
class PoolItem:
    """A version that may be drawn now."""

    version: str
    item: Item


@dataclass(frozen=True, slots=True)
class Count:
    """How many items of a cell may be drawn: in practice, in a live exam, and of these the critical ones."""

    approved: int = 0
    signed: int = 0
    critical: int = 0


class _Parsed:
    """Items by version: versions never change, so neither does this; the least used leave when it is full."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._items: OrderedDict[str, Item] = OrderedDict()

    def add(self, version: str, content: Mapping[str, object]) -> Item:
        """Parse and hold an item."""
        item = self._items[version] = items.parse(content)
        while len(self._items) > self._size:
            self._items.popitem(last=False)
        return item

    def get(self, version: str) -> Item | None:
        """Return an item that is held."""
        return self._items.get(version)


_parsed = _Parsed(size=5_000)


def pool(pool: Pool, *, live: bool, unless: Sequence[Select[str]] = ()) -> tuple[PoolItem, ...]:
    """Return the versions of a pool that may be drawn, by code.

    A live exam draws signed versions only, practice the newest approved or signed one of each item. What is
    withdrawn or retired is in neither. Items whose code one of ``unless`` selects are left out, in the same statement.
    """
    hashes = [version for version, _state in _drawable(pool, live=live, unless=unless)]
    found = versions(hashes)
    drawn = (PoolItem(version, found[version]) for version in hashes)
    return tuple(sorted(drawn, key=lambda each: each.item.header.code))


def versions(hashes: Iterable[str]) -> dict[str, Item]:
    """Return items by version hash, whatever their state; unknown hashes are left out."""
    wanted = list(dict.fromkeys(hashes))
    found = {version: item for version in wanted if (item := _parsed.get(version))}
    missing = [version for version in wanted if version not in found]
    for start in range(0, len(missing), 500):
        rows = db.session.execute(
            select(ItemVersion.hash, ItemVersion.content).where(ItemVersion.hash.in_(missing[start : start + 500]))
        )
        found |= {version: _parsed.add(version, content) for version, content in rows}
    return {version: found[version] for version in wanted if version in found}


def as_reviewed(version: str, person_id: int) -> tuple[Item, tuple[str, ...]]:
    """Return an item and its order as one reviewer sees them: theirs, and the same on every look.

    Raises KeyError for an unknown version.
    """
    return laid_out(versions([version])[version], Random(f"{version}:{person_id}"))  # noqa: S311 - an order, no secret


def counts() -> dict[tuple[Pool, Domain, Level], Count]:
    """Return how many items each pool holds by domain and level; cells that hold none are left out."""
    table: dict[tuple[Pool, Domain, Level], list[int]] = {}
    for each in Pool:
        for column, live in ((0, False), (1, True)):
            for drawn in pool(each, live=live):
                header = drawn.item.header
                cell = table.setdefault((each, header.domain, header.level), [0, 0, 0])
                cell[column] += 1
                cell[2] += live and drawn.item.critical
    return {cell: Count(*numbers) for cell, numbers in table.items()}


def _drawable(pool: Pool, *, live: bool, unless: Sequence[Select[str]] = ()) -> list[tuple[str, State]]:
    states = (State.SIGNED,) if live else (State.APPROVED, State.SIGNED)
    wanted = (
        select(ItemVersion.item_id, ItemVersion.hash, ItemVersion.state)
        .join(BankItem)
        .where(BankItem.pool == pool, ItemVersion.state.in_(states), ItemVersion.withdrawn_at.is_(None))
        .order_by(ItemVersion.number)
    )
    rows = db.session.execute(wanted.where(*(BankItem.code.not_in(codes) for codes in unless)))
    return list({item: (version, state) for item, version, state in rows}.values())
