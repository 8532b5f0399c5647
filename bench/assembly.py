"""``python -m bench.assembly``: processor time of papers from 2,000 items; exits 1 where 95 % take over 50 ms.

Cells of very different size, a tenth of the items critical, a tenth with an enemy, pairs in sets, exposure counted from
paper to paper as the site does. Sorting the pool, which a process does once, is said apart.
"""

import sys
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random
from time import process_time

from tests.core.small_items import candidate
from training.core import estimating, exposure
from training.core.assembling import Assembly
from training.core.balancing import TOLERANCE, Balance
from training.core.choosing import Choosing
from training.core.domains import Domain, Level
from training.core.drawing import Papers
from training.core.exposure import Given
from training.core.specification import Specification

ITEMS = 2000
PAPERS = 400
GOAL = 50.0
CELLS = ((1, 2), (2, 3), (3, 3))
"""How many questions every other cell gives and the rest: papers of 48, 80 and 96."""


def main() -> None:
    missed = False
    for each in CELLS:
        begun = process_time()
        pool, specification = _pool(Random(sum(each))), _specification(each)
        items = {one.version: one.item for one in pool}
        balance = Balance(items, estimating.estimated(items, specification), specification)
        limits = exposure.most(items, specification)
        made = Assembly(
            Papers(pool, specification, ()), Choosing(items, specification), balance, basis="", limits=limits
        )
        sorting = process_time() - begun
        times, given, off = [], dict.fromkeys(items, Given(0, 0)), 0.0
        for seed in range(PAPERS):
            begun = process_time()
            spared = exposure.spared(given, limits, seed=seed)
            paper = made.one(seed, spared=spared)
            times.append(1000 * (process_time() - begun))
            off = max(off, abs(paper.reached.total - balance.target.total))
            stood = {place.version for place in paper.places}
            for version in items:
                count = given[version]
                given[version] = Given(count.open + (version not in spared), count.given + (version in stood))
        times.sort()
        late, most = times[int(PAPERS * 0.95)], max(count.given for count in given.values()) / PAPERS
        missed |= late > GOAL or off > TOLERANCE + 1e-9
        print(
            f"{specification.length} of {ITEMS} questions, {PAPERS} papers: median {times[PAPERS // 2]:.1f} ms, 95 % "
            f"within {late:.1f} ms (goal: {GOAL:.0f}), most {times[-1]:.1f} ms; sorted in {sorting:.2f} s; at most "
            f"{off:.2f} points off; the most given on {most:.0%}, at random {specification.length / ITEMS:.0%}"
        )
    sys.exit(missed)


def _specification(each: tuple[int, int]) -> Specification:
    cells = {cell: each[place % 2] for place, cell in enumerate(product(Domain, Level))}
    return Specification(
        title="Bench",
        cells=cells,
        critical=round(sum(cells.values()) / 12),
        minutes=60,
        attempts=3,
        waiting_days=7,
        cut=Fraction(4, 5),
        cut_reason="none",
        minimums={Domain.SAFETY: Fraction(4, 5)},
    )


def _pool(chance: Random) -> list[object]:
    cells = list(product(Domain, Level))
    found = []
    for number in range(ITEMS):
        domain, level = cells[number // 4 % len(cells)] if number < 200 else chance.choice(cells)
        made = candidate(
            f"i{number:04}",
            domain,
            level,
            critical=chance.random() < 0.1,
            enemies=[f"i{chance.randrange(ITEMS):04}"] if chance.random() < 0.05 else (),
            stimulus=f"case {number // 4}" if number < 80 and number % 4 < 2 else "",
        )
        header = replace(made.item.header, difficulty=chance.choice((1, 2, 2, 2, 3, 3, 4)))
        found.append(replace(made, item=replace(made.item, header=header)))
    return found


if __name__ == "__main__":
    main()
