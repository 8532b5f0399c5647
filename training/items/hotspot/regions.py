"""Regions and landmarks of a figure. All is measured in thousandths of its width and of its height, from top left."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Self, TypeAlias

from training.core.drafts import Reader
from training.core.texts import OPTION_ID, WORD, Rewrite

FULL = 1000
"""The width and the height of every figure."""
MOST_CORNERS = 30

Point: TypeAlias = tuple[int, int]


class Shape(StrEnum):
    """The form of a region; what its numbers mean stands in the kind's README."""

    RECTANGLE = "rectangle"
    ELLIPSE = "ellipse"
    POLYGON = "polygon"


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the figure: ``correct``, ``dangerous``, or an error worth a word at review.

    ``at`` is left, top, right, bottom of a rectangle; centre and radii, across and down, of an ellipse; the corners of
    a polygon one after the other.
    """

    id: str
    shape: Shape
    at: tuple[int, ...]
    rationale: str
    sources: tuple[str, ...]
    correct: bool = False
    dangerous: bool = False

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the region that ``reader`` stands on."""
        region = cls(
            id=reader.word("id", OPTION_ID, "a lower-case letter, or letters and digits"),
            shape=reader.member("shape", Shape, Shape.RECTANGLE),
            at=reader.numbers("at", low=0, high=FULL),
            rationale=reader.text("rationale", later=True),
            sources=reader.words("sources", WORD, at_least=1, later=True),
            correct=reader.flag("correct"),
            dangerous=reader.flag("dangerous"),
        )
        if not region._drawn():
            reader.fault("at", f"does not draw a {region.shape}", _WANTED[region.shape])
        if region.correct and region.dangerous:
            reader.fault("dangerous", "stands on a correct region", "Only a wrong one is dangerous.")
        return region

    def draft(self) -> dict[str, object]:
        """Return the region as plain values, defaults left out."""
        draft: dict[str, object] = {"id": self.id, "shape": str(self.shape), "at": list(self.at)}
        flags: dict[str, object] = {name: True for name in ("correct", "dangerous") if getattr(self, name)}
        return draft | {"rationale": self.rationale, "sources": list(self.sources)} | flags

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the region with its text passed through ``rewrite``."""
        return replace(self, rationale=rewrite(self.rationale))

    @property
    def corners(self) -> tuple[Point, ...]:
        """Return the corners: of a polygon as drawn, of a rectangle clockwise, none of an ellipse."""
        if self.shape is Shape.POLYGON:
            return tuple(zip(self.at[::2], self.at[1::2], strict=True))
        if self.shape is Shape.ELLIPSE:
            return ()
        left, top, right, bottom = self.at
        return ((left, top), (right, top), (right, bottom), (left, bottom))

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Return left, top, right and bottom of the smallest rectangle around it."""
        if self.shape is Shape.ELLIPSE:
            x, y, across, down = self.at
            return x - across, y - down, x + across, y + down
        columns, rows = [x for x, _ in self.corners], [y for _, y in self.corners]
        return min(columns), min(rows), max(columns), max(rows)

    @property
    def middle(self) -> Point:
        """Return the middle of the box, where a page writes the region's letter."""
        left, top, right, bottom = self.box
        return (left + right) // 2, (top + bottom) // 2

    def holds(self, point: Point) -> bool:
        """Return whether a point lies in the region; its edge belongs to it.

        A polygon that crosses itself is filled by the even-odd rule.
        """
        if self.shape is Shape.ELLIPSE:
            return self._in_ellipse(point, 0)
        if self.shape is Shape.RECTANGLE:
            left, top, right, bottom = self.at
            return left <= point[0] <= right and top <= point[1] <= bottom
        return (
            any(_on(point, a, b) for a, b in self._edges())
            or sum(_crosses(point, a, b) for a, b in self._edges()) % 2 == 1
        )

    def nearly(self, point: Point, near: int) -> bool:
        """Return whether a point lies in the region or within ``near`` thousandths of its edge.

        For an ellipse that is the ellipse whose radii are longer by ``near``.
        """
        if self.shape is Shape.ELLIPSE:
            return self._in_ellipse(point, near)
        return self.holds(point) or any(_squared_distance(point, a, b) <= near * near for a, b in self._edges())

    def points(self) -> Iterator[Point]:
        """Yield points of the region, the likeliest middle first; enough to find one outside any other region."""
        left, top, right, bottom = self.box
        middle_x, middle_y = self.middle
        across = sorted(range(max(0, left), min(FULL, right) + 1), key=lambda x: abs(x - middle_x))
        down = sorted(range(max(0, top), min(FULL, bottom) + 1), key=lambda y: abs(y - middle_y))
        yield from ((x, y) for y in down for x in across if self.holds((x, y)))

    def _edges(self) -> Iterator[tuple[Point, Point]]:
        return pairwise((*self.corners, self.corners[0]))

    def _in_ellipse(self, point: Point, more: int) -> bool:
        x, y, across, down = self.at
        across, down = across + more, down + more
        return ((point[0] - x) * down) ** 2 + ((point[1] - y) * across) ** 2 <= (across * down) ** 2

    def _drawn(self) -> bool:
        if self.shape is Shape.POLYGON:
            return (
                len(self.at) % 2 == 0 and 3 <= len(set(zip(self.at[::2], self.at[1::2], strict=True))) <= MOST_CORNERS
            )
        if len(self.at) != 4:
            return False
        if self.shape is Shape.ELLIPSE:
            return min(self.at[2:]) > 0
        return self.at[0] < self.at[2] and self.at[1] < self.at[3]


