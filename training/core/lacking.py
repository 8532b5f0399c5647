"""Why no paper can be drawn of a pool: everything that stands against it at once, and what to do about it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from training.core import drawing, enmity, piloting
from training.core.domains import DOMAIN_TITLES
from training.core.enmity import Unit
from training.core.items import Item
from training.core.specification import Cell, Shortage, Specification, thin_cells

NAMED = 5
"""Sets, or pairs of enemies, that a reason names before it says how many more there are."""


def lacks(pool: Mapping[str, Item], specification: Specification) -> tuple[Shortage, ...]:
    """Return what stands against every paper of a pool; nothing where there are papers, balanced or not.

    Where cells are thin, or critical items or questions to try out too few, all of that is told; else what enemies,
    whole sets and the number of critical items make impossible together.
    """
    items = drawing.fitting(pool, specification)
    too_few = (*_thin(items, specification), *_critical(items, specification), *_tried_out(pool, specification))
    return too_few or _together(items, specification)


def _cell(item: Item) -> Cell:
    return item.header.domain, item.header.level


def _named(cell: Cell) -> str:
    return f"{DOMAIN_TITLES[cell[0]]}, {cell[1]}"


def _thin(items: Mapping[str, Item], specification: Specification) -> tuple[Shortage, ...]:
    """Return the cells that hold too few items, sets that never fit left out, and these sets where it matters."""
    units = enmity.units(items, enmity.enemies(items))
    usable = {version for unit in units if _fits(unit, items, specification) for version in unit}
    codes = {(_cell(items[version]), items[version].header.code) for version in usable}
    thin = thin_cells(specification, Counter(cell for cell, _code in codes))
    return (*thin, *(_misfits(items, usable, specification) if thin else ()))


def _fits(unit: Unit, items: Mapping[str, Item], specification: Specification) -> bool:
    brings = Counter(_cell(items[version]) for version in unit)
    dangerous = sum(items[version].critical for version in unit)
    return dangerous <= specification.critical and all(
        count <= specification.cells[cell] for cell, count in brings.items()
    )


def _misfits(items: Mapping[str, Item], usable: set[str], specification: Specification) -> Iterator[Shortage]:
    """Yield the sets none of whose items can be used, with the reason."""
    sets: dict[str, dict[str, Item]] = {}
    for version, item in items.items():
        if item.header.stimulus and version not in usable:
            sets.setdefault(item.header.stimulus.code, {})[item.header.code] = item
    for code, members in sorted(sets.items()):
        brings = Counter(_cell(item) for item in members.values())
        why = [
            f"brings {count} questions of {_named(cell)}, of which a paper asks {specification.cells[cell]}"
            for cell, count in brings.items()
            if count > specification.cells[cell]
        ] or ["holds enemies, or more critical items than a paper"]
        yield Shortage(f"The set {code} never comes onto a paper: it {' and '.join(why)}")


def _critical(items: Mapping[str, Item], specification: Specification) -> tuple[Shortage, ...]:
    """Return whether the cells hold too few critical items for the number asked, or too few others."""
    by_code = {item.header.code: item for item in items.values()}
    held = Counter((_cell(item), item.critical) for item in by_code.values())
    cells = specification.cells
    most = sum(min(count, held[cell, True]) for cell, count in cells.items())
    forced = {cell: count - held[cell, False] for cell, count in cells.items() if count > held[cell, False]}
    forced = {cell: min(count, held[cell, True]) for cell, count in forced.items()}
    if most < specification.critical:
        return (Shortage("Critical items", specification.critical, most),)
    if sum(forced.values()) > specification.critical:
        where = "; ".join(f"{_named(cell)}, at least {count}" for cell, count in forced.items() if count)
        return (
            Shortage(
                f"Every paper holds {sum(forced.values())} critical items or more, and {specification.critical} are "
                f"asked: write questions that are not critical ({where})"
            ),
        )
    return ()


def _tried_out(pool: Mapping[str, Item], specification: Specification) -> tuple[Shortage, ...]:
    codes = {item.header.code for item in pool.values() if piloting.may_be_tried_out(item)}
    left = len(codes) - (specification.length - specification.critical)
    if not specification.pilots or left >= specification.pilots:
        return ()
    return (Shortage("Questions to try out beside a paper", specification.pilots, max(0, left)),)


def _together(items: Mapping[str, Item], specification: Specification) -> tuple[Shortage, ...]:
    against = enmity.enemies(items)
    asked = specification.critical
    if asked in drawing.criticals(items, specification, enmity.units(items, against)):
        return ()
    some = replace(specification, critical=min(specification.length, asked + NAMED))
    others = drawing.criticals(items, some, enmity.units(items, against))
    peaceful = drawing.criticals(items, specification, enmity.units(items, enmity.versions(items)))
    loose = drawing.criticals(items, specification, _loose(against))
    reasons = [
        (f"Papers hold {' or '.join(map(str, sorted(others)))} critical items, never {asked}", bool(others)),
        (f"Enemies leave no paper; without them there are some: {_enemies(items, against)}", asked in peaceful),
        (f"Whole sets leave no paper; without them there are some: {_sets(items)}", asked in loose),
    ]
    told = tuple(Shortage(words) for words, true in reasons if true)
    return told or (Shortage("Enemies, whole sets and critical items leave no paper: write single questions"),)


def _loose(against: Mapping[str, frozenset[str]]) -> dict[Unit, frozenset[Unit]]:
    """Return the units that there were without sets."""
    return {(version,): frozenset((enemy,) for enemy in enemies) for version, enemies in against.items()}


def _enemies(items: Mapping[str, Item], against: Mapping[str, frozenset[str]]) -> str:
    code = {version: item.header.code for version, item in items.items()}
    pairs = {tuple(sorted((code[one], code[other]))) for one, enemies in against.items() for other in enemies}
    return _listed(f"{one} and {other}" for one, other in sorted(pairs) if one != other)


def _sets(items: Mapping[str, Item]) -> str:
    sets = Counter(item.header.stimulus.code for item in items.values() if item.header.stimulus)
    return _listed(f"{code}, {count} questions" for code, count in sorted(sets.items()))


def _listed(words: Iterable[str]) -> str:
    """Return words in a row, of many only the first."""
    every = list(words)
    more = [f"and {len(every) - NAMED} more"] if len(every) > NAMED else []
    return "; ".join([*every[:NAMED], *more])
