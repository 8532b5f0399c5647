"""Drawing a paper: every valid paper is equally likely, and the same seed gives the same paper.

A valid paper fills every cell of the specification, holds exactly its number of critical items and no two enemies;
of these only the papers with the fewest items the person has seen count. They are counted before one is drawn, cell
by cell: the state is how many critical items are still wanted and how many places of the cells in hand are taken.
Enemies tie cells together: a group of items connected by enmity is taken as a whole, by one of its peaceful subsets.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate, product
from math import comb
from random import Random
from typing import NamedTuple, Protocol, TypeAlias

from training.core.domains import Domain, Level
from training.core.items import Item
from training.core.layout import lay_out
from training.core.specification import Cell, Shortage, Specification, thin_cells


class Candidate(Protocol):
    """An item version that may be drawn; ``version`` is the hash that names it."""

    @property
    def version(self) -> str: ...
    @property
    def item(self) -> Item: ...


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a paper: an item version, its ids in the order shown, and the values drawn for it, if any."""

    version: str
    order: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)


class PoolTooSmall(ValueError):
    """The pool cannot fill the specification; ``shortages`` names what is thin."""

    def __init__(self, shortages: tuple[Shortage, ...]) -> None:
        super().__init__("; ".join(f"{short.what}: {short.found} of {short.wanted}" for short in shortages))
        self.shortages = shortages


def draw(
    pool: Iterable[Candidate], specification: Specification, *, seed: int, seen: Collection[str]
) -> tuple[Place, ...]:
    """Return a paper drawn uniformly from all valid ones, in slot order.

    ``seen`` holds the codes a person met before; they are drawn only where the pool has nothing else. Items of one
    stimulus stand together. The same seed and pool give the same paper, whatever the pool's order. Raises
    PoolTooSmall.
    """
    items = {candidate.version: candidate.item for candidate in pool}
    fitting = {version: items[version] for version in sorted(items) if specification.cells.get(_cell(items[version]))}
    _refuse_thin(fitting, specification)
    chance = Random(seed)
    chosen = _Drawing(fitting, specification, seen).one(chance)
    return tuple(_place(version, fitting[version], chance) for version in _in_slot_order(chosen, fitting, chance))


def _place(version: str, item: Item, chance: Random) -> Place:
    layout = lay_out(item, chance)
    return Place(version, layout.order, layout.values)


def _cell(item: Item) -> Cell:
    return item.header.domain, item.header.level


def _refuse_thin(items: Mapping[str, Item], specification: Specification) -> None:
    codes = {(_cell(item), item.header.code) for item in items.values()}
    thin = thin_cells(specification, Counter(cell for cell, _code in codes))
    if thin:
        raise PoolTooSmall(thin)


def _in_slot_order(chosen: Iterable[str], items: Mapping[str, Item], chance: Random) -> list[str]:
    """Return versions in random order, those of one stimulus side by side."""
    groups: dict[str, list[str]] = {}
    for version in sorted(chosen):
        stimulus = items[version].header.stimulus
        groups.setdefault(stimulus.code if stimulus else version, []).append(version)
    order = list(groups.values())
    chance.shuffle(order)
    for group in order:
        chance.shuffle(group)
    return [version for group in order for version in group]


class _Papers(NamedTuple):
    """How many papers there are, all with the same, smallest number of seen items."""

    seen: int
    ways: int


class _State(NamedTuple):
    """Where a count stands: critical items still wanted, places taken in each cell by members of groups."""

    critical: int
    taken: tuple[int, ...]


class _Choice(NamedTuple):
    """One way through a step: so many papers, of a group these members, from a shelf so many critical items."""

    papers: _Papers
    after: _State
    group: tuple[str, ...]
    critical: int


