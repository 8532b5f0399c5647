"""Which items must not meet on one paper, the enemies they name and other versions of themselves; and which must.

A unit is what is drawn together or not at all: an item, or all items of one stimulus.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping
from itertools import product
from typing import TypeAlias, TypeVar

from training.core.items import Item

Unit: TypeAlias = tuple[str, ...]
"""The versions of what is drawn together."""
_Named = TypeVar("_Named", bound=Hashable)


def enemies(items: Mapping[str, Item]) -> dict[str, frozenset[str]]:
    """Return the enemies of each version, both ways; two versions of one code are enemies too."""
    return _against(items, {version: item.header.enemies for version, item in items.items()})


def versions(items: Mapping[str, Item]) -> dict[str, frozenset[str]]:
    """Return the other versions of the same item alone, for each version."""
    return _against(items, dict.fromkeys(items, ()))


def _against(items: Mapping[str, Item], named: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {version: set() for version in items}
    by_code: dict[str, list[str]] = {}
    for version, item in items.items():
        by_code.setdefault(item.header.code, []).append(version)
    for version, item in items.items():
        for code in (item.header.code, *named[version]):
            for enemy in by_code.get(code, []):
                found[version].add(enemy)
                found[enemy].add(version)
    return {version: frozenset(against - {version}) for version, against in found.items()}


def units(items: Mapping[str, Item], against: Mapping[str, frozenset[str]]) -> dict[Unit, frozenset[Unit]]:
    """Return the units of some versions, each with the units that must not meet it.

    Where several versions of an item of a stimulus are there, each choice of one version an item is a unit. A stimulus
    whose own items are enemies has no unit: it cannot be drawn.
    """
    sets: dict[str, dict[str, list[str]]] = {}
    found: list[Unit] = []
    for version, item in items.items():
        if item.header.stimulus:
            sets.setdefault(item.header.stimulus.code, {}).setdefault(item.header.code, []).append(version)
        else:
            found.append((version,))
    whole = [tuple(chosen) for codes in sets.values() for chosen in product(*codes.values())]
    found += [unit for unit in whole if all(against[version].isdisjoint(unit) for version in unit)]
    holding: dict[str, list[Unit]] = {}
    for unit in found:
        for version in unit:
            holding.setdefault(version, []).append(unit)

    def hostile(unit: Unit) -> frozenset[Unit]:
        named = {other for version in unit for enemy in against[version] for other in holding.get(enemy, ())}
        same = {other for version in unit for other in holding[version]}
        return frozenset((named | same) - {unit})

    return {unit: hostile(unit) for unit in found}


def groups(against: Mapping[_Named, Collection[_Named]]) -> list[tuple[_Named, ...]]:
    """Return the names that have enemies, in groups connected by enmity."""
    left = [name for name, enemies in against.items() if enemies]
    found = []
    while left:
        group, edge = dict[_Named, None](), [left[0]]
        while edge:
            name = edge.pop()
            if name not in group:
                group[name] = None
                edge += against[name]
        found.append(tuple(sorted(group, key=str)))
        left = [name for name in left if name not in group]
    return found


def peaceful(group: tuple[_Named, ...], against: Mapping[_Named, Collection[_Named]]) -> Iterator[tuple[_Named, ...]]:
    """Yield every subset of ``group`` without two enemies."""
    if not group:
        yield ()
        return
    first, rest = group[0], group[1:]
    yield from peaceful(rest, against)
    friends = tuple(name for name in rest if name not in against[first])
    yield from ((first, *subset) for subset in peaceful(friends, against))
