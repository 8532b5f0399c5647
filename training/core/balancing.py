"""Making a drawn paper as hard as every other: units are exchanged for like ones until it is on target.

What a candidate just at the standard is expected to reach on a paper is summed over its items. A paper is balanced
when that sum is within `TOLERANCE` points of the target, in total and in each domain that has a minimum, and when its
information at the standard is not too small. A unit is exchanged only for one that fills the same cells with as many
critical items and has no enemy on the paper, so a valid paper stays valid. (measurement.md 3.1.)
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from random import Random
from typing import NamedTuple, TypeAlias

from training.core import enmity
from training.core.domains import DOMAIN_TITLES, Domain
from training.core.drawing import PoolTooSmall
from training.core.enmity import Unit
from training.core.items import Item
from training.core.specification import Cell, Shortage, Specification

TOLERANCE = 0.25
"""How far from the target a paper's expected points may be, in raw points."""
INFORMED = 0.9
"""The least information of a paper, as a share of what a paper of this pool has on average."""
LOOKED_AT = 12
"""Units of a paper that are looked at before the best exchange among them is made."""
EXCHANGES = 60
"""Exchanges after which a paper is given up."""
_NEAR = 1e-9

_Kind: TypeAlias = tuple[tuple[Cell, bool], ...]
"""What a unit fills: for each of its items the cell, and whether it is critical; sorted."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a candidate just at the standard makes of an item: expected share of its points, 0-1, and information."""

    expected: float
    information: float


class Relaxed(StrEnum):
    """What had to give way for a paper to be balanced, in the order in which it does."""

    EXPOSURE = "exposure"
    INFORMATION = "information"
    SEEN = "seen before"


@dataclass(frozen=True, slots=True)
class Target:
    """What a paper of a pool should come to: expected points in all and in domains with a minimum; information."""

    total: float
    domains: Mapping[Domain, float]
    information: float


@dataclass(frozen=True, slots=True)
class Reached:
    """What a paper comes to, and what was relaxed for it. Expected points are raw points at the standard."""

    total: float
    domains: Mapping[Domain, float]
    information: float
    relaxed: tuple[Relaxed, ...] = ()


class Unbalanced(PoolTooSmall):
    """No paper of the pool was found that is as hard as it should be; ``reached`` is the nearest one."""

    def __init__(self, target: Target, reached: Reached) -> None:
        parts = [("The whole paper", reached.total, target.total)]
        parts += [(DOMAIN_TITLES[domain], reached.domains[domain], target.domains[domain]) for domain in target.domains]
        super().__init__(
            tuple(
                Shortage(
                    f"{part}: no paper within {TOLERANCE} points of what it should come to. On the nearest, a "
                    f"candidate at the standard is expected to get {came:.2f} points, not {wanted:.2f}: write "
                    f"{'easier' if came < wanted else 'harder'} questions for its cells"
                )
                for part, came, wanted in parts
                if abs(came - wanted) > TOLERANCE + _NEAR
            )
        )
        self.target = target
        self.reached = reached


def target(reckoned: Mapping[str, Reckoned], items: Mapping[str, Item], specification: Specification) -> Target:
    """Return what a paper of these items comes to on average, each cell by the mean of what it holds.

    Cells without items are left out: no paper comes of such a pool.
    """
    held: dict[Cell, list[Reckoned]] = {}
    for version, item in items.items():
        held.setdefault((item.header.domain, item.header.level), []).append(reckoned[version])
    wanted = {cell: count for cell, count in specification.cells.items() if cell in held}
    points = {cell: count * _mean([each.expected for each in held[cell]]) for cell, count in wanted.items()}
    informed = sum(count * _mean([each.information for each in held[cell]]) for cell, count in wanted.items())
    return Target(
        total=sum(points.values()),
        domains={
            domain: sum(share for (place, _level), share in points.items() if place == domain)
            for domain in Domain
            if specification.minimums.get(domain)
        },
        information=INFORMED * informed,
    )


