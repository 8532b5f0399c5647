"""The E-step: what each item's counts would be at each ability, given what every person answered."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from training.measurement.responses import Floats


@dataclass(frozen=True, slots=True)
class Table:
    """Logarithms at each node (column): two rows an item, of missing and of earning the mark; and of the weight."""

    rows: Floats
    log_weight: Floats


@dataclass(frozen=True, slots=True)
class Expected:
    """Expected counts at each node: marks earned and marks possible by item (row), and people (``mass``)."""

    log_likelihood: float
    earned: Floats
    seen: Floats
    mass: Floats


def posterior(table: Table, coded: csr_array) -> tuple[Floats, Floats]:
    """Return, for each person (row), the chance of each node given the responses, and the log of their likelihood."""
    chances: Floats = coded @ table.rows
    chances += table.log_weight
    top = chances.max(axis=1, keepdims=True)
    chances -= top
    np.exp(chances, out=chances)
    total = chances.sum(axis=1, keepdims=True)
    chances /= total
    return chances, (top + np.log(total))[:, 0]


def expect(table: Table, blocks: Iterable[tuple[csr_array, Floats]]) -> Expected:
    """Return the expected counts over blocks of persons, each with its coded marks and weights."""
    counts, mass = np.zeros_like(table.rows), np.zeros_like(table.log_weight)
    log_likelihood = 0.0
    for coded, weight in blocks:
        chances, logs = posterior(table, coded)
        log_likelihood += float(weight @ logs)
        chances *= weight[:, None]
        counts += coded.T @ chances
        mass += chances.sum(axis=0)
    return Expected(log_likelihood, counts[1::2], counts[0::2] + counts[1::2], mass)
