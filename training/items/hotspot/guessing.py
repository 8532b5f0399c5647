"""The expected mark of random clicks on a figure."""

from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from math import factorial, prod

from training.items.hotspot.regions import FULL, Point, Region

GRID = 100
"""Points are counted in the middles of so many columns and rows of the figure."""
STEP = FULL // GRID


@lru_cache(maxsize=4_096)
def expected_mark(
    regions: tuple[Region, ...], targets: int, near: int, near_share: Fraction, *, whole: bool
) -> Fraction:
    """Return the expected mark of ``targets`` random clicks.

    A point counts for the first region that gives it most. With several targets the clicks are independent: a region
    gets its best click, 1 - (1 - p)^n being the chance that one of n lies in it. Where only the ``whole`` counts, all
    clicks must lie in different correct regions.
    """
    correct = [region for region in regions if region.correct]
    dangers = [region for region in regions if region.dangerous]
    inside, around = _counted(correct, dangers, near)
    hit = [Fraction(count, GRID * GRID) for count in inside]
    if whole:
        return sum((prod(way, start=Fraction(factorial(targets))) for way in combinations(hit, targets)), Fraction(0))
    reached = [Fraction(count, GRID * GRID) for count in around]
    expected = [
        near_share * _once(close, targets) + (1 - near_share) * _once(within, targets)
        for within, close in zip(hit, reached, strict=True)
    ]
    return sum(expected, Fraction(0)) / targets


def _counted(correct: list[Region], dangers: list[Region], near: int) -> tuple[list[int], list[int]]:
    """Return how many points of the grid lie in each correct region, and how many in or near it."""
    inside, around = [0] * len(correct), [0] * len(correct)
    for point in {point for region in correct for point in _grid(region, near)}:
        if any(danger.holds(point) for danger in dangers):
            continue
        within = next((place for place, region in enumerate(correct) if region.holds(point)), None)
        close = next((place for place, region in enumerate(correct) if region.nearly(point, near)), None)
        if within is not None:
            inside[within] += 1
            around[within] += 1
        elif close is not None:
            around[close] += 1
    return inside, around


def _grid(region: Region, near: int) -> list[Point]:
    """Return the points of the grid in the box around a region, ``near`` included."""
    left, top, right, bottom = region.box
    across = [x for x in range(STEP // 2, FULL, STEP) if left - near <= x <= right + near]
    down = [y for y in range(STEP // 2, FULL, STEP) if top - near <= y <= bottom + near]
    return [(x, y) for x in across for y in down]


def _once(chance: Fraction, clicks: int) -> Fraction:
    return Fraction(1) - (1 - chance) ** clicks
