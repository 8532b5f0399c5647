"""``python -m bench.calibration``: time and memory of calibrating 100,000 attempts at 40 of 300 items.

From rows of attempts and places, by the rules of the population, to a linked candidate snapshot. Exits 1 at 60 seconds
or a gigabyte.
"""

import resource
import sys
from time import perf_counter, process_time

import numpy as np

from training.measurement.calibration import Limits, calibrate
from training.measurement.estimates import Bank, Progress
from training.measurement.population import Attempts, Places, population
from training.measurement.priors import Ratings
from training.measurement.snapshot import Rated, Snapshot

ATTEMPTS, ITEMS, SEEN = 100_000, 300, 40
SECONDS, MEGABYTES = 60.0, 1_000.0


def made() -> Bank:
    """Return a bank that nobody rated."""
    nothing = np.full(ITEMS, np.nan)
    return Bank(
        exam="bench",
        versions=tuple(f"v{item}" for item in range(ITEMS)),
        cells=tuple(f"cell {item % 20}" for item in range(ITEMS)),
        ratings=Ratings(nothing, nothing),
        rated=(Rated.NOBODY,) * ITEMS,
        weight=np.full(ITEMS, SEEN / ITEMS),
        cut=0.7,
        questions=SEEN,
    )


def main() -> None:
    bank = made()
    current = calibrated(bank, *sat(5_000), None, _quietly)
    attempts, places = sat(ATTEMPTS)
    begun, worked = perf_counter(), process_time()

    def said(step: str) -> None:
        print(f"{perf_counter() - begun:6.1f} s  {step}", flush=True)

    found = calibrated(bank, attempts, places, current, said)
    seconds = perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{found.attempts:,} attempts, {found.responses:,} responses, {len(found.items)} items: {seconds:.1f} s "
        f"({process_time() - worked:.1f} s of processor time; goal: {SECONDS:.0f} s), "
        f"peak {peak:.0f} MB (goal: {MEGABYTES:.0f} MB)"
    )
    sys.exit(seconds >= SECONDS or peak >= MEGABYTES)


def _quietly(step: str) -> None:
    """Say nothing."""


def calibrated(bank: Bank, attempts: Attempts, places: Places, current: Snapshot | None, said: Progress) -> Snapshot:
    people = population(attempts, places, np.arange(ITEMS))
    return calibrate(bank, people, current=current, limits=Limits(), progress=said)


def sat(persons: int) -> tuple[Attempts, Places]:
    """Return attempts of people with abilities N(0, 1), each at random items, as rows of a database would give them."""
    chance = np.random.default_rng(1)
    difficulty, ability = np.random.default_rng(0).normal(0, 1, ITEMS), chance.normal(0, 1, persons)
    bank = np.broadcast_to(np.arange(ITEMS), (1_000, ITEMS))
    runs = [bank[: min(1_000, persons - start)] for start in range(0, persons, 1_000)]
    item = np.concatenate([chance.permuted(run, axis=1)[:, :SEEN] for run in runs]).ravel()
    attempt = np.repeat(np.arange(persons), SEEN)
    right = chance.random(len(item)) < 1 / (1 + np.exp(difficulty[item] - ability[attempt]))
    none, all_of_them = np.zeros(persons, np.int64), np.ones(persons, bool)
    places = Places(
        attempt=attempt,
        position=np.tile(np.arange(1, SEEN + 1), persons),
        version=item,
        mark=right.astype(float),
        answered=np.ones(len(item), bool),
        pilot=np.zeros(len(item), bool),
    )
    return Attempts(np.arange(persons), none, none, all_of_them, all_of_them, ~all_of_them), places


if __name__ == "__main__":
    main()
