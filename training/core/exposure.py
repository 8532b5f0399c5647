"""How often an item is given: before each draw every item tosses a coin that is loaded against what was given often.

An item may be drawn with probability min(1, most * open / given), where ``open`` counts the papers for which it might
have been drawn and ``given`` those that held it, so its share of papers settles at ``most`` or below. (Item
eligibility, van der Linden and Veldkamp 2004; measurement.md 3.2.)
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from training.core.items import Item
from training.core.specification import Cell, Specification

ROOM = 1.25
"""How far the most given item may stand over the mean."""


@dataclass(frozen=True, slots=True)
class Given:
    """For how many papers an item was open to be drawn, and on how many it stood."""

    open: int
    given: int


def most(items: Mapping[str, Item], specification: Specification) -> dict[str, float]:
    """Return the share of papers, 0-1, that each item may stand on: `ROOM` above the mean, or what its cell needs.

    A cell needs its common items for all places that its part of the critical items leaves, and its critical items
    for the others. All ``items`` are in cells of the specification.
    """
    critical = sum(item.critical for item in items.values())
    held = Counter((_cell(item), item.critical) for item in items.values())
    everywhere = ROOM * specification.length / len(items) if items else 1.0

    def needed(item: Item) -> float:
        cell = _cell(item)
        dangerous = min(specification.cells[cell], specification.critical * held[cell, True] / max(critical, 1))
        places = dangerous if item.critical else specification.cells[cell] - dangerous
        return places / held[cell, item.critical]

    return {version: min(1.0, max(everywhere, needed(item))) for version, item in items.items()}


def spared(given: Mapping[str, Given], limits: Mapping[str, float], *, seed: int) -> frozenset[str]:
    """Return the versions that lose their toss and should not be drawn now; new ones never do.

    The tosses of a ``seed`` are others than the choices that a paper of this seed makes.
    """
    chance, lost = Random(f"spare {seed}"), []
    for version in sorted(limits):
        count = given.get(version)
        toss = chance.random()
        if count and count.given and toss >= limits[version] * count.open / count.given:
            lost.append(version)
    return frozenset(lost)


def _cell(item: Item) -> Cell:
    return item.header.domain, item.header.level
