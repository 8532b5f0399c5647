"""Which items a paper tries out: they stand among its questions, give data, and count for nothing.

A unit is an item, or all items of one stimulus. It may be tried out when nothing of it stands on the paper or is an
enemy of what does, none of its items knows a dangerous choice, and none needs people to mark it. Units are taken in
the order of need: those new to the person, then those with the fewest responses so far, then by chance; one is passed
over only when taking it would leave the paper with fewer questions to try out than it must have.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import or_
from random import Random

from training.core import enmity
from training.core.items import Growing, Item
from training.core.rubrics import Rubric


@dataclass(frozen=True, slots=True)
class Need:
    """What decides who is tried out: responses so far by version, and the codes a person met before."""

    responses: Mapping[str, int]
    seen: Collection[str]


def pilots(items: Mapping[str, Item], paper: Collection[str], wanted: int, need: Need, chance: Random) -> list[str]:
    """Return ``wanted`` versions to be tried out beside those on a paper; fewer only when no more fit together."""
    units = _units(items, paper, wanted)
    open_to = _Choices(units, _against(units, enmity.enemies(items)), wanted)
    chosen: list[str] = []
    for name in _by_need(units, items, need, chance):
        if open_to.take(name):
            chosen += units[name]
        if len(chosen) == open_to.most:
            break
    return chosen


def _units(items: Mapping[str, Item], paper: Collection[str], wanted: int) -> dict[str, tuple[str, ...]]:
    """Return the units that may be tried out beside a paper, each with its versions."""
    against = enmity.enemies(items)
    units: dict[str, list[str]] = {}
    for version in sorted(items):
        stimulus = items[version].header.stimulus
        units.setdefault(f"stimulus {stimulus.code}" if stimulus else version, []).append(version)

    def fits(unit: Collection[str]) -> bool:
        apart = all(version not in paper and against[version].isdisjoint((*paper, *unit)) for version in unit)
        return len(unit) <= wanted and apart and all(may_be_tried_out(items[version]) for version in unit)

    return {name: tuple(unit) for name, unit in units.items() if fits(unit)}


def may_be_tried_out(item: Item) -> bool:
    """Return whether an item may be tried out at all: without a dangerous choice, and marked without people."""
    return not item.critical and not isinstance(item, Rubric | Growing)


def _against(units: Mapping[str, tuple[str, ...]], enemies: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
    """Return the enemies of each unit."""
    unit_of = {version: name for name, unit in units.items() for version in unit}
    return {
        name: frozenset(unit_of[enemy] for version in unit for enemy in enemies[version] if enemy in unit_of) - {name}
        for name, unit in units.items()
    }


def _by_need(units: Mapping[str, tuple[str, ...]], items: Mapping[str, Item], need: Need, chance: Random) -> list[str]:
    def rank(name: str) -> tuple[bool, Fraction, float]:
        unit = units[name]
        met = any(items[version].header.code in need.seen for version in unit)
        responses = sum(need.responses.get(version, 0) for version in unit)
        return met, Fraction(responses, len(unit)), chance.random()

    return sorted(units, key=rank)


class _Choices:
    """The sets of units that are still open, group of enemies by group of enemies; ``most`` is how many items fit."""

    def __init__(
        self, units: Mapping[str, tuple[str, ...]], against: Mapping[str, Collection[str]], wanted: int
    ) -> None:
        self._units = units
        self._wanted = wanted
        groups = enmity.groups(against) + [(name,) for name in units if not against[name]]
        self._open = [self._that_fit(enmity.peaceful(group, against)) for group in groups]
        self._group = {name: place for place, group in enumerate(groups) for name in group}
        self.most = self._sums().bit_length() - 1

    def take(self, name: str) -> bool:
        """Take a unit if the most can still be reached with it, else put it aside; return whether it was taken."""
        place = self._group[name]
        before = self._open[place]
        self._open[place] = [subset for subset in before if name in subset]
        taken = bool(self._sums() >> self.most & 1)
        if not taken:
            self._open[place] = [subset for subset in before if name not in subset]
        return taken

    def _that_fit(self, subsets: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
        return [subset for subset in subsets if self._size(subset) <= self._wanted]

    def _size(self, subset: tuple[str, ...]) -> int:
        return sum(len(self._units[name]) for name in subset)

    def _sums(self) -> int:
        """Return how many items can be had, as a number whose bit ``n`` is set when ``n`` can."""
        found = 1
        for subsets in self._open:
            sizes = {self._size(subset) for subset in subsets}
            found = reduce(or_, (found << size for size in sizes), 0) & ((2 << self._wanted) - 1)
        return found
