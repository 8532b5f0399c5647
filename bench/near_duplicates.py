"""``python -m bench.near_duplicates``: how long near-duplicates take to find; exits 1 when a goal is missed.

The large bank is made of the sentences of the shipped one, so that its words are as frequent as real ones.
"""

import sys
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from training.bank.files import read
from training.bank.readings import Known
from training.core.resemblance import Asked, Index
from training.linting.near_duplicates import ENGLISH_WORDS, LEAST, pairs
from training.linting.questions import of_item
from training.linting.texts import sentences
from training.sources import register

BANK = Path(__file__).parents[1] / "question_bank"
LARGE = 3_000
"""As many as 2,000 exam and 1,000 practice items."""
LOOKED_UP = 200
GOALS = {"the shipped bank, all pairs": 5.0, "3,000 items, all pairs": 20.0, "one new item against 3,000": 0.1}


def main() -> None:
    shipped = [of_item(found.item) for found in read(BANK, Known(sources=register())).found]
    large = _large(shipped)
    index = Index(large)
    taken = (_all_of(shipped), _all_large(large), _one(index, large))
    for (what, goal), seconds in zip(GOALS.items(), taken, strict=True):
        print(f"{what}: {seconds:.3f} s (goal: under {goal:g} s)")
    sys.exit(any(seconds >= goal for seconds, goal in zip(taken, GOALS.values(), strict=True)))


def _all_of(questions):
    begun = perf_counter()
    pairs(questions)
    return perf_counter() - begun


def _all_large(large):
    begun = perf_counter()
    Index(large).pairs(least=LEAST)
    return perf_counter() - begun


def _one(index, large):
    taken = []
    for asked in list(large.values())[:LOOKED_UP]:
        begun = perf_counter()
        index.like(asked, least=LEAST, most=4)
        taken.append(perf_counter() - begun)
    return median(taken)


def _large(questions):
    chance = Random(7)
    said = [sentence for each in questions for sentence in sentences(each.text)]
    answers = [text for each in questions for text in each.answers]
    return {
        f"item-{number}": Asked(
            ENGLISH_WORDS.folded(" ".join(chance.sample(said, 3))), ENGLISH_WORDS.folded(chance.choice(answers))
        )
        for number in range(LARGE)
    }


if __name__ == "__main__":
    main()
