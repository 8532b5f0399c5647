"""How full the bank is: what a pool holds in a cell, what exams ask of it, and how the two compare."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from training.core.domains import Domain, Level, Pool
from training.core.specification import Cell

ITEMS_A_POINT = 2
"""Critical items that a safety point wants: who missed it meets a parallel one at the next attempt."""


class Fullness(StrEnum):
    """How a cell stands to the exams that draw from it."""

    UNASKED = "not asked"
    EMPTY = "empty"
    THIN = "thin"
    ENOUGH = "one paper"
    FULL = "two papers"


@dataclass(frozen=True, slots=True)
class Held:
    """The items of one pool in one cell, each counted once.

    ``drawable`` may be drawn now; of those that may not, ``approved`` wait for a signature, ``review`` for approval
    and ``drafts`` for their authors.
    """

    drawable: int = 0
    approved: int = 0
    review: int = 0
    drafts: int = 0

    @property
    def coming(self) -> int:
        """Return how many items are on their way."""
        return self.approved + self.review + self.drafts

    def __add__(self, other: "Held") -> "Held":
        return Held(
            self.drawable + other.drawable,
            self.approved + other.approved,
            self.review + other.review,
            self.drafts + other.drafts,
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the newest published version of an exam asks of a pool, by cell."""

    code: str
    title: str
    number: int
    pool: Pool
    cells: Mapping[Cell, int]


@dataclass(frozen=True, slots=True)
class CellState:
    """A cell of a pool: what it holds, and ``wanted``, the most that one paper of any published exam takes from it."""

    pool: Pool
    domain: Domain
    level: Level
    held: Held
    wanted: int

    @property
    def fullness(self) -> Fullness:
        """Return how the cell stands to the exam that asks most of it."""
        return fullness(self.held.drawable, self.wanted)

    @property
    def target(self) -> int:
        """Return how many drawable items make two papers that share none."""
        return 2 * self.wanted

    @property
    def missing_once(self) -> int:
        """Return how many drawable items one paper lacks."""
        return max(0, self.wanted - self.held.drawable)

    @property
    def missing_twice(self) -> int:
        """Return how many drawable items two papers that share none lack."""
        return max(0, self.target - self.held.drawable)


def fullness(drawable: int, wanted: int) -> Fullness:
    """Return how full a place is that holds ``drawable`` items and gives ``wanted`` to a paper.

    >>> [fullness(held, 4).value for held in (0, 3, 4, 7, 8)]
    ['empty', 'thin', 'one paper', 'one paper', 'two papers']
    """
    if not wanted:
        return Fullness.UNASKED
    if not drawable:
        return Fullness.EMPTY
    if drawable < wanted:
        return Fullness.THIN
    return Fullness.ENOUGH if drawable < 2 * wanted else Fullness.FULL


def wanted_of(pool: Pool, cell: Cell, exams: Iterable[Wanted]) -> int:
    """Return the most that one paper of these exams takes from a cell of a pool."""
    return max((exam.cells.get(cell, 0) for exam in exams if exam.pool == pool), default=0)


def states(
    held: Mapping[tuple[Pool, Domain, Level], Held], exams: Iterable[Wanted]
) -> dict[tuple[Pool, Domain, Level], CellState]:
    """Return every cell of both pools, those that hold nothing and that nobody asks for included."""
    asked = tuple(exams)
    return {
        (pool, domain, level): CellState(
            pool, domain, level, held.get((pool, domain, level), Held()), wanted_of(pool, (domain, level), asked)
        )
        for pool in Pool
        for domain in Domain
        for level in Level
    }


@dataclass(frozen=True, slots=True)
class SafetyPoint:
    """What a critical item may test: a code that the item names, and what it stands for."""

    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class PointState:
    """A safety point in one pool: what is held of critical items that name it, and their codes, drawable ones first."""

    point: SafetyPoint
    held: Held = Held()
    codes: tuple[str, ...] = ()

    @property
    def missing(self) -> int:
        """Return how many drawable items it lacks to be tested again by another one than before."""
        return max(0, ITEMS_A_POINT - self.held.drawable)


def point_states(listed: Iterable[SafetyPoint], found: Mapping[str, tuple[Held, tuple[str, ...]]]) -> list[PointState]:
    """Return every listed point in order, those that no item names included, then those that only items know.

    >>> states = point_states([SafetyPoint("C1")], {"X": (Held(drawable=2), ("a", "b"))})
    >>> [(state.point.code, state.missing) for state in states]
    [('C1', 2), ('X', 0)]
    """
    points = tuple(listed)
    unlisted = (SafetyPoint(code) for code in sorted(found.keys() - {point.code for point in points}))
    return [PointState(point, *found.get(point.code, ())) for point in (*points, *unlisted)]
