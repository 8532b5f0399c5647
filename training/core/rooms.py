"""What a pool holds for each cell of an exam: how often its items come, how many papers it gives, what it lacks."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from math import ceil

from training.core import exposure
from training.core.balancing import Reckoned
from training.core.domains import Domain, Level
from training.core.items import Item
from training.core.specification import Cell, Specification

NARROW = 0.1
"""Expected shares of a cell that lie closer leave balancing nothing to exchange."""


class Reach(StrEnum):
    """How many of the attempts that a person may have a cell can give new items for."""

    NONE = "no paper"
    ONCE = "one attempt"
    SOME = "some attempts"
    ALL = "all attempts"


@dataclass(frozen=True, slots=True)
class Room:
    """What the pool holds for a cell that gives ``wanted`` items to a paper, for people who may sit ``attempts`` times.

    A paper takes about ``dangerous`` critical items of it. ``share`` is how often its items come on average, ``most``
    how often one of them may come, both 0-1; ``easiest`` and ``hardest`` are the expected shares of its items at the
    standard.
    """

    cell: Cell
    wanted: int
    attempts: int
    held: int
    critical: int
    dangerous: float
    share: float
    most: float
    easiest: float
    hardest: float

    @property
    def papers(self) -> int:
        """Return how many papers without a common item the cell could give one person."""
        return self.held // self.wanted

    @property
    def reach(self) -> Reach:
        """Return how far the cell goes with one person."""
        if self.papers >= self.attempts:
            return Reach.ALL
        return {0: Reach.NONE, 1: Reach.ONCE}.get(self.papers, Reach.SOME)

    @property
    def advice(self) -> tuple[str, ...]:
        """Return what to write next for the cell, nothing where it has enough."""
        missing = max(0, self.attempts * self.wanted - self.held)
        common = ceil(self.attempts * (self.wanted - self.dangerous) - 1e-9) - (self.held - self.critical)
        critical = ceil(self.attempts * self.dangerous - 1e-9) - self.critical
        narrow = self.held > 0 and self.easiest - self.hardest < NARROW
        return tuple(
            words
            for words, true in (
                (f"{missing} more, so that {self.attempts} attempts need share none", missing > 0),
                (f"{common} more that are not critical", common > missing),
                (f"{critical} more that are critical", critical > missing),
                ("some that are easier or harder", narrow),
            )
            if true
        )


def rooms(
    items: Mapping[str, Item], specification: Specification, reckoned: Mapping[str, Reckoned]
) -> tuple[Room, ...]:
    """Return every cell that the specification asks of. ``items`` are those in such cells, ``reckoned`` holds each."""
    held: dict[Cell, list[str]] = {}
    for version, item in items.items():
        held.setdefault((item.header.domain, item.header.level), []).append(version)
    limits, every = exposure.most(items, specification), sum(item.critical for item in items.values())
    found = []
    for cell in filter(specification.asks, product(Domain, Level)):
        names, wanted = held.get(cell, []), specification.cells[cell]
        critical = sum(items[name].critical for name in names)
        expected = [reckoned[name].expected for name in names]
        found.append(
            Room(
                cell=cell,
                wanted=wanted,
                attempts=specification.attempts,
                held=len(names),
                critical=critical,
                dangerous=min(wanted, specification.critical * critical / max(every, 1)),
                share=min(1.0, wanted / len(names)) if names else 1.0,
                most=max((limits[name] for name in names), default=1.0),
                easiest=max(expected, default=0.0),
                hardest=min(expected, default=0.0),
            )
        )
    return tuple(found)
