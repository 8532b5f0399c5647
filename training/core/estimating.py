"""What borderline candidates make of items before anybody's answers are known: the authors' own estimates, centred.

The steps of ``difficulty`` say how many of ten borderline candidates would be right (question_bank/README.md). The
average paper of a pool must come to the cut, or the estimates would move the pass mark by themselves: all are shifted
by the same amount on the logit scale until it does. (measurement.md 3.3, the pitfall of a cold start.)
"""

from collections import defaultdict
from collections.abc import Mapping
from math import exp, log

from training.core.balancing import Reckoned, target
from training.core.items import Item
from training.core.specification import Cell, Specification

RULE = "estimates-1"
"""Names this way of reckoning on a paper."""
SHARES: Mapping[int, float] = {1: 0.9, 2: 0.8, 3: 0.7, 4: 0.6, 5: 0.5}
"""The share of borderline candidates who would be right, by step of difficulty."""
_WIDEST = 20.0
_HALVINGS = 60


def estimated(items: Mapping[str, Item], specification: Specification) -> dict[str, Reckoned]:
    """Return what is reckoned of each item at the standard; the blueprint's mean of it is the cut.

    An item nobody estimated has the mean of its cell, in a cell without any estimate the cut. ``items`` are those in
    cells of the specification.
    """
    logits = _logits(items, float(specification.cut))
    goal = float(specification.cut) * sum(
        specification.cells[cell] for cell in {(item.header.domain, item.header.level) for item in items.values()}
    )
    low, high = -_WIDEST, _WIDEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        reached = target(_shifted(logits, middle), items, specification).total
        low, high = (middle, high) if reached < goal else (low, middle)
    return _shifted(logits, (low + high) / 2)


def calibrated(
    items: Mapping[str, Item], specification: Specification, shares: Mapping[str, float]
) -> dict[str, Reckoned]:
    """Return what is reckoned of each item where answers tell the ``shares`` of some, and estimates the rest.

    The information of a Rasch item with the share p is p(1 - p); an item with partial marks is taken for one of its
    expected mark.
    """
    known = {version: Reckoned(share, share * (1 - share)) for version, share in shares.items() if version in items}
    return estimated(items, specification) | known


def _logits(items: Mapping[str, Item], cut: float) -> dict[str, float]:
    by_cell: defaultdict[Cell, list[float]] = defaultdict(list)
    for item in items.values():
        if item.header.difficulty is not None:
            by_cell[item.header.domain, item.header.level].append(logit_of(item.header.difficulty))
    means = {cell: sum(values) / len(values) for cell, values in by_cell.items()}
    none = _logit(min(max(cut, 0.01), 0.99))
    return {
        version: logit_of(item.header.difficulty)
        if item.header.difficulty is not None
        else means.get((item.header.domain, item.header.level), none)
        for version, item in items.items()
    }


def logit_of(step: int) -> float:
    """Return the logit of the share of borderline candidates who would be right, by step of difficulty, 1 to 5."""
    return _logit(SHARES[step])


def _shifted(logits: Mapping[str, float], by: float) -> dict[str, Reckoned]:
    shares = {version: 1 / (1 + exp(-(logit + by))) for version, logit in logits.items()}
    return {version: Reckoned(share, share * (1 - share)) for version, share in shares.items()}


def _logit(share: float) -> float:
    return log(share / (1 - share))
