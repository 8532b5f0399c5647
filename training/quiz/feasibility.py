"""Whether the pool of an exam can serve those who may sit it, by what its papers are balanced by now."""

from collections.abc import Mapping, Sequence

from training.bank.queries import stock
from training.bank.queries.stock import PoolItem
from training.core.drawing import PoolTooSmall
from training.core.lacking import lacks
from training.core.specification import Shortage, Specification
from training.quiz import basis, counted
from training.quiz.counted import Basis

MOST_ATTEMPTS = 3
"""Attempts after which the imagined candidate of `against_cohort` stops."""


def shortages(exam_id: int, specification: Specification) -> tuple[Shortage, ...]:
    """Return what stands against any paper of an exam with these rules; nothing where there is one."""
    return shortages_of({exam_id: specification})[exam_id]


def shortages_of(exams: Mapping[int, Specification]) -> dict[int, tuple[Shortage, ...]]:
    """Return the same for each of these exams; each pool is asked for once."""
    pools = {pool: stock.pool(pool, live=True) for pool in {asked.pool for asked in exams.values()}}
    balanced_by = basis.of_each(exams)
    return {exam_id: _any_paper(pools[asked.pool], asked, balanced_by[exam_id]) for exam_id, asked in exams.items()}


def against_cohort(exam_id: int, specification: Specification) -> tuple[Shortage, ...]:
    """Return what stands against a candidate's being served at every attempt the rules allow, the first included.

    An imagined one sits attempt after attempt, each of which has met all papers before it. That takes up to seconds:
    ask before a transaction that writes.
    """
    pool, balanced_by = stock.pool(specification.pool, live=True), basis.of(exam_id)
    if found := _any_paper(pool, specification, balanced_by):
        return found
    seen: set[str] = set()
    for attempt in range(1, min(specification.attempts, MOST_ATTEMPTS) + 1):
        try:
            paper = counted.made(pool, specification, seen, balanced_by).one(attempt)
        except PoolTooSmall as refusal:
            return tuple(_at(attempt, short) for short in refusal.shortages)
        items = stock.versions(place.version for place in paper.places)
        seen |= {item.header.code for item in items.values()}
    return ()


def _any_paper(pool: Sequence[PoolItem], specification: Specification, balanced_by: Basis) -> tuple[Shortage, ...]:
    try:
        counted.assembly(pool, specification, (), balanced_by).one(seed=0)
    except PoolTooSmall as refusal:
        return lacks({each.version: each.item for each in pool}, specification) or refusal.shortages
    return ()


def _at(attempt: int, short: Shortage) -> Shortage:
    return Shortage(f"Attempt {attempt} of somebody who met the papers before it: {short}")