@dataclass(frozen=True, slots=True)
class Landmark:
    """A named place that may be chosen from a list instead of marked on the figure."""

    id: str
    text: str
    at: Point

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the landmark that ``reader`` stands on."""
        name = reader.word("id", OPTION_ID, "a lower-case letter, or letters and digits")
        at = reader.numbers("at", low=0, high=FULL)
        if len(at) != 2:
            reader.fault("at", "is no point", "Write two numbers: how far across and how far down, 0 to 1000.")
        return cls(name, reader.line("text"), at if len(at) == 2 else (0, 0))

    def draft(self) -> dict[str, object]:
        """Return the landmark as plain values."""
        return {"id": self.id, "text": self.text, "at": list(self.at)}

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the landmark with its name passed through ``rewrite``."""
        return replace(self, text=rewrite(self.text))


_WANTED = {
    Shape.RECTANGLE: "Write left, top, right and bottom, such as [100, 200, 300, 400].",
    Shape.ELLIPSE: "Write the centre, across and down, and both radii, such as [500, 500, 60, 40].",
    Shape.POLYGON: f"Write across and down of 3 to {MOST_CORNERS} corners, one after the other.",
}


def _turn(point: Point, a: Point, b: Point) -> int:
    """Return a number over 0 when a, b, point turn right on the page, 0 when they lie on one line."""
    return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])


def _on(point: Point, a: Point, b: Point) -> bool:
    between = all(min(a[axis], b[axis]) <= point[axis] <= max(a[axis], b[axis]) for axis in (0, 1))
    return between and _turn(point, a, b) == 0


def _crosses(point: Point, a: Point, b: Point) -> bool:
    """Return whether the line from the point to the right crosses the edge from a to b; whole numbers, so exact."""
    if (a[1] > point[1]) == (b[1] > point[1]):
        return False
    return (_turn(point, a, b) < 0) == (b[1] < a[1])


def _squared_distance(point: Point, a: Point, b: Point) -> Fraction:
    """Return the squared distance of a point from the edge from a to b."""
    across, down = b[0] - a[0], b[1] - a[1]
    length = across * across + down * down
    along = (point[0] - a[0]) * across + (point[1] - a[1]) * down
    if length == 0 or not 0 < along < length:
        end = a if length == 0 or along <= 0 else b
        return Fraction((point[0] - end[0]) ** 2 + (point[1] - end[1]) ** 2)
    return Fraction(_turn(point, a, b) ** 2, length)
