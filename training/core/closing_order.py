"""In which order the cells of a paper are closed, so that counting papers keeps few states apart.

Groups of enemies tie cells together: while a cell is in hand, its count is part of the state. The best order is hard
to find; one that keeps to cells already in hand is good when it begins at a good place, so every place is tried.
"""

from collections.abc import Mapping, Sequence
from math import prod


def closing_order(brings: Sequence[Mapping[int, int]], wanted: Sequence[int]) -> tuple[int, list[int]]:
    """Return about how many states are met at most, and all places in the order found best.

    ``brings`` holds for each group of enemies how many items of each place it may bring at most, ``wanted`` how many
    a paper takes of each place.
    """
    met, order = 0, list[int]()
    for places in _tied(brings, len(wanted)):
        orders = [_from(start, places, brings, wanted) for start in sorted(places)]
        states, best = min(orders)
        met, order = met + states, order + best
    return met, order


def _tied(brings: Sequence[Mapping[int, int]], places: int) -> list[set[int]]:
    """Return the places in sets tied together by groups."""
    sets = [{place} for place in range(places)]
    for group in brings:
        touched = [each for each in sets if each & group.keys()]
        sets = [each for each in sets if each not in touched] + [set[int]().union(*touched)] if touched else sets
    return sorted(sets, key=min)


def _from(
    start: int, places: set[int], brings: Sequence[Mapping[int, int]], wanted: Sequence[int]
) -> tuple[int, list[int]]:
    """Return about how many states are met when ``start`` is closed first, and the order."""
    met, order, left = 0, [start], list(brings)
    states, brought, left = _closed(start, {start: 0}, left, wanted)
    met += states
    while len(order) < len(places):
        in_hand = [place for place in brought if place not in order] or sorted(places - set(order))
        place = min(in_hand, key=lambda each: (_closed(each, brought, left, wanted)[0], each))
        states, brought, left = _closed(place, brought, left, wanted)
        met += states
        order.append(place)
    return met, order


def _closed(
    place: int, before: Mapping[int, int], groups: Sequence[Mapping[int, int]], wanted: Sequence[int]
) -> tuple[int, dict[int, int], list[Mapping[int, int]]]:
    """Return how many states closing a place meets at most, what is in hand afterwards, and the groups left."""
    brought = dict(before)
    left = []
    for group in groups:
        if place in group:
            for each, most in group.items():
                brought[each] = min(wanted[each], brought.get(each, 0) + most)
        else:
            left.append(group)
    states = prod(count + 1 for count in brought.values())
    brought.pop(place, None)
    return states, brought, left
