"""Choosing what counts on a paper unit by unit, so that items of a cell come about equally often.

Sets come first, each with the share of papers that its cells allow, then critical items up to their number, those first
without which a cell could not be filled, then the rest of each cell; within each step by chance, and last what was met
before or should be spared. The choice can run into a corner where a cell is left unfilled: then it gives nothing, and
`drawing` finds a paper wherever there is one.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from random import Random

from training.core import enmity
from training.core.enmity import Unit
from training.core.items import Item
from training.core.specification import Cell, Specification


class Choosing:
    """The units of a pool; `one` chooses from them, as often as one likes."""

    def __init__(self, items: Mapping[str, Item], specification: Specification) -> None:
        """Sort them. All ``items`` are in cells of the specification."""
        self._cells = dict(specification.cells)
        self._critical = specification.critical
        self._cell = {version: (item.header.domain, item.header.level) for version, item in items.items()}
        self._dangerous = frozenset(version for version, item in items.items() if item.critical)
        self._against = enmity.enemies(items)
        units = sorted(enmity.units(items, self._against))
        self._singles = [unit for unit in units if len(unit) == 1]
        held = Counter(self._cell.values())
        self._sets = [
            (unit, min(self._cells[self._cell[version]] / held[self._cell[version]] for version in unit))
            for unit in units
            if len(unit) > 1
        ]

    def one(self, chance: Random, *, spared: Collection[str] = (), seen: Collection[str] = ()) -> list[str] | None:
        """Return the versions of a valid paper, None when the choice ran into a corner."""
        paper = _Paper(self._cells, self._critical)
        for unit, share in chance.sample(self._sets, len(self._sets)):
            if chance.random() < share and not any(version in spared or version in seen for version in unit):
                self._take(unit, paper)
        rank = {unit: (unit[0] in seen, unit[0] in spared, chance.random()) for unit in self._singles}
        order = sorted(self._singles, key=lambda unit: rank[unit])
        common = [unit for unit in order if unit[0] not in self._dangerous]
        dangerous = [unit for unit in order if unit[0] in self._dangerous]
        free = (unit for unit in common if not (rank[unit][0] or rank[unit][1]))
        left = Counter(self._cell[unit[0]] for unit in free if self._fits(unit, paper))
        for unit in dangerous:
            if paper.room(self._cell[unit[0]]) > left[self._cell[unit[0]]]:
                self._take(unit, paper)
        for unit in (*dangerous, *common):
            if paper.room(self._cell[unit[0]]):
                self._take(unit, paper)
        return sorted(paper.versions) if paper.full else None

    def least(self, seen: Collection[str]) -> int:
        """Return how many of the versions ``seen`` every paper must hold: what its cells cannot do without."""
        fresh = Counter(cell for version, cell in self._cell.items() if version not in seen)
        return sum(max(0, wanted - fresh[cell]) for cell, wanted in self._cells.items())

    def _fits(self, unit: Unit, paper: "_Paper") -> bool:
        return unit[0] not in paper.versions and all(
            self._against[version].isdisjoint(paper.versions) for version in unit
        )

    def _take(self, unit: Unit, paper: "_Paper") -> None:
        """Put a unit on the paper if it has room for it and no enemy of it."""
        cells = Counter(self._cell[version] for version in unit)
        dangerous = sum(version in self._dangerous for version in unit)
        if self._fits(unit, paper) and paper.has_room(cells, dangerous):
            paper.add(unit, cells, dangerous)


class _Paper:
    """A paper that is being filled."""

    def __init__(self, cells: Mapping[Cell, int], critical: int) -> None:
        self.versions: set[str] = set()
        self._room = dict(cells)
        self._critical = critical

    @property
    def full(self) -> bool:
        return self._critical == 0 and not any(self._room.values())

    def room(self, cell: Cell) -> int:
        """Return how many places of a cell are free."""
        return self._room[cell]

    def has_room(self, cells: Mapping[Cell, int], dangerous: int) -> bool:
        return dangerous <= self._critical and all(self._room.get(cell, 0) >= count for cell, count in cells.items())

    def add(self, versions: Iterable[str], cells: Mapping[Cell, int], dangerous: int) -> None:
        self.versions.update(versions)
        self._critical -= dangerous
        for cell, count in cells.items():
            self._room[cell] -= count