class Balance:
    """The items of a pool by what they can stand in for, and the target; `paper` balances one paper."""

    def __init__(
        self, items: Mapping[str, Item], reckoned: Mapping[str, Reckoned], specification: Specification
    ) -> None:
        """Sort the items. ``reckoned`` holds each of ``items``, all of which are in cells of the specification."""
        self.target = target(reckoned, items, specification)
        self.most_met = specification.most_met
        self._reckoned = reckoned
        self._against = enmity.enemies(items)
        self._domain = {version: item.header.domain for version, item in items.items()}
        units = enmity.units(items, self._against)
        self._kind = {unit: _kind(unit, items) for unit in units}
        self._unit = {version: unit for unit in units for version in unit}
        self._worth: dict[Unit, _Sums] = {}
        self._alike: dict[_Kind, list[Unit]] = {}
        for unit in sorted(units):
            self._alike.setdefault(self._kind[unit], []).append(unit)

    def paper(
        self, chosen: Collection[str], chance: Random, *, spared: Collection[str] = (), seen: Collection[str] = ()
    ) -> tuple[list[str], Reached]:
        """Return a valid paper made balanced, and what it comes to.

        ``spared`` are versions that should not be given now, because they were given often; ``seen`` those the person
        met before. Raises Unbalanced.
        """
        work = _Work(self, chosen, chance, frozenset(spared), frozenset(seen))
        work.spare()
        given_up: list[Relaxed] = []
        while not work.improve(given_up) and (more := work.next_to_give_up(given_up)):
            given_up.append(more)
        reached = work.reached()
        if not work.on_target:
            raise Unbalanced(self.target, reached)
        return work.versions, reached

    def reckoned(self, version: str) -> Reckoned:
        """Return what is reckoned of a version."""
        return self._reckoned[version]

    def domain(self, version: str) -> Domain:
        """Return the domain of a version."""
        return self._domain[version]

    def units(self, versions: Collection[str]) -> list[Unit]:
        """Return the units of a valid paper, in the order of their names."""
        return sorted({self._whole(version, versions) for version in versions})

    def _whole(self, version: str, versions: Collection[str]) -> Unit:
        """Return the unit of a version on a paper; where a set knows several versions of an item, the one drawn."""
        unit = self._unit[version]
        if all(each in versions for each in unit):
            return unit
        return next(each for each in self._kind if version in each and all(other in versions for other in each))

    def stand_ins(self, unit: Unit, paper: Collection[str]) -> Iterator[Unit]:
        """Yield the units that could stand on a paper in place of one of its own."""
        for other in self._alike[self._kind[unit]]:
            if other[0] not in paper and all(
                enemy not in paper or enemy in unit for version in other for enemy in self._against[version]
            ):
                yield other

    def worth(self, unit: Unit) -> "_Sums":
        """Return what a unit comes to, reckoned once."""
        if unit not in self._worth:
            self._worth[unit] = self.sums(unit)
        return self._worth[unit]

    def sums(self, versions: Collection[str]) -> "_Sums":
        """Return what versions come to together."""
        total = information = 0.0
        domains = dict.fromkeys(self.target.domains, 0.0)
        for version in versions:
            reckoned = self._reckoned[version]
            total += reckoned.expected
            information += reckoned.information
            if self._domain[version] in domains:
                domains[self._domain[version]] += reckoned.expected
        return _Sums(total, tuple(domains.values()), information)


class _Sums(NamedTuple):
    """Expected points in all and by domain with a minimum, in the target's order; information."""

    total: float
    domains: tuple[float, ...]
    information: float

    def exchanged(self, less: "_Sums", more: "_Sums") -> "_Sums":
        return _Sums(
            self.total - less.total + more.total,
            tuple(a - b + c for a, b, c in zip(self.domains, less.domains, more.domains, strict=True)),
            self.information - less.information + more.information,
        )


