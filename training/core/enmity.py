"""Which items must not meet on one paper: the enemies they name, and other versions of themselves."""

from collections.abc import Collection, Iterator, Mapping

from training.core.items import Item


def enemies(items: Mapping[str, Item]) -> dict[str, frozenset[str]]:
    """Return the enemies of each version, both ways; two versions of one code are enemies too."""
    found: dict[str, set[str]] = {version: set() for version in items}
    by_code: dict[str, list[str]] = {}
    for version, item in items.items():
        by_code.setdefault(item.header.code, []).append(version)
    for version, item in items.items():
        for code in (item.header.code, *item.header.enemies):
            for enemy in by_code.get(code, []):
                found[version].add(enemy)
                found[enemy].add(version)
    return {version: frozenset(against - {version}) for version, against in found.items()}


def groups(against: Mapping[str, Collection[str]]) -> list[tuple[str, ...]]:
    """Return the names that have enemies, in groups connected by enmity."""
    left = [name for name, enemies in against.items() if enemies]
    found = []
    while left:
        group, edge = set(), [left[0]]
        while edge:
            name = edge.pop()
            if name not in group:
                group.add(name)
                edge += against[name]
        found.append(tuple(sorted(group)))
        left = [name for name in left if name not in group]
    return found


def peaceful(group: tuple[str, ...], against: Mapping[str, Collection[str]]) -> Iterator[tuple[str, ...]]:
    """Yield every subset of ``group`` without two enemies."""
    if not group:
        yield ()
        return
    first, rest = group[0], group[1:]
    yield from peaceful(rest, against)
    friends = tuple(name for name in rest if name not in against[first])
    yield from ((first, *subset) for subset in peaceful(friends, against))
