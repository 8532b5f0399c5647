from itertools import product

from tests.core.drawing import draw
from tests.core.small_items import candidate
from tests.core.specifications import specification
from training.core.closing_order import closing_order
from training.core.domains import Domain, Level


def test_every_place_is_closed_once():
    assert sorted(closing_order([{0: 1, 3: 2}, {3: 1, 1: 1}], [2, 2, 2, 2])[1]) == [0, 1, 2, 3]


def test_what_is_tied_together_is_closed_together():
    """Places 0 and 2 are tied, so are 1 and 3: a pair is never left open while the other one is closed."""
    _met, order = closing_order([{0: 1, 2: 1}, {1: 1, 3: 1}], [3, 3, 3, 3])

    assert {frozenset(order[:2]), frozenset(order[2:])} == {frozenset({0, 2}), frozenset({1, 3})}


def test_a_chain_is_closed_from_an_end():
    """0-3-1-4-2: from an end one place at a time is in hand, from the middle two are."""
    _met, order = closing_order([{0: 2, 3: 2}, {3: 2, 1: 2}, {1: 2, 4: 2}, {4: 2, 2: 2}], [5] * 5)

    assert order in ([0, 3, 1, 4, 2], [2, 4, 1, 3, 0])


def test_a_large_pool_whose_cells_are_all_tied_by_enemies_is_drawn_from():
    """Thirty-two cells of eight items, each an enemy of one in the next cell: counted in a second, not in hours."""
    cells = list(product(Domain, Level))
    pool = [
        candidate(f"{place}-{number}", *cell, critical=number == 0, enemies=[_next(place, number)])
        for place, cell in enumerate(cells)
        for number in range(8)
    ]

    paper = draw(pool, specification(dict.fromkeys(cells, 2), critical=7), seed=1, seen=())

    against = {one.version: one.item.header.enemies for one in pool}
    chosen = {place.version for place in paper}
    assert len(chosen) == 64
    assert not any(enemy in chosen for version in chosen for enemy in against[version])
    assert sum(version.endswith("-0") for version in chosen) == 7


def _next(place, number):
    """The enemy: the same number at the next level, and from a domain's last level on only one of the next domain."""
    if place % len(Level) < len(Level) - 1:
        return f"{place + 1}-{number}"
    return f"{place + 1}-2" if number == 1 else ""
