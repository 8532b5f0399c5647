"""What the papers of somebody who sits an exam again and again repeat, by what papers are balanced by now."""

from training.bank.queries import stock
from training.core.drawing import PoolTooSmall
from training.core.retakes import Retakes
from training.core.specification import Specification
from training.quiz import basis, counted

TRIED = 3
"""Attempts of the imagined person at most: each further one takes up to seconds where the pool has little left."""


def of(exam_id: int, specification: Specification) -> Retakes:
    """Return what further papers of an imagined person repeat, who met all that stood on those before.

    A paper that cannot be had ends it. That takes up to seconds: ask before a transaction that writes.
    """
    pool, balanced_by = stock.pool(specification.pool, live=True), basis.of(exam_id)
    code = {each.version: each.item.header.code for each in pool}
    seen: frozenset[str] = frozenset()
    met: list[int] = []
    for attempt in range(1, min(specification.attempts, TRIED) + 1):
        try:
            paper = counted.made(pool, specification, seen, balanced_by).one(attempt)
        except PoolTooSmall:
            break
        met += [paper.met or 0] if attempt > 1 else []
        seen |= {code[place.version] for place in paper.places}
    return Retakes(specification.attempts - 1, specification.most_met, tuple(met))
