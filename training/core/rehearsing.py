"""The mock exam of an exam: the same questions by number, domain and level, time, rules and cut, from other items."""

from dataclasses import replace
from fractions import Fraction

from training.core.domains import Pool
from training.core.specification import Release, Specification

NAME = "Mock exam"
"""What a mock exam is called before the name of its exam, wherever it is named."""


def mock(specification: Specification) -> Specification:
    """Return what the mock exam of an exam asks.

    Nothing locks it: no window, no waiting time, no modules. Its questions may come again, as practice does, and are
    shown afterwards, for no exam draws them.
    """
    return replace(
        specification,
        title=f"{NAME}: {specification.title}",
        pool=Pool.PRACTICE,
        release=Release.ITEMS,
        opens_at=None,
        closes_at=None,
        hard_close=False,
        late_minutes=0,
        waiting_days=0,
        met_before=Fraction(1),
        modules=(),
    )


def is_mock(specification: Specification) -> bool:
    """Return whether a published specification is a mock exam's: only theirs draw from the practice pool."""
    return specification.pool is Pool.PRACTICE
