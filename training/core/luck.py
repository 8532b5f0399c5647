"""How much of an outcome depends on which paper somebody was given.

A candidate passes a paper when as many of its questions come right as the cut asks; each does with its own chance at
the candidate's ability, independently. With the candidate's own luck held fixed, two papers decide differently with
the difference of the two chances of passing: its mean over all pairs of papers is what is left to the draw.
(measurement.md 3.3.)
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from random import Random
from statistics import fmean, quantiles

ROUNDS = 24
"""Truths that are tried where only estimates are known."""
_STEPS = 20
_NEAR = 1e-4


@dataclass(frozen=True, slots=True)
class Foretold:
    """What papers are foretold to do to a candidate just at the standard; all are 0-1.

    ``left`` is the share of outcomes that still depends on the draw; ``middle`` the 5th and the 95th percentile of the
    chances to pass over the papers.
    """

    left: float
    middle: tuple[float, float]


def chance(shares: Sequence[float], needed: int) -> float:
    """Return the chance, 0-1, of at least ``needed`` right answers where each has its own share: Poisson binomial.

    Counted are the wrong answers or the right ones, whichever have fewer cases to be followed.
    """
    spare = len(shares) - needed
    if spare < needed:
        return _at_most(spare, [1 - share for share in shares])
    return 1 - _at_most(needed - 1, shares)


def of_the_draw(chances: Sequence[float]) -> float:
    """Return the mean difference between the chances of two papers, 0-1; 0 for fewer than two."""
    count = len(chances)
    if count < 2:
        return 0.0
    ranked = sum((2 * place - count + 1) * each for place, each in enumerate(sorted(chances)))
    return 2 * ranked / (count * (count - 1))


def middle(chances: Sequence[float]) -> tuple[float, float]:
    """Return the 5th and the 95th percentile of one value or more; of a single one both are it."""
    if len(chances) < 2:
        return chances[0], chances[0]
    cuts = quantiles(chances, n=20, method="inclusive")
    return cuts[0], cuts[-1]


def foretold(
    papers: Sequence[Sequence[str]],
    logits: Mapping[str, float],
    errors: Mapping[str, float],
    *,
    needed: int,
    seed: int,
    rounds: int = ROUNDS,
) -> Foretold:
    """Return what one paper or more will do, as far as items are known.

    ``logits`` hold what is believed of each item at the standard, ``errors`` the standard deviation of that belief;
    in each round a truth is drawn from them, and the chances of passing each paper are compared by it. The standard
    stays where the papers come to what is believed of them on average, for that is what it means. What is returned is
    the mean over the rounds.
    """
    random = Random(seed)
    counts = Counter(name for paper in papers for name in paper)
    names = sorted(counts)
    goal = sum(counts[name] * _share(logits[name]) for name in names)
    lost, lowest, highest = [], [], []
    for _ in range(rounds):
        drawn = {name: random.gauss(logits[name], errors[name]) for name in names}
        truth = _centred(drawn, counts, goal)
        chances = [chance([truth[name] for name in paper], needed) for paper in papers]
        lost.append(of_the_draw(chances))
        low, high = middle(chances)
        lowest.append(low)
        highest.append(high)
    return Foretold(fmean(lost), (fmean(lowest), fmean(highest)))


def _share(logit: float) -> float:
    return 1 / (1 + exp(-logit))


def _centred(logits: Mapping[str, float], counts: Mapping[str, int], goal: float) -> dict[str, float]:
    """Return the shares of logits shifted together until all, counted so often, come to a goal: Newton's steps."""
    by = 0.0
    for _ in range(_STEPS):
        shares = {name: _share(logit + by) for name, logit in logits.items()}
        lacking = goal - sum(count * shares[name] for name, count in counts.items())
        slope = sum(count * shares[name] * (1 - shares[name]) for name, count in counts.items())
        if abs(lacking) < _NEAR or slope < _NEAR:
            break
        by += max(-1.0, min(1.0, lacking / slope))
    return {name: _share(logit + by) for name, logit in logits.items()}


def _at_most(most: int, shares: Sequence[float]) -> float:
    """Return the chance that at most ``most`` of independent events come true, 0 for less than none."""
    if most < 0:
        return 0.0
    held = [1.0, *[0.0] * most]
    for share in shares:
        fails = 1 - share
        held = [held[0] * fails, *[now * fails + before * share for before, now in pairwise(held)]]
    return min(1.0, sum(held))
