"""Which responses count: the rules of the population, decided before any formula.

- Of each person, the first completed operational attempt at each version of an exam. Practice, previews, voided
  attempts and those under investigation are not operational, and a later one takes their place.
- **Omitted**: presented and not answered. Marked 0, and counted among those who saw the item.
- **Not reached**: after the last answered item, in an attempt that the clock ended. Not counted for the item; 0 for
  the person. Where the clock ended an attempt without any answer nothing was reached.
- **Not presented**: on no paper of this person. Missing by design, and nothing at all.
- A mark that people have still to give is missing too, until it is there.
- Pilot items count for the item as all others do, and never for the person.
- Items are told apart by version. Where a reviewer declared an edit cosmetic, the responses to both versions count
  together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from training.measurement.responses import Flags, Floats, Responses, Whole, of_rows


class Standing(IntEnum):
    """What became of one place on a paper."""

    ANSWERED = 0
    OMITTED = 1
    NOT_REACHED = 2
    UNMARKED = 3


@dataclass(frozen=True, slots=True)
class Attempts:
    """One row an attempt. ``order`` tells which of a person's came first; ``timed_out``: the clock ended it."""

    person: Whole
    exam_version: Whole
    order: Whole
    completed: Flags
    operational: Flags
    timed_out: Flags


@dataclass(frozen=True, slots=True)
class Places:
    """One row a place on a paper: ``attempt`` is a row of the attempts, ``version`` counts item versions from 0.

    ``mark`` lies in 0-1 and is NaN while people have still to give it.
    """

    attempt: Whole
    position: Whole
    version: Whole
    mark: Floats
    answered: Flags
    pilot: Flags


@dataclass(frozen=True, slots=True)
class Population:
    """The responses that count, by attempt and item, and by item how many omitted it and how many did not reach it.

    ``attempts`` are the rows of the attempts that count; ``share`` is what each of them earned of its scored places.
    """

    attempts: Whole
    responses: Responses
    omitted: Whole
    not_reached: Whole
    share: Floats


def population(attempts: Attempts, places: Places, item_of: Whole) -> Population:
    """Return what counts; ``item_of`` says which item each version is, as `items` found it."""
    counts = first_attempts(attempts)
    chosen = counts[places.attempt]
    row = (np.cumsum(counts) - 1)[places.attempt]
    became = standings(attempts, places)
    items = int(item_of.max()) + 1 if item_of.size else 0
    item = item_of[places.version]
    mark = np.where(became == Standing.ANSWERED, places.mark, 0.0)
    used = chosen & ((became == Standing.ANSWERED) | (became == Standing.OMITTED))
    people = int(counts.sum())
    scored = chosen & ~places.pilot & (became != Standing.UNMARKED)
    earned = np.bincount(row[scored], mark[scored], people)
    possible = np.bincount(row[scored], minlength=people)
    return Population(
        np.flatnonzero(counts),
        of_rows(row[used], item[used], mark[used], persons=people, items=items),
        np.bincount(item[chosen & (became == Standing.OMITTED)], minlength=items),
        np.bincount(item[chosen & (became == Standing.NOT_REACHED)], minlength=items),
        np.divide(earned, possible, out=np.full(people, np.nan), where=possible > 0),
    )


def first_attempts(attempts: Attempts) -> Flags:
    """Return which attempts are their person's first completed operational one at their version of the exam."""
    able = np.flatnonzero(attempts.completed & attempts.operational)
    sorted_ = able[np.lexsort((attempts.order[able], attempts.exam_version[able], attempts.person[able]))]
    same_person = np.diff(attempts.person[sorted_], prepend=-1) == 0
    same_version = np.diff(attempts.exam_version[sorted_], prepend=-1) == 0
    chosen = np.zeros(len(attempts.person), bool)
    chosen[sorted_[~(same_person & same_version)]] = True
    return chosen


def standings(attempts: Attempts, places: Places) -> Whole:
    """Return what became of each place, as numbers of `Standing`."""
    last = np.zeros(len(attempts.person), np.int64)
    np.maximum.at(last, places.attempt[places.answered], places.position[places.answered])
    beyond = attempts.timed_out[places.attempt] & (places.position > last[places.attempt])
    found = np.full(len(places.attempt), int(Standing.OMITTED))
    found[beyond] = Standing.NOT_REACHED
    found[places.answered] = Standing.ANSWERED
    found[places.answered & np.isnan(places.mark)] = Standing.UNMARKED
    return found


@dataclass(frozen=True, slots=True)
class Items:
    """The items among versions: ``item_of`` says which one each version is, counted from 0.

    An item has the name of the first of its versions; ``joined`` holds all whose responses it counts, in the order of
    their names, where there are several.
    """

    names: tuple[str, ...]
    item_of: Whole
    joined: tuple[tuple[str, ...], ...]


def items(versions: Sequence[str], cosmetic: Iterable[tuple[str, str]]) -> Items:
    """Return the items among versions; each pair of ``cosmetic`` is two versions that are one item, in any order."""
    groups: dict[str, set[str]] = {}
    for one, other in cosmetic:
        both = groups.get(one, {one}) | groups.get(other, {other})
        groups |= dict.fromkeys(both, both)
    first: dict[str, str] = {}
    for version in versions:
        if version not in first:
            first |= dict.fromkeys(groups.get(version, {version}), version)
    names = tuple(dict.fromkeys(first[version] for version in versions))
    place = {name: number for number, name in enumerate(names)}
    return Items(
        names,
        np.array([place[first[version]] for version in versions], np.int64),
        tuple(tuple(sorted(groups.get(name, ()))) for name in names),
    )
