"""Drawing a paper: every valid paper is equally likely, and the same seed gives the same paper.

A valid paper fills every cell of the specification, holds exactly its number of critical items, no two enemies, and
of each stimulus all items or none; of these only the papers with the fewest items the person has seen count. They are
counted before one is drawn, cell by cell: the state is how many critical items are still wanted and how many places of
the cells in hand are taken. Enemies and stimuli tie cells together: a group of units connected by enmity is taken as a
whole, by one of its peaceful subsets.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain, product
from math import comb
from random import Random
from typing import NamedTuple, Protocol, TypeAlias, TypeVar

from training.core import enmity
from training.core.closing_order import closing_order
from training.core.domains import Domain, Level
from training.core.items import Item
from training.core.layout import lay_out
from training.core.piloting import Need, pilots
from training.core.specification import Cell, Shortage, Specification, thin_cells


class Candidate(Protocol):
    """An item version that may be drawn; ``version`` is the hash that names it."""

    @property
    def version(self) -> str: ...
    @property
    def item(self) -> Item: ...


QUICK = 20_000
"""States that are counted in a fraction of a second."""
TRIES = 2_000
"""How many papers are drawn in the hope of one without enemies before everything is counted."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a paper: an item version, its ids in the order shown, and the values drawn for it, if any.

    A ``pilot`` is tried out and counts for nothing.
    """

    version: str
    order: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    pilot: bool = False


class PoolTooSmall(ValueError):
    """The pool cannot fill the specification; ``shortages`` names what is thin."""

    def __init__(self, shortages: tuple[Shortage, ...]) -> None:
        super().__init__("; ".join(map(str, shortages)))
        self.shortages = shortages


def fitting(items: Mapping[str, Item], specification: Specification) -> dict[str, Item]:
    """Return the items that a paper may hold: those in cells of the specification, of a set only if all of it is."""
    outside = {
        item.header.stimulus.code
        for item in items.values()
        if item.header.stimulus and not specification.asks(_cell(item))
    }
    return {
        version: item
        for version, item in items.items()
        if specification.asks(_cell(item)) and not (item.header.stimulus and item.header.stimulus.code in outside)
    }


class Papers:
    """All valid papers of a pool for one person, counted once; `scored` draws from them, as often as one likes."""

    def __init__(self, pool: Iterable[Candidate], specification: Specification, seen: Collection[str]) -> None:
        """Look for thin cells, and count when the first is drawn. Raises PoolTooSmall for a thin cell.

        ``seen`` holds the codes a person met before; they are drawn only where the pool has nothing else.
        """
        items = {candidate.version: candidate.item for candidate in pool}
        self._items = {version: items[version] for version in sorted(items)}
        self._fitting = fitting(self._items, specification)
        _refuse_thin(self._fitting, specification)
        self._pilots = specification.pilots
        self._specification = specification
        self._seen = seen

    @cached_property
    def _scored(self) -> "_Scored":
        return _Scored(self._fitting, self._specification, self._seen)

    def scored(self, chance: Random) -> list[str]:
        """Return the versions of what counts on a paper, each valid choice as likely as any. Raises PoolTooSmall."""
        return self._scored.one(chance)

    def places(
        self, scored: Collection[str], chance: Random, responses: Mapping[str, int] | None = None
    ) -> tuple[Place, ...]:
        """Return a paper of what counts and of what it tries out, in slot order. Raises PoolTooSmall.

        Items of one stimulus stand together. ``responses`` so far by version decide what is tried out; see `piloting`.
        """
        tried = _tried_out(self._items, scored, self._pilots, Need(responses or {}, self._seen), chance)
        order = _in_slot_order(scored, tried, self._items, chance)
        return tuple(_place(version, self._items[version], chance, pilot=version in tried) for version in order)


def criticals(
    items: Mapping[str, Item], specification: Specification, units: Mapping[enmity.Unit, frozenset[enmity.Unit]]
) -> frozenset[int]:
    """Return of which numbers of critical items, up to that of the specification, there is a paper of some units.

    All ``items`` are in cells of the specification. Where none of its number can be had, others may be.
    """
    return _Drawing(items, specification, (), units).criticals()


class _Scored:
    """What counts on a paper, each valid choice as likely as any.

    Where enemies of different domains tie so many cells together that counting takes long, papers are first drawn as
    if these were no enemies, until one holds none: it is as likely as any other one without. Such a paper has the
    fewest seen items, since more enemies never allow for fewer. Only when none comes is everything counted.
    """

    def __init__(self, items: Mapping[str, Item], specification: Specification, seen: Collection[str]) -> None:
        self._enemies = enmity.enemies(items)
        self._whole = _Drawing(items, specification, seen, enmity.units(items, self._enemies))
        near = enmity.units(items, _in_one_domain(self._enemies, items))
        self._near = _Drawing(items, specification, seen, near)

    def one(self, chance: Random) -> list[str]:
        """Return the versions of one paper. Raises PoolTooSmall when there is none."""
        for _ in range(TRIES if self._whole.effort > QUICK else 0):
            chosen = self._near.one(chance)
            if all(self._enemies[version].isdisjoint(chosen) for version in chosen):
                return chosen
        return self._whole.one(chance)


def _in_one_domain(enemies: Mapping[str, frozenset[str]], items: Mapping[str, Item]) -> dict[str, frozenset[str]]:
    domain = {version: item.header.domain for version, item in items.items()}
    return {
        version: frozenset(other for other in against if domain[other] is domain[version])
        for version, against in enemies.items()
    }


def _tried_out(
    items: Mapping[str, Item], scored: Collection[str], wanted: int, need: Need, chance: Random
) -> frozenset[str]:
    if not wanted:
        return frozenset()
    found = pilots(items, scored, wanted, need, chance)
    if len(found) < wanted:
        raise PoolTooSmall((Shortage("Questions to try out beside a paper", wanted, len(found)),))
    return frozenset(found)


def _place(version: str, item: Item, chance: Random, *, pilot: bool) -> Place:
    layout = lay_out(item, chance)
    return Place(version, layout.order, layout.values, pilot)


def _cell(item: Item) -> Cell:
    return item.header.domain, item.header.level


def _refuse_thin(items: Mapping[str, Item], specification: Specification) -> None:
    codes = {(_cell(item), item.header.code) for item in items.values()}
    thin = thin_cells(specification, Counter(cell for cell, _code in codes))
    if thin:
        raise PoolTooSmall(thin)


def _in_slot_order(
    scored: Collection[str], tried: Collection[str], items: Mapping[str, Item], chance: Random
) -> list[str]:
    """Return versions in random order, those of one stimulus side by side, those tried out spread over all of them."""
    order, among = (_together(versions, items, chance) for versions in (scored, tried))
    begins = [number * len(order) // len(among) for number in range(len(among) + 1)] if among else []
    for number in reversed(range(len(among))):
        order.insert(chance.randint(begins[number], begins[number + 1]), among[number])
    return [version for group in order for version in group]


def _together(versions: Collection[str], items: Mapping[str, Item], chance: Random) -> list[list[str]]:
    """Return versions in random order, in groups that share a stimulus."""
    groups: dict[str, list[str]] = {}
    for version in sorted(versions):
        stimulus = items[version].header.stimulus
        groups.setdefault(stimulus.code if stimulus else version, []).append(version)
    order = list(groups.values())
    chance.shuffle(order)
    for group in order:
        chance.shuffle(group)
    return order


_Papers: TypeAlias = tuple[int, int]
"""The smallest number of seen items, and in how many ways it can be had; a plain pair, for millions are counted."""
_Table: TypeAlias = dict[int, _Papers]
"""What was counted so far: the ways to each state."""


class _Take(NamedTuple):
    """Ways through a step that come to the same: what they add to the state, and how many they are."""

    adds: int
    papers: _Papers


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Items of one cell that have no enemies and are alike in being critical or not."""

    fresh: tuple[str, ...]
    seen: tuple[str, ...]

    def papers(self, wanted: int) -> _Papers:
        """Return in how many ways ``wanted`` items can be taken, fresh ones first."""
        again = max(0, wanted - len(self.fresh))
        return again, comb(len(self.fresh), wanted - again) * comb(len(self.seen), again)

    def take(self, wanted: int, chance: Random) -> list[str]:
        """Return ``wanted`` items, each way as likely as any."""
        again = max(0, wanted - len(self.fresh))
        return chance.sample(self.fresh, wanted - again) + chance.sample(self.seen, again)


