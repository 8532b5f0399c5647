"""Assembling a paper: a valid one is chosen, what was given often is spared, and what is left is balanced."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import NamedTuple

from training.core.balancing import Balance, Reached, Reckoned, Relaxed, Target, Unbalanced
from training.core.choosing import Choosing
from training.core.drawing import Papers, Place

CHOICES = 8
"""Papers that are chosen unit by unit in the hope of one that is balanced with nothing relaxed."""
TRIES = 60
"""Papers that are chosen for somebody who met items before, in the hope of some that hold the fewest of them."""
ENOUGH = 3
"""Papers after which one is taken that only gives what should be spared."""
DRAWS = 8
"""Papers that are drawn among all valid ones where no choice gave a balanced one."""


@dataclass(frozen=True, slots=True)
class Assembled:
    """A paper in slot order, what its scored part comes to, and from what that was reckoned.

    ``met`` counts the scored items that the person met before; None for somebody who met none of the pool.
    """

    places: tuple[Place, ...]
    reached: Reached
    basis: str
    met: int | None = None


class Assembly:
    """A pool sorted once for an exam and what a person met before; `one` assembles papers from it, again and again."""

    def __init__(
        self,
        papers: Papers,
        choosing: Choosing,
        balance: Balance,
        *,
        basis: str,
        limits: Mapping[str, float],
        seen: Collection[str] = (),
    ) -> None:
        """Keep what there is to choose from.

        ``basis`` names from what the balance was reckoned, ``limits`` holds the share of papers that each version may
        stand on, ``seen`` the versions that the person of ``papers`` met before.
        """
        self.limits = limits
        self._basis = basis
        self._papers = papers
        self._choosing = choosing
        self._balance = balance
        self._seen = frozenset(seen)
        self._least_seen = choosing.least(self._seen)

    @property
    def target(self) -> Target:
        """Return what every paper should come to."""
        return self._balance.target

    def reckoned(self, version: str) -> Reckoned:
        """Return what is reckoned of a version that a paper may count."""
        return self._balance.reckoned(version)

    def one(self, seed: int, *, responses: Mapping[str, int] | None = None, spared: Collection[str] = ()) -> Assembled:
        """Return a balanced paper; of several the first with nothing relaxed, else one that relaxed the least.

        ``spared`` are versions not to be given now; ``responses`` so far decide what is tried out. The same seed and
        arguments give the same paper. Raises PoolTooSmall; Unbalanced with the paper that came nearest.
        """
        chance = Random(seed)
        found = self._best(self._chosen(chance, spared), chance, spared)
        if not isinstance(found, _Found):
            found = self._best((self._papers.scored(chance) for _ in range(DRAWS)), chance, spared)
        if isinstance(found, Unbalanced) and self._seen:
            found = self._again(chance, spared) or found
        if not isinstance(found, _Found):
            assert found is not None  # drawing gives a paper or refuses
            raise found
        met = sum(version in self._seen for version in found.versions) if self._seen else None
        reached = _giving_up(found.reached, Relaxed.SEEN) if met and met > self._balance.most_met else found.reached
        return Assembled(self._papers.places(found.versions, chance, responses), reached, self._basis, met)

    def _chosen(self, chance: Random, spared: Collection[str]) -> Iterator[list[str]]:
        """Yield papers chosen unit by unit that hold no more of what was met before than any paper must."""
        found = 0
        for _ in range(TRIES if self._seen else CHOICES):
            paper = self._choosing.one(chance, spared=spared, seen=self._seen)
            if paper and sum(version in self._seen for version in paper) <= self._least_seen:
                found += 1
                yield paper
            if found == CHOICES:
                return

    def _again(self, chance: Random, spared: Collection[str]) -> "_Found | None":
        """Return a balanced paper that holds more of what was met before than it must; None when none was found."""
        papers = (self._choosing.one(chance, spared=spared) for _ in range(TRIES))
        found = self._best(filter(None, papers), chance, spared)
        if not isinstance(found, _Found):
            return None
        relaxed = tuple(what for what in Relaxed if what in {*found.reached.relaxed, Relaxed.SEEN})
        return found._replace(reached=replace(found.reached, relaxed=relaxed))

    def _best(
        self, papers: Iterable[list[str]], chance: Random, spared: Collection[str]
    ) -> "_Found | Unbalanced | None":
        """Return the best of some valid papers made balanced; the nearest refusal when none could be, None for none."""
        best: _Found | None = None
        nearest: Unbalanced | None = None
        for number, paper in enumerate(papers, start=1):
            try:
                found = _Found(*self._balance.paper(paper, chance, spared=spared, seen=self._seen))
            except Unbalanced as refusal:
                nearest = min(filter(None, (nearest, refusal)), key=_off)
                continue
            best = min(filter(None, (best, found)), key=lambda each: _cost(each.reached))
            if not best.reached.relaxed or (number >= ENOUGH and best.reached.relaxed == (Relaxed.EXPOSURE,)):
                break
        return best or nearest


class _Found(NamedTuple):
    versions: list[str]
    reached: Reached


def _giving_up(reached: Reached, more: Relaxed) -> Reached:
    return replace(reached, relaxed=tuple(what for what in Relaxed if what in {*reached.relaxed, more}))


def _cost(reached: Reached) -> tuple[int, ...]:
    """Return what was relaxed as a number to compare: what gives way later weighs more."""
    return tuple(sorted((list(type(what)).index(what) for what in reached.relaxed), reverse=True))


def _off(refusal: Unbalanced) -> float:
    return abs(refusal.reached.total - refusal.target.total) + sum(
        abs(refusal.reached.domains[domain] - wanted) for domain, wanted in refusal.target.domains.items()
    )
