"""Pools sorted and counted once for everybody who may be given the same: a cohort starts together."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from training.bank.queries import stock
from training.bank.queries.stock import PoolItem
from training.core import drawing, estimating, exposure, specifying
from training.core.assembling import Assembly
from training.core.balancing import Balance
from training.core.choosing import Choosing
from training.core.drawing import Papers
from training.core.specification import Specification


@dataclass(frozen=True, slots=True)
class Basis:
    """What papers are balanced by: its name, and what reads the expected share of each version it knows."""

    name: str = estimating.RULE
    shares: Callable[[], Mapping[str, float]] = field(default=dict, compare=False)


ESTIMATES = Basis()
"""The authors' own estimates of difficulty alone."""


def assembly(
    pool: Sequence[PoolItem], specification: Specification, seen: Collection[str], basis: Basis = ESTIMATES
) -> Assembly:
    """Return what assembles papers of a pool for somebody who met the codes ``seen``. Raises PoolTooSmall."""
    return _assembly(
        tuple(sorted(each.version for each in pool)),
        json.dumps(specification.plain(), sort_keys=True),
        frozenset(seen),
        basis,
    )


def made(
    pool: Sequence[PoolItem], specification: Specification, seen: Collection[str], basis: Basis = ESTIMATES
) -> Assembly:
    """Return the same, made anew and not kept: for whoever is not there to start again. Raises PoolTooSmall."""
    every = sorted(pool, key=lambda each: each.version)
    fitting = drawing.fitting({each.version: each.item for each in every}, specification)
    met = [version for version, item in fitting.items() if item.header.code in seen]
    return Assembly(
        Papers(every, specification, seen),
        Choosing(fitting, specification),
        Balance(fitting, estimating.calibrated(fitting, specification, basis.shares()), specification),
        basis=basis.name,
        limits=exposure.most(fitting, specification),
        seen=met,
    )


@lru_cache(maxsize=8)
def _assembly(versions: tuple[str, ...], specification: str, seen: frozenset[str], basis: Basis) -> Assembly:
    """Sort once a process: a version is the hash of its item, and a basis the same by its name: none goes stale."""
    items = stock.versions(versions)
    pool = [PoolItem(version, items[version]) for version in versions]
    return made(pool, specifying.parse(json.loads(specification)), seen, basis)