class _Gauges:
    """A state as one number: how many critical items and how many items of each cell in hand were taken.

    Each count has a field that starts so high that it spills into a bit of its own as soon as it is over its limit:
    one addition takes items, one look at the spilled bits says whether there was room.
    """

    def __init__(self, limits: Sequence[int]) -> None:
        self._width = max(limits, default=0).bit_length() + 1
        self._most = (1 << (self._width - 1)) - 1
        self._limits = limits
        self.empty = sum((self._most - limit) << self._at(place) for place, limit in enumerate(limits))
        self.spilled = sum(1 << (self._at(place) + self._width - 1) for place in range(len(limits)))

    def some(self, place: int, count: int) -> int:
        """Return what ``count`` items at a place add to a state."""
        return count << self._at(place)

    def taken(self, state: int, place: int) -> int:
        """Return how many items a state has taken at a place."""
        return (state >> self._at(place) & self._most) - self._most + self._limits[place]

    def _at(self, place: int) -> int:
        return place * self._width


class _Drawing:
    """All valid papers, counted once the first is wanted; `one` draws from them.

    ``effort`` is about how many states the counting meets.
    """

    def __init__(
        self,
        items: Mapping[str, Item],
        specification: Specification,
        seen: Collection[str],
        units: Mapping[enmity.Unit, frozenset[enmity.Unit]],
    ) -> None:
        self._items = items
        self._seen = frozenset(version for version, item in items.items() if item.header.code in seen)
        self._critical = specification.critical
        self._dangerous = frozenset(version for version, item in items.items() if item.critical)
        self._cells = [cell for cell in product(Domain, Level) if specification.asks(cell)]
        self._wanted = [specification.cells[cell] for cell in self._cells]
        self._gauges = _Gauges([*self._wanted, specification.critical])
        number = {cell: place for place, cell in enumerate(self._cells)}
        self._place = {version: number[_cell(item)] for version, item in items.items()}
        alone = {unit[0] for unit, against in units.items() if len(unit) == 1 and not against}
        self._shelves = self._shelved(alone)
        self.effort, self._steps = self._plan(units, alone)
        self._tables: list[_Table] = []

    def one(self, chance: Random) -> list[str]:
        """Return the versions of one paper. Raises PoolTooSmall when there is none."""
        if self._critical not in self.criticals():
            raise PoolTooSmall((self._why_none(),))
        state = self._gauges.empty + self._criticals(self._critical)
        chosen: list[str] = []
        for number in reversed(range(len(self._steps))):
            step, after, before = self._steps[number], self._tables[number + 1], self._tables[number]
            if isinstance(step, int):
                ways = self._ways_to_fill(step, before, state, after[state][0])
                taken, critical = _weighted(ways, chance)
                shelf, critical_shelf = self._shelves[step]
                chosen += shelf.take(self._wanted[step] - taken - critical, chance)
                chosen += critical_shelf.take(critical, chance)
                state += self._gauges.some(step, taken) - self._criticals(critical)
            else:
                take = _weighted(_ways_to_admit(step, before, state, after[state][0]), chance)
                chosen += chance.choice(step[take])
                state -= take.adds
        return chosen

    def criticals(self) -> frozenset[int]:
        """Return the numbers of critical items, up to that of the specification, of which there is a paper."""
        self._tables = self._tables or self._count()
        counts = range(self._critical + 1)
        return frozenset(count for count in counts if self._gauges.empty + self._criticals(count) in self._tables[-1])

    def _count(self) -> list[_Table]:
        """Return the ways to each state before the first step and after each."""
        tables: list[_Table] = [{self._gauges.empty: (0, 1)}]
        for step in self._steps:
            tables.append(self._fill(step, tables[-1]) if isinstance(step, int) else self._admit(step, tables[-1]))
        return tables

    def _admit(self, group: "_Group", before: _Table) -> _Table:
        """Take one peaceful subset of a group of enemies."""
        table: _Table = {}
        spilled = self._gauges.spilled
        for adds, (also_seen, more) in group:
            for state, (seen, ways) in before.items():
                after = state + adds
                if not after & spilled:
                    known_seen, known = table.get(after, _NEVER)
                    if seen + also_seen == known_seen:
                        table[after] = known_seen, known + ways * more
                    elif seen + also_seen < known_seen:
                        table[after] = seen + also_seen, ways * more
        return table

    def _fill(self, place: int, before: _Table) -> _Table:
        """Fill what is left of a cell from its shelves, and close it."""
        table: _Table = {}
        spilled = self._gauges.spilled
        takes = [self._from_shelves(place, self._wanted[place] - taken) for taken in range(self._wanted[place] + 1)]
        for state, (seen, ways) in before.items():
            taken = self._gauges.taken(state, place)
            for critical, (also_seen, more) in takes[taken]:
                after = state + self._criticals(critical) - self._gauges.some(place, taken)
                known_seen, known = table.get(after, _NEVER)
                if after & spilled or seen + also_seen > known_seen:
                    continue
                table[after] = seen + also_seen, ways * more + (known if seen + also_seen == known_seen else 0)
        return table

    def _from_shelves(self, place: int, left: int) -> list[tuple[int, _Papers]]:
        """Return in how many ways so many items come from the shelves of a cell, by how many are critical."""
        common, critical = self._shelves[place]
        ways = []
        for count in range(min(left, self._critical) + 1):
            rest_seen, rest = common.papers(left - count)
            few_seen, few = critical.papers(count)
            if rest and few:
                ways.append((count, (rest_seen + few_seen, rest * few)))
        return ways

    def _ways_to_fill(self, place: int, before: _Table, state: int, seen: int) -> Iterator[tuple[tuple[int, int], int]]:
        """Yield how many items of a cell came from groups and how many critical ones from its shelf, with the ways."""
        for taken in range(self._wanted[place] + 1):
            for critical, found in self._from_shelves(place, self._wanted[place] - taken):
                known_seen, known = before.get(
                    state + self._gauges.some(place, taken) - self._criticals(critical), _NEVER
                )
                if known_seen + found[0] == seen:
                    yield (taken, critical), known * found[1]

    def _criticals(self, count: int) -> int:
        return self._gauges.some(len(self._cells), count)

    def _shelved(self, alone: Collection[str]) -> list[tuple[_Shelf, _Shelf]]:
        """Return the shelves of each cell, its common items and its critical ones, of those ``alone`` in their unit."""
        shelved: dict[tuple[int, bool, bool], list[str]] = {}
        for version in self._items:
            if version in alone:
                key = (self._place[version], version in self._dangerous, version in self._seen)
                shelved.setdefault(key, []).append(version)

        def shelf(place: int, *, critical: bool) -> _Shelf:
            fresh, seen = (tuple(shelved.get((place, critical, seen), ())) for seen in (False, True))
            return _Shelf(fresh, seen)

        return [(shelf(place, critical=False), shelf(place, critical=True)) for place in range(len(self._cells))]

    def _plan(
        self, units: Mapping[enmity.Unit, frozenset[enmity.Unit]], alone: Collection[str]
    ) -> tuple[int, list["int | _Group"]]:
        """Return the effort and the steps: the groups of units that touch a cell, then the cell, by its place."""
        friendly = [(unit,) for unit, against in units.items() if not against and unit[0] not in alone]
        groups = [self._grouped(group, units) for group in (*enmity.groups(units), *friendly)]
        brings = [self._brings(group) for group in groups]
        left, steps = list(zip(groups, brings, strict=True)), list[int | _Group]()
        effort, order = closing_order(brings, self._wanted)
        for place in order:
            steps += [group for group, touched in left if place in touched]
            left = [(group, touched) for group, touched in left if place not in touched]
            steps.append(place)
        return effort, steps

    def _brings(self, group: "_Group") -> Counter[int]:
        """Return how many items of each cell a group brings at most."""
        most = Counter[int]()
        for subsets in group.values():
            most |= Counter(self._place[version] for version in subsets[0])
        return most

    def _grouped(
        self, group: tuple[enmity.Unit, ...], against: Mapping[enmity.Unit, frozenset[enmity.Unit]]
    ) -> "_Group":
        """Return the peaceful subsets of a group that a paper has room for, those together that come to the same."""
        alike: dict[tuple[int, int], list[tuple[str, ...]]] = {}
        for chosen in enmity.peaceful(group, against):
            subset = tuple(chain.from_iterable(chosen))
            cells = Counter(self._place[version] for version in subset)
            critical = sum(version in self._dangerous for version in subset)
            if critical <= self._critical and all(count <= self._wanted[place] for place, count in cells.items()):
                adds = sum(self._gauges.some(place, count) for place, count in cells.items())
                key = (adds + self._criticals(critical), sum(version in self._seen for version in subset))
                alike.setdefault(key, []).append(subset)
        return {_Take(adds, (seen, len(subsets))): subsets for (adds, seen), subsets in alike.items()}

    def _why_none(self) -> Shortage:
        """Return what stands against every paper though no cell is thin; `lacking` looks for more."""
        found = len({item.header.code for item in self._items.values() if item.critical})
        if found < self._critical:
            return Shortage("Critical items", self._critical, found)
        return Shortage(f"No paper has exactly {self._critical} critical items, whole sets and no enemies together")


_Group: TypeAlias = dict[_Take, list[tuple[str, ...]]]
"""The peaceful subsets of a group of units, by what they come to."""
_Way = TypeVar("_Way")
_NEVER: _Papers = (1 << 30, 0)
"""What stands for a state that no way leads to."""


def _ways_to_admit(group: _Group, before: _Table, state: int, seen: int) -> Iterator[tuple[_Take, int]]:
    """Yield the takes of a group that lead to a state, each with its ways."""
    for take in group:
        known_seen, known = before.get(state - take.adds, _NEVER)
        if known_seen + take.papers[0] == seen:
            yield take, known * take.papers[1]


def _weighted(ways: Iterable[tuple[_Way, int]], chance: Random) -> _Way:
    """Return one of these, each as likely as its number of ways."""
    found = list(ways)
    ends = list(accumulate(number for _way, number in found))
    return found[bisect_right(ends, chance.randrange(ends[-1]))][0]
