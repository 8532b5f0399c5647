"""Papers counted once for everybody who may be given the same: a cohort that starts together waits for one count."""

import json
from collections.abc import Collection, Sequence
from functools import lru_cache

from training.bank.queries import stock
from training.bank.queries.stock import PoolItem
from training.core import drawing, specifying
from training.core.drawing import Papers
from training.core.specification import Specification


def papers(pool: Sequence[PoolItem], specification: Specification, seen: Collection[str]) -> Papers:
    """Return the papers of a pool for somebody who met ``seen`` before. Raises PoolTooSmall."""
    return _papers(
        tuple(sorted(each.version for each in pool)),
        json.dumps(specification.plain(), sort_keys=True),
        frozenset(seen),
    )


@lru_cache(maxsize=8)
def _papers(versions: tuple[str, ...], specification: str, seen: frozenset[str]) -> Papers:
    """Count once a process: a version is the hash of its item, so what was counted cannot go stale."""
    items = stock.versions(versions)
    pool = [PoolItem(version, items[version]) for version in versions]
    return drawing.Papers(pool, specifying.parse(json.loads(specification)), seen)
