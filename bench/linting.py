"""``python -m bench.linting``: the processor time of linting an item of the shipped bank; exits 1 at 5 ms."""

import sys
from pathlib import Path
from statistics import median
from time import process_time

from training.bank.files import read
from training.bank.readings import Known
from training.linting.questions import of_item
from training.linting.registry import check
from training.sources import register

BANK = Path(__file__).parents[1] / "question_bank"
GOAL = 5.0
ROUNDS = 9


def main() -> None:
    items = [found.item for found in read(BANK, Known(sources=register())).found]
    rounds = [_milliseconds(items) for _ in range(ROUNDS)]
    per_item = median(rounds)
    print(f"{len(items)} items, {ROUNDS} rounds: {per_item:.2f} ms an item (goal: under {GOAL:.0f} ms)")
    sys.exit(per_item >= GOAL)


def _milliseconds(items: list[object]) -> float:
    begun = process_time()
    for item in items:
        check(of_item(item))
    return 1000 * (process_time() - begun) / len(items)


if __name__ == "__main__":
    main()