_Group: TypeAlias = tuple[tuple[str, ...], ...]
"""The peaceful subsets of a group of enemies."""
_NONE = _Papers(0, 0)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Items of one cell that have no enemies and are alike in being critical or not."""

    fresh: tuple[str, ...]
    seen: tuple[str, ...]

    def papers(self, wanted: int) -> _Papers:
        """Return in how many ways ``wanted`` items can be taken, fresh ones first."""
        again = max(0, wanted - len(self.fresh))
        return _Papers(again, comb(len(self.fresh), wanted - again) * comb(len(self.seen), again))

    def take(self, wanted: int, chance: Random) -> list[str]:
        """Return ``wanted`` items, each way as likely as any."""
        again = max(0, wanted - len(self.fresh))
        return chance.sample(self.fresh, wanted - again) + chance.sample(self.seen, again)


class _Drawing:
    """All valid papers, counted; `one` draws from them."""

    def __init__(self, items: Mapping[str, Item], specification: Specification, seen: Collection[str]) -> None:
        self._items = items
        self._seen = frozenset(version for version, item in items.items() if item.header.code in seen)
        self._critical = specification.critical
        self._cells = [cell for cell in product(Domain, Level) if specification.cells.get(cell)]
        self._wanted = [specification.cells[cell] for cell in self._cells]
        number = {cell: place for place, cell in enumerate(self._cells)}
        self._place = {version: number[_cell(item)] for version, item in items.items()}
        enemies = _enemies(items)
        self._shelves = self._shelved(enemies)
        self._steps = self._plan(enemies)
        self._counted: dict[tuple[int, _State], _Papers] = {}

    def one(self, chance: Random) -> list[str]:
        """Return the versions of one paper. Raises PoolTooSmall when there is none."""
        state = _State(self._critical, (0,) * len(self._cells))
        if not self._papers(0, state).ways:
            raise PoolTooSmall((self._why_none(),))
        chosen: list[str] = []
        for number, step in enumerate(self._steps):
            choice = self._pick(number, state, chance)
            chosen += choice.group
            if isinstance(step, int):
                common, critical = self._shelves[step]
                chosen += common.take(self._wanted[step] - state.taken[step] - choice.critical, chance)
                chosen += critical.take(choice.critical, chance)
            state = choice.after
        return chosen

    def _pick(self, number: int, state: _State, chance: Random) -> _Choice:
        """Return a way through a step, each as likely as it has papers."""
        fewest = self._papers(number, state).seen
        best = [(choice, papers.ways) for choice, papers in self._weighed(number, state) if papers.seen == fewest]
        ends = list(accumulate(ways for _choice, ways in best))
        return best[bisect_right(ends, chance.randrange(ends[-1]))][0]

    def _papers(self, number: int, state: _State) -> _Papers:
        """Return how many papers there are from ``state`` before step ``number`` on."""
        if number == len(self._steps):
            return _Papers(0, int(state.critical == 0))
        if (number, state) not in self._counted:
            found = [papers for _choice, papers in self._weighed(number, state)]
            fewest = min((papers.seen for papers in found), default=0)
            ways = sum(papers.ways for papers in found if papers.seen == fewest)
            self._counted[number, state] = _Papers(fewest, ways)
        return self._counted[number, state]

    def _weighed(self, number: int, state: _State) -> Iterator[tuple[_Choice, _Papers]]:
        """Yield the ways through a step that lead to papers, each with all papers it leads to."""
        step = self._steps[number]
        for choice in self._fill(step, state) if isinstance(step, int) else self._admit(step, state):
            after = self._papers(number + 1, choice.after) if choice.papers.ways else _NONE
            if after.ways:
                yield choice, _Papers(choice.papers.seen + after.seen, choice.papers.ways * after.ways)

    def _fill(self, place: int, state: _State) -> Iterator[_Choice]:
        """Fill what is left of a cell from its shelves, and close it."""
        left = self._wanted[place] - state.taken[place]
        taken = (*state.taken[:place], 0, *state.taken[place + 1 :])
        common, critical = self._shelves[place]
        for count in range(min(left, state.critical) + 1):
            rest, few = common.papers(left - count), critical.papers(count)
            papers = _Papers(rest.seen + few.seen, rest.ways * few.ways)
            yield _Choice(papers, _State(state.critical - count, taken), (), count)

    def _admit(self, group: _Group, state: _State) -> Iterator[_Choice]:
        """Take one peaceful subset of a group of enemies."""
        for subset in group:
            taken = list(state.taken)
            for version in subset:
                taken[self._place[version]] += 1
            critical = state.critical - sum(self._items[version].critical for version in subset)
            if critical >= 0 and all(count <= wanted for count, wanted in zip(taken, self._wanted, strict=True)):
                papers = _Papers(sum(version in self._seen for version in subset), 1)
                yield _Choice(papers, _State(critical, tuple(taken)), subset, 0)

    def _shelved(self, enemies: Mapping[str, frozenset[str]]) -> list[tuple[_Shelf, _Shelf]]:
        """Return the shelves of each cell: its common items and its critical ones."""
        shelved: dict[tuple[int, bool, bool], list[str]] = {}
        for version, item in self._items.items():
            if not enemies[version]:
                key = (self._place[version], item.critical, version in self._seen)
                shelved.setdefault(key, []).append(version)

        def shelf(place: int, *, critical: bool) -> _Shelf:
            fresh, seen = (tuple(shelved.get((place, critical, seen), ())) for seen in (False, True))
            return _Shelf(fresh, seen)

        return [(shelf(place, critical=False), shelf(place, critical=True)) for place in range(len(self._cells))]

    def _plan(self, enemies: Mapping[str, frozenset[str]]) -> list[int | _Group]:
        """Return the steps: the groups of enemies that touch a cell, then the cell itself, by its place.

        The next cell is the one whose groups bring the fewest new cells in hand, which keeps the states few.
        """
        groups = _groups(enemies)
        steps: list[int | _Group] = []
        left, in_hand = list(range(len(self._cells))), set[int]()
        while left:
            place = min(left, key=lambda cell: (len(self._touched(groups, cell) - in_hand), cell))
            in_hand = (in_hand | self._touched(groups, place)) - {place}
            here = [group for group in groups if any(self._place[version] == place for version in group)]
            groups = [group for group in groups if group not in here]
            steps += [tuple(_peaceful(group, enemies)) for group in here]
            steps.append(place)
            left.remove(place)
        return steps

    def _touched(self, groups: Iterable[tuple[str, ...]], place: int) -> set[int]:
        """Return the cells of the groups that touch a cell."""
        cells = [{self._place[version] for version in group} for group in groups]
        return {place}.union(*(touched for touched in cells if place in touched))

    def _why_none(self) -> Shortage:
        """Return what stands against every paper though no cell is thin: critical items, or enemies."""
        found = len({item.header.code for item in self._items.values() if item.critical})
        if found < self._critical:
            return Shortage("Critical items", self._critical, found)
        return Shortage(f"Papers with exactly {self._critical} critical items and no enemies together", 1, 0)


def _enemies(items: Mapping[str, Item]) -> dict[str, frozenset[str]]:
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
    return {version: frozenset(enemies - {version}) for version, enemies in found.items()}


def _groups(enemies: Mapping[str, frozenset[str]]) -> list[tuple[str, ...]]:
    """Return the versions that have enemies, in groups connected by enmity."""
    left = [version for version, against in enemies.items() if against]
    groups = []
    while left:
        group, edge = set(), [left[0]]
        while edge:
            version = edge.pop()
            if version not in group:
                group.add(version)
                edge += enemies[version]
        groups.append(tuple(sorted(group)))
        left = [version for version in left if version not in group]
    return groups


def _peaceful(group: tuple[str, ...], enemies: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, ...]]:
    """Yield every subset of ``group`` without two enemies."""
    if not group:
        yield ()
        return
    first, rest = group[0], group[1:]
    yield from _peaceful(rest, enemies)
    friends = tuple(version for version in rest if version not in enemies[first])
    yield from ((first, *subset) for subset in _peaceful(friends, enemies))
