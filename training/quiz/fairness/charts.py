"""Where the marks of the report's pictures go, in the units of their view boxes: `WIDTH` wide, for a phone's width."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

from training.core.balancing import TOLERANCE
from training.core.domains import Domain, Level
from training.core.rooms import Reach, Room
from training.quiz.fairness.report import Achieved

WIDTH = 360
LEFT, RIGHT = 46, 352
"""Where the plots begin, right of what is written on their scale, and where they end."""
TOP, BOTTOM = 14, 174
_STEPS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
_MOST_TICKS = 6
_SLACK = 0.15
_CROWDED = 12
"""Bars more than this are drawn by tenths of the papers rather than by twentieths."""
_NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on a scale and what is written there."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Scatter:
    """Papers in the order they were given, by their points: those within the tolerance, those outside, the target."""

    inside: tuple[tuple[float, float], ...]
    outside: tuple[tuple[float, float], ...]
    target: float
    band: tuple[float, float]
    ticks: tuple[Tick, ...]
    size: float


@dataclass(frozen=True, slots=True)
class Bar:
    """Items that stand on more than ``low`` and at most ``high`` percent of the papers; 0 and 0 for those on none."""

    low: int
    high: int
    items: int
    x: float
    width: float
    y: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many items come how often; ``mean`` is where the mean of their rates lies."""

    bars: tuple[Bar, ...]
    mean: float


@dataclass(frozen=True, slots=True)
class Square:
    """One cell of the map: what it holds and is asked for, None where nothing is."""

    level: Level
    x: float
    room: Room | None

    @property
    def tone(self) -> str:
        """Return how it is drawn."""
        tones = {Reach.NONE: "none", Reach.ONCE: "once", Reach.SOME: "some", Reach.ALL: "all"}
        return tones[self.room.reach] if self.room else "unasked"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one domain, ``y`` from the top."""

    domain: Domain
    y: float
    squares: tuple[Square, ...]


def scatter(achieved: Achieved) -> Scatter:
    """Return where papers lie beside their target. There is at least one paper."""
    points, target = achieved.points, achieved.target
    low = min(target - TOLERANCE, *points) - _SLACK
    high = max(target + TOLERANCE, *points) + _SLACK

    def y(value: float) -> float:
        return round(BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP), 1)

    step = (RIGHT - LEFT) / len(points)
    placed = [(round(LEFT + (number + 0.5) * step, 1), y(each), each) for number, each in enumerate(points)]
    off = TOLERANCE + 1e-6
    return Scatter(
        inside=tuple((x, at) for x, at, each in placed if abs(each - target) <= off),
        outside=tuple((x, at) for x, at, each in placed if abs(each - target) > off),
        target=y(target),
        band=(y(target + TOLERANCE), y(target - TOLERANCE)),
        ticks=tuple(Tick(y(each), f"{each:.2f}".removesuffix("0").removesuffix(".0")) for each in _ticks(low, high)),
        size=8 if len(points) <= 40 else 5.5 if len(points) <= 150 else 3.5,
    )


def histogram(rates: Sequence[float]) -> Histogram:
    """Return how many items come with which share of papers, by twentieths, by tenths where there are many."""
    width = 5 if 100 * max(rates, default=0.0) <= 5 * _CROWDED + _NEAR else 10
    found = Counter(ceil(100 * rate / width - _NEAR) for rate in rates)
    last = max(found, default=0)
    step = (RIGHT - LEFT) / (last + 1)
    tallest = max(found.values(), default=1)
    bars = tuple(
        Bar(
            low=max(0, (place - 1) * width),
            high=place * width,
            items=found[place],
            x=round(LEFT + place * step + 1, 1),
            width=round(step - 2, 1),
            y=round(BOTTOM - found[place] / tallest * (BOTTOM - TOP - 16), 1),
        )
        for place in range(last + 1)
    )
    mean = sum(rates) / len(rates) if rates else 0.0
    return Histogram(bars, mean=round(LEFT + (1 + 100 * mean / width) * step, 1))


def coverage(rooms: Sequence[Room]) -> tuple[Row, ...]:
    """Return a map of the cells by domain and level."""
    by_cell = {room.cell: room for room in rooms}
    step = WIDTH / len(Level)
    domains = [domain for domain in Domain if any(room.cell[0] is domain for room in rooms)]
    return tuple(
        Row(
            domain=domain,
            y=26 + 60 * number,
            squares=tuple(
                Square(level, round(place * step, 1), by_cell.get((domain, level))) for place, level in enumerate(Level)
            ),
        )
        for number, domain in enumerate(domains)
    )


def _ticks(low: float, high: float) -> Iterator[float]:
    step = next((each for each in _STEPS if (high - low) / each <= _MOST_TICKS), (high - low) / _MOST_TICKS)
    for number in range(ceil(low / step), floor(high / step) + 1):
        yield number * step
