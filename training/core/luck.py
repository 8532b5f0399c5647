"""How much of an outcome depends on which paper somebody was given.

A candidate passes a paper when as many of its questions come right as the cut asks; each does with its own chance at
the candidate's ability, independently. With the candidate's own luck held fixed, two papers decide differently with
the difference of the two chances of passing: its mean over all pairs of papers is what is left to the draw.
(measurement.md 3.3.)
"""

from collections.abc import Mapping, Sequence
from math import exp
from random import Random

ROUNDS = 24
"""Truths that are tried where only estimates are known."""


def chance(shares: Sequence[float], needed: int) -> float:
    """Return the chance, 0-1, of at least ``needed`` right answers where each has its own share: Poisson binomial."""
    right = [1.0]
    for share in shares:
        fails, passes = [each * (1 - share) for each in right], [each * share for each in right]
        right = [fails[0], *(a + b for a, b in zip(fails[1:], passes[:-1], strict=True)), passes[-1]]
    return min(1.0, sum(right[max(0, needed) :]))


def of_the_draw(chances: Sequence[float]) -> float:
    """Return the mean difference between the chances of two papers, 0-1; 0 for fewer than two."""
    count = len(chances)
    if count < 2:
        return 0.0
    ranked = sum((2 * place - count + 1) * each for place, each in enumerate(sorted(chances)))
    return 2 * ranked / (count * (count - 1))


def left(
    papers: Sequence[Sequence[str]],
    logits: Mapping[str, float],
    errors: Mapping[str, float],
    *,
    needed: int,
    seed: int,
    rounds: int = ROUNDS,
) -> float:
    """Return the share of outcomes at the standard, 0-1, that still depend on the draw of these papers.

    ``logits`` hold what is believed of each item at the standard, ``errors`` the standard deviation of that belief;
    in each round a truth is drawn from them, and the chances of passing each paper are compared by it.
    """
    random = Random(seed)
    found = []
    for _ in range(rounds):
        truth = {name: 1 / (1 + exp(-random.gauss(logits[name], errors[name]))) for name in sorted(logits)}
        found.append(of_the_draw([chance([truth[name] for name in paper], needed) for paper in papers]))
    return sum(found) / len(found)


def shared(papers: Sequence[frozenset[str]]) -> tuple[float, int]:
    """Return how many items two papers have in common, on average and at most; zeros for fewer than two."""
    pairs = [len(first & second) for place, first in enumerate(papers) for second in papers[place + 1 :]]
    return (sum(pairs) / len(pairs), max(pairs)) if pairs else (0.0, 0)