class _Work:
    """A paper that is being balanced."""

    def __init__(
        self, balance: Balance, chosen: Collection[str], chance: Random, spared: frozenset[str], seen: frozenset[str]
    ) -> None:
        self._balance = balance
        self._chance = chance
        self._spared = spared
        self._seen = seen
        self._units = balance.units(set(chosen))
        self._paper = set(chosen)
        self._sums = balance.sums(sorted(self._paper))
        self._least_seen = self._count(self._paper, seen)

    @property
    def versions(self) -> list[str]:
        return sorted(self._paper)

    @property
    def on_target(self) -> bool:
        return self._off_points(self._sums) <= _NEAR

    def spare(self) -> None:
        """Exchange what should be spared for what need not be, where something can stand in for it."""
        for unit in self._chance.sample(self._units, len(self._units)):
            if self._count(unit, self._spared):
                better = [
                    other
                    for other in self._balance.stand_ins(unit, self._paper)
                    if not self._count(other, self._spared)
                    and self._count(other, self._seen) <= self._count(unit, self._seen)
                ]
                if better:
                    self._exchange(unit, self._chance.choice(better))

    def improve(self, given_up: Sequence[Relaxed]) -> bool:
        """Exchange units until the paper is balanced but for what is given up; return whether it is."""
        for _ in range(EXCHANGES):
            off = self._off(self._sums, given_up)
            if off <= _NEAR:
                return True
            if not self._step(off, given_up):
                return False
        return self._off(self._sums, given_up) <= _NEAR

    def next_to_give_up(self, given_up: Sequence[Relaxed]) -> Relaxed | None:
        """Return what may give way next, None when nothing is left that would change anything."""
        matters = {
            Relaxed.EXPOSURE: bool(self._spared),
            Relaxed.INFORMATION: self._sums.information < self._balance.target.information - _NEAR,
            Relaxed.SEEN: bool(self._seen),
        }
        return next((each for each in Relaxed if matters[each] and each not in given_up), None)

    def reached(self) -> Reached:
        """Return what the paper comes to now."""
        relaxed = (
            (Relaxed.EXPOSURE, self._count(self._paper, self._spared) > 0),
            (Relaxed.INFORMATION, self._sums.information < self._balance.target.information - _NEAR),
            (Relaxed.SEEN, self._count(self._paper, self._seen) > self._least_seen),
        )
        return Reached(
            total=self._sums.total,
            domains=dict(zip(self._balance.target.domains, self._sums.domains, strict=True)),
            information=self._sums.information,
            relaxed=tuple(what for what, happened in relaxed if happened),
        )

    def _step(self, off: float, given_up: Sequence[Relaxed]) -> bool:
        """Make one exchange; return whether there was one that brings the paper nearer.

        Units are looked at by chance: the first that can be exchanged so that the paper is balanced is, by chance too;
        otherwise the best exchange of those looked at is made, which are a few as long as one of them helps.
        """
        best, found = off, None
        for number, unit in enumerate(self._order()):
            if number >= LOOKED_AT and found:
                break
            ways = [(self._after(unit, other, given_up), other) for other in self._stand_ins(unit, given_up)]
            exact = [other for now, other in ways if now <= _NEAR]
            if exact:
                found = (unit, self._chance.choice(exact))
                break
            nearest, other = min(ways, default=(best, unit))
            if nearest < best - _NEAR:
                best, found = nearest, (unit, other)
        if found:
            self._exchange(*found)
        return found is not None

    def _order(self) -> list[Unit]:
        """Return the units of the paper by chance, only those of domains off their target while there are such."""
        wanted = self._balance.target.domains
        off = [
            domain
            for (domain, want), have in zip(wanted.items(), self._sums.domains, strict=True)
            if abs(have - want) > TOLERANCE
        ]
        order = self._chance.sample(self._units, len(self._units))
        return [unit for unit in order if self._balance.domain(unit[0]) in off] if off else order

    def _stand_ins(self, unit: Unit, given_up: Sequence[Relaxed]) -> Iterator[Unit]:
        """Yield what may stand in for a unit without giving more of what is to be spared, or was seen, than now."""
        spared = inf if Relaxed.EXPOSURE in given_up else self._count(unit, self._spared)
        seen = inf if Relaxed.SEEN in given_up else self._count(unit, self._seen)
        for other in self._balance.stand_ins(unit, self._paper):
            if self._count(other, self._spared) <= spared and self._count(other, self._seen) <= seen:
                yield other

    def _after(self, unit: Unit, other: Unit, given_up: Sequence[Relaxed]) -> float:
        """Return how far from being balanced the paper would be after an exchange."""
        return self._off(self._sums.exchanged(self._balance.worth(unit), self._balance.worth(other)), given_up)

    def _off(self, sums: _Sums, given_up: Sequence[Relaxed]) -> float:
        """Return how far sums are from being balanced, 0 when they are."""
        lacking = 0.0 if Relaxed.INFORMATION in given_up else self._balance.target.information - sums.information
        return self._off_points(sums) + max(0.0, lacking)

    def _off_points(self, sums: _Sums) -> float:
        wanted = self._balance.target
        off = max(0.0, abs(sums.total - wanted.total) - TOLERANCE)
        for have, want in zip(sums.domains, wanted.domains.values(), strict=True):
            off += max(0.0, abs(have - want) - TOLERANCE)
        return off

    def _exchange(self, unit: Unit, other: Unit) -> None:
        self._units[self._units.index(unit)] = other
        self._paper.difference_update(unit)
        self._paper.update(other)
        self._sums = self._balance.sums(sorted(self._paper))

    @staticmethod
    def _count(versions: Collection[str], among: frozenset[str]) -> int:
        return sum(version in among for version in versions) if among else 0


def _kind(unit: Unit, items: Mapping[str, Item]) -> _Kind:
    fills = Counter(
        ((items[version].header.domain, items[version].header.level), items[version].critical) for version in unit
    )
    return tuple(sorted(fills.elements()))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
