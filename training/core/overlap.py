"""How many items papers have in common: those of two people, and those of one person."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Shared:
    """What pairs of papers have in common: items on average and at most, over so many ``pairs``; zeros for none."""

    pairs: int
    average: float
    most: int


def shared(papers: Sequence[tuple[Hashable, Iterable[str]]]) -> tuple[Shared, Shared]:
    """Return what any two people's papers have in common, and what any two of one person have.

    Each paper comes with whose it is, and names its items once each.
    """
    place: dict[str, int] = {}
    masks = [
        (owner, sum(1 << place.setdefault(name, len(place)) for name in frozenset(names))) for owner, names in papers
    ]
    between, again = _Pairs(), _Pairs()
    for (one, first), (other, second) in combinations(masks, 2):
        (again if one == other else between).add((first & second).bit_count())
    return between.shared(), again.shared()


class _Pairs:
    def __init__(self) -> None:
        self._count = self._sum = self._most = 0

    def add(self, common: int) -> None:
        self._count += 1
        self._sum += common
        self._most = max(self._most, common)

    def shared(self) -> Shared:
        return Shared(self._count, self._sum / self._count if self._count else 0.0, self._most)
