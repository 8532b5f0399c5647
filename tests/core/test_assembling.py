from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from tests.core.small_items import candidate
from tests.core.specifications import specification
from tests.core.test_balancing import ANATOMY, SAFETY, reckoned
from training.core.assembling import Assembly
from training.core.balancing import TOLERANCE, Balance, Relaxed, Unbalanced
from training.core.choosing import Choosing
from training.core.domains import Domain
from training.core.drawing import Papers, PoolTooSmall


def assembly(pool, spec, shares, seen=()):
    items = {one.version: one.item for one in pool if spec.asks((one.item.header.domain, one.item.header.level))}
    return Assembly(
        Papers(pool, spec, seen),
        Choosing(items, spec),
        Balance(items, reckoned(shares), spec),
        basis="test",
        limits={},
        seen=seen,
    )


def wide(number=60):
    """Items of very different shares over two cells, each third one critical."""
    pool = [candidate(f"i{at:02}", *(SAFETY, ANATOMY)[at % 2], critical=at % 3 == 0) for at in range(number)]
    chance = Random(4)
    return pool, {one.version: chance.uniform(0.2, 0.98) for one in pool}


def test_papers_are_equally_hard_in_all_and_in_a_domain_with_a_minimum():
    pool, shares = wide()
    spec = specification({SAFETY: 8, ANATOMY: 8}, critical=5, minimums={Domain.SAFETY: 0.8})
    made = assembly(pool, spec, shares)
    target = made._balance.target

    found = [made.one(seed) for seed in range(200)]

    assert max(abs(each.reached.total - target.total) for each in found) <= TOLERANCE + 1e-9
    wanted = target.domains[Domain.SAFETY]
    assert max(abs(each.reached.domains[Domain.SAFETY] - wanted) for each in found) <= TOLERANCE + 1e-9
    assert all(each.basis == "test" for each in found)
    assert len({frozenset(place.version for place in each.places) for each in found}) > 190


def test_the_same_seed_gives_the_same_paper():
    pool, shares = wide()
    spec = specification({SAFETY: 8, ANATOMY: 8}, critical=5)

    assert [assembly(pool, spec, shares).one(seed) for seed in range(5)] == [
        assembly(pool[::-1], spec, shares).one(seed) for seed in range(5)
    ]


def test_a_retake_holds_nothing_met_before_while_the_pool_has_enough():
    pool, shares = wide()
    spec = specification({SAFETY: 8, ANATOMY: 8}, critical=5)
    seen = [place.version for place in assembly(pool, spec, shares).one(1).places]

    again = [assembly(pool, spec, shares, seen=seen).one(seed) for seed in range(20)]

    assert all({place.version for place in each.places}.isdisjoint(seen) for each in again)
    assert all(Relaxed.SEEN not in each.reached.relaxed for each in again)


def test_what_is_spared_is_left_out_and_given_only_in_need():
    pool, shares = wide()
    spec = specification({SAFETY: 8, ANATOMY: 8}, critical=5)
    few = [one.version for one in pool[:10]]

    freely = [assembly(pool, spec, shares).one(seed, spared=few) for seed in range(20)]
    needy = assembly(pool, spec, shares).one(1, spared=[one.version for one in pool])

    assert all({place.version for place in each.places}.isdisjoint(few) for each in freely)
    assert needy.reached.relaxed == (Relaxed.EXPOSURE,)


def test_no_paper_and_no_balanced_paper_are_refused():
    pool, shares = wide(8)

    with pytest.raises(PoolTooSmall, match="Critical items: 3 of 4"):
        assembly(pool, specification({SAFETY: 3, ANATOMY: 3}, critical=4), shares).one(1)
    extreme = {name: float(at > 3) for at, name in enumerate(sorted(shares))}
    with pytest.raises(Unbalanced, match=r"no paper within 0\.25 points"):
        assembly(pool, specification({SAFETY: 1}), extreme).one(1)


def test_where_only_papers_met_before_are_balanced_one_is_given_again_on_record():
    """Three pairs, each the enemies of the others: one is balanced, one too easy, one too hard."""
    pairs = ("ab", "cd", "ef")
    pool = [
        candidate(name, *SAFETY, enemies=[each for other in pairs if other != pair for each in other])
        for pair in pairs
        for name in pair
    ]
    shares = dict(zip("abcdef", (0.6, 0.6, 0.9, 0.9, 0.3, 0.3), strict=True))
    spec = specification({SAFETY: 2})

    first = assembly(pool, spec, shares).one(1)
    again = [assembly(pool, spec, shares, seen=["a", "b"]).one(seed) for seed in range(20)]

    assert {place.version for place in first.places} == {"a", "b"}
    assert all({place.version for place in each.places} == {"a", "b"} for each in again)
    assert all(each.reached.relaxed == (Relaxed.SEEN,) for each in again)


def test_of_items_met_before_no_more_are_given_than_the_cells_need():
    """Eight of ten were met, and a paper takes four: two of them must come again, never three."""
    pool = [candidate(f"i{at}", *SAFETY) for at in range(10)]
    shares = {one.version: 0.7 for one in pool}
    seen = [one.version for one in pool[:8]]

    spec = specification({SAFETY: 4}, met_before=Fraction(1, 2))

    again = [assembly(pool, spec, shares, seen=seen).one(seed) for seed in range(20)]

    assert all(sum(place.version in seen for place in each.places) == 2 for each in again)
    assert all(each.reached.relaxed == () for each in again)


def test_a_paper_says_how_many_questions_were_met_and_that_they_are_more_than_should_be():
    pool, shares = wide(24)
    spec = specification({SAFETY: 8, ANATOMY: 8}, critical=5)
    seen = [one.version for one in pool[:16]]

    fresh, again = assembly(pool, spec, shares).one(1), assembly(pool, spec, shares, seen).one(1)
    loose = assembly(pool, replace(spec, met_before=Fraction(3, 4)), shares, seen).one(1)

    assert (fresh.met, fresh.reached.relaxed) == (None, ())
    assert again.met == sum(place.version in seen for place in again.places) == 8
    assert Relaxed.SEEN in again.reached.relaxed
    assert loose.met == 8
    assert Relaxed.SEEN not in loose.reached.relaxed
