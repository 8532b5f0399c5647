"""How one paper shows an item: the order of its ids, and the values drawn for it, if its kind draws some."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import TypeGuard

from training.core.items import Item, Variable


@dataclass(frozen=True, slots=True)
class Layout:
    """The order of an item's ids and its values by name; whoever shows it keeps both."""

    order: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)


def lay_out(item: Item, chance: Random) -> Layout:
    """Return a layout drawn from ``chance``: the same chance, the same layout."""
    order = item.arrange(chance)
    return Layout(order, item.drawn(chance) if _varies(item) else {})


def bound(item: Item, values: Mapping[str, str]) -> Item:
    """Return the item with the values kept for it; itself when its kind draws none. Raises KeyError for a lost one."""
    return item.bound(values) if _varies(item) else item


def laid_out(item: Item, chance: Random) -> tuple[Item, tuple[str, ...]]:
    """Return an item ready for a page that keeps nothing, and its order: for what the same chance shows again."""
    layout = lay_out(item, chance)
    return bound(item, layout.values), layout.order


def settled(item: Item, seed: str) -> Item:
    """Return the item with values that follow from ``seed``, for a question everybody meets alike."""
    return laid_out(item, Random(seed))[0]


def _varies(item: Item) -> TypeGuard[Variable]:
    return _is_variable(type(item))


@cache
def _is_variable(kind: type[Item]) -> bool:
    """Return whether a kind draws values, asked once a kind: a protocol takes as long to ask as an order to draw."""
    return issubclass(kind, Variable)
