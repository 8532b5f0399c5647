"""Marks of persons on items as long arrays, one row a mark: what a person did not see has no row."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

BLOCK = 16_384
"""Persons worked on at a time: what bounds the memory of a calibration."""


@dataclass(frozen=True, slots=True)
class Responses:
    """One mark a row: ``person`` and ``item`` count from 0, ``mark`` lies in 0-1; sorted by person, then item.

    ``weight`` holds how many people a person stands for: 1, or the count of a pattern of responses.
    """

    persons: int
    items: int
    person: Whole
    item: Whole
    mark: Floats
    weight: Floats

    @property
    def seen(self) -> Floats:
        """Return how many people's marks each item has."""
        return np.bincount(self.item, self.weight[self.person], self.items).astype(np.float64)

    @property
    def facility(self) -> Floats:
        """Return each item's mean mark among those who saw it; NaN for an item nobody saw."""
        sums = np.bincount(self.item, self.weight[self.person] * self.mark, self.items)
        share: Floats = np.divide(sums, self.seen, out=np.full(self.items, np.nan), where=self.seen > 0)
        return share

    @property
    def longest(self) -> int:
        """Return the most items that one person saw."""
        return int(np.bincount(self.person, minlength=1).max())

    def blocks(self, size: int = BLOCK) -> Iterator[tuple[slice, slice]]:
        """Yield runs of persons, each with the rows of their marks."""
        bounds = np.searchsorted(self.person, np.arange(self.persons + 1))
        for start in range(0, self.persons, size):
            stop = min(start + size, self.persons)
            yield slice(start, stop), slice(int(bounds[start]), int(bounds[stop]))

    def coded(self, people: slice, rows: slice) -> csr_array:
        """Return the marks of a run of persons as a sparse matrix with two columns an item: 1 - mark, and mark."""
        person, item, mark = self.person[rows] - people.start, self.item[rows], self.mark[rows]
        missed, earned = mark < 1, mark > 0
        values = np.concatenate([1 - mark[missed], mark[earned]])
        columns = np.concatenate([2 * item[missed], 2 * item[earned] + 1])
        places = np.concatenate([person[missed], person[earned]])
        return csr_array((values, (places, columns)), shape=(people.stop - people.start, 2 * self.items))


def of_rows(  # the long form, as a database gives it
    person: ArrayLike, item: ArrayLike, mark: ArrayLike, *, persons: int, items: int, weight: ArrayLike | None = None
) -> Responses:
    """Return responses from one row a mark, in any order.

    Raises ValueError for arrays of different lengths, a mark outside 0-1, an index out of range, and a person with
    two marks on one item.
    """
    whose, what = np.asarray(person, np.int64), np.asarray(item, np.int64)
    marks = np.asarray(mark, np.float64)
    weights = np.ones(persons) if weight is None else np.asarray(weight, np.float64)
    if not whose.shape == what.shape == marks.shape or weights.shape != (persons,):
        raise ValueError("persons, items and marks are arrays of one length, with one weight a person")
    if not ((marks >= 0) & (marks <= 1)).all():
        raise ValueError("a mark is a number from 0 to 1")
    if not (_counts(whose, persons) and _counts(what, items)):
        raise ValueError("persons and items are counted from 0 up to their number")
    order = np.lexsort((what, whose))
    whose, what, marks = whose[order], what[order], marks[order]
    if ((np.diff(whose) == 0) & (np.diff(what) == 0)).any():
        raise ValueError("a person has one mark on an item")
    return Responses(persons, items, whose, what, marks, weights)


def of_matrix(matrix: ArrayLike, *, weight: ArrayLike | None = None) -> Responses:
    """Return responses from a matrix: rows are persons, columns items, NaN what a person did not see.

    ``weight`` counts how many people gave each row. Raises ValueError for a mark outside 0-1.
    """
    marks = np.asarray(matrix, np.float64)
    if marks.ndim != 2:
        raise ValueError("a matrix of marks has a row for each person and a column for each item")
    person, item = np.nonzero(~np.isnan(marks))
    persons, items = marks.shape
    return of_rows(person, item, marks[person, item], persons=persons, items=items, weight=weight)


def _counts(index: Whole, number: int) -> bool:
    return index.size == 0 or bool(index.min() >= 0 and index.max() < number)
