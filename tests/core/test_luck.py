"""The luck of the draw, and what balancing leaves of it: the figures of measurement.md 3.3 by simulation."""

from fractions import Fraction
from functools import cache
from itertools import product
from math import exp, prod
from random import Random
from statistics import fmean, pstdev

import pytest

from tests.core.small_items import candidate
from tests.core.specifications import specification
from training.core import luck
from training.core.assembling import Assembly
from training.core.balancing import Balance, Reckoned
from training.core.choosing import Choosing
from training.core.domains import Domain, Level
from training.core.drawing import Papers


def test_the_chance_is_that_of_a_binomial_where_all_are_alike():
    assert luck.chance([0.5] * 4, 3) == pytest.approx(5 / 16)
    assert luck.chance([0.9, 0.2], 2) == pytest.approx(0.18)
    assert luck.chance([0.9, 0.2], 0) == pytest.approx(1)
    assert luck.chance([], 1) == 0


def test_what_is_left_to_the_draw_is_the_mean_difference_of_two_papers():
    chances = [0.2, 0.5, 0.9]

    assert luck.of_the_draw(chances) == pytest.approx(fmean([0.3, 0.7, 0.4]))
    assert luck.of_the_draw([0.4]) == 0


@pytest.mark.parametrize("needed", range(-1, 9))
def test_the_chance_is_the_sum_over_all_ways_to_answer(needed):
    shares = [0.05, 0.3, 0.3, 0.62, 0.8, 0.97, 1.0]

    ways = product((False, True), repeat=len(shares))
    summed = sum(
        prod(share if right else 1 - share for share, right in zip(shares, way, strict=True))
        for way in ways
        if sum(way) >= needed
    )
    assert luck.chance(shares, needed) == pytest.approx(summed, abs=1e-12)


def test_what_is_known_exactly_is_foretold_as_it_is():
    """Two kinds of papers; without any error each round is the same, and the draw decides what they differ by."""
    logits = dict.fromkeys("abcdef", 1.0) | dict.fromkeys("uvwxyz", 0.5)
    papers = ["abc", "def", "uvw", "xyz"]

    found = luck.foretold(papers, logits, dict.fromkeys(logits, 0.0), needed=2, seed=1)

    easy, hard = (luck.chance([1 / (1 + exp(-logit))] * 3, 2) for logit in (1.0, 0.5))
    assert found.left == pytest.approx((easy - hard) * 4 / 6)
    assert found.middle == (pytest.approx(hard), pytest.approx(easy))


def test_not_knowing_moves_no_borderline_candidate_off_the_standard():
    """Errors alone would lower the mean share of easy items, and the chance of somebody who is at the standard."""
    logits = {f"i{at}": 1.4 for at in range(60)}
    papers = [[f"i{at}" for at in range(start, start + 30)] for start in (0, 10, 20, 30)]

    found = luck.foretold(papers, logits, dict.fromkeys(logits, 1.5), needed=24, seed=1, rounds=60)

    exact = luck.chance([1 / (1 + exp(-1.4))] * 30, 24)
    assert sum(found.middle) / 2 == pytest.approx(exact, abs=0.05)


# A bank of 400, difficulties with a standard deviation of 1 logit, papers of 40 with a cut of 70 %.
CELLS = tuple(product(tuple(Domain), (Level.RECALL, Level.APPLY)))[:10]


@cache
def bank():
    chance = Random(20)
    pool = [candidate(f"i{number:03}", *CELLS[number % 10]) for number in range(400)]
    logits = {one.version: chance.gauss(0, 1) for one in pool}
    return pool, centred(logits)


def centred(logits):
    """Logits shifted so that their mean share is the cut."""
    low, high = -5.0, 5.0
    for _ in range(50):
        middle = (low + high) / 2
        reached = fmean(1 / (1 + exp(-(each + middle))) for each in logits.values())
        low, high = (middle, high) if reached < 0.7 else (low, middle)
    return {name: each + low for name, each in logits.items()}


def papers(pool, believed, count=120):
    """Papers balanced on what is believed, None to leave them as they are chosen."""
    spec = specification(dict.fromkeys(CELLS, 4), cut=Fraction(7, 10))
    items = {one.version: one.item for one in pool}
    choosing = Choosing(items, spec)
    if believed is None:
        return [choosing.one(Random(seed)) for seed in range(count)]
    shares = {name: 1 / (1 + exp(-each)) for name, each in believed.items()}
    reckoned = {name: Reckoned(share, share * (1 - share)) for name, share in shares.items()}
    made = Assembly(Papers(pool, spec, ()), choosing, Balance(items, reckoned, spec), basis="", limits={})
    return [[place.version for place in made.one(seed).places] for seed in range(count)]


def luck_and_spread(made, truth):
    shares = [[1 / (1 + exp(-truth[name])) for name in paper] for paper in made]
    return luck.of_the_draw([luck.chance(each, 28) for each in shares]), 100 * pstdev(map(fmean, shares))


def rated(truth, agreement):
    """What judges believe whose ratings correlate so with the truth, shrunk accordingly."""
    chance, middle = Random(4), fmean(truth.values())
    noise = (1 - agreement**2) ** 0.5
    return centred(
        {
            name: middle + agreement * (agreement * (each - middle) + noise * chance.gauss(0, 1))
            for name, each in truth.items()
        }
    )


def test_the_blueprint_alone_leaves_papers_2_8_points_apart():
    pool, truth = bank()

    found, spread = luck_and_spread(papers(pool, None), truth)

    assert spread == pytest.approx(2.8, rel=0.1)
    assert found == pytest.approx(0.16, rel=0.15)


def test_balancing_on_the_truth_leaves_hardly_anything():
    pool, truth = bank()

    found, spread = luck_and_spread(papers(pool, truth), truth)

    assert spread < 0.45
    assert found < 0.035


def test_balancing_on_judges_takes_a_part_of_it():
    pool, truth = bank()

    found, spread = luck_and_spread(papers(pool, rated(truth, 0.6)), truth)

    assert spread == pytest.approx(2.2, rel=0.12)
    assert 0.09 < found < 0.15


def test_what_is_foretold_from_beliefs_is_what_the_truth_shows():
    """The foretelling knows the ratings and how far they may be off, not the truth."""
    pool, truth = bank()
    believed = rated(truth, 0.6)
    made = papers(pool, believed)

    foretold = luck.foretold(made, believed, dict.fromkeys(believed, 0.8), needed=28, seed=1).left

    shown, _spread = luck_and_spread(made, truth)
    assert foretold == pytest.approx(shown, rel=0.2)
