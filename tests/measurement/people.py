"""Simulated people: abilities, items and marks under a seed, each person seeing some of the items."""

from dataclasses import dataclass

import numpy as np

from training.measurement.responses import Floats, Responses, of_rows


@dataclass(frozen=True)
class Sample:
    ability: Floats
    slope: Floats
    difficulty: Floats
    responses: Responses


def sample(
    seed: int,
    *,
    persons: int,
    items: int,
    seen: int,
    spread: float = 1.0,
    slopes: float = 0.0,
    levels: int = 1,
    partial: int = 0,
) -> Sample:
    """Return marks of ``seen`` random items a person; the first ``partial`` items mark in ``levels`` equal steps."""
    chance = np.random.default_rng(seed)
    slope = np.exp(chance.normal(0, slopes, items))
    difficulty, ability = chance.normal(-0.3, 1, items), chance.normal(0, spread, persons)
    drawn = np.argsort(chance.random((persons, items)), axis=1)[:, :seen]
    person, item = np.repeat(np.arange(persons), seen), drawn.ravel()
    expected = 1 / (1 + np.exp(-slope[item] * (ability[person] - difficulty[item])))
    steps = np.where(item < partial, levels, 1)
    mark = chance.binomial(steps, expected) / steps
    return Sample(ability, slope, difficulty, of_rows(person, item, mark, persons=persons, items=items))


def rmse(found: Floats, true: Floats) -> float:
    return float(np.sqrt(np.mean((found - true) ** 2)))
