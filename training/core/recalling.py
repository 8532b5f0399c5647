"""When an item comes again: spaced repetition by FSRS, replayed from the log of reviews.

FSRS-6 with its default parameters, a wanted recall of 0.9 and no fuzz (Ye and others, open-spaced-repetition). Reviews
are counted in whole days of the person's own zone, as Anki does: somebody who practises each evening a little earlier
than the day before has still let a day go by.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum, StrEnum
from fractions import Fraction

from fsrs import Card, Rating, Scheduler

from training.core.certainty import Certainty

WORDS_A_SECOND = 4
"""Silent reading of English: 238 words a minute (Brysbaert, Journal of Memory and Language 109, 2019)."""
DECIDING, PONDERING, AWAY = 10, 60, 300
"""Seconds: up to which one decides at once; over which an answer was laboured; over which nobody was there."""

_SCHEDULER = Scheduler(enable_fuzzing=False)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Ease(IntEnum):
    """How an answer went, in the ratings of FSRS."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Pace(StrEnum):
    """How long an answer took, for the words there were to read."""

    FAST = "fast"
    STEADY = "steady"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Review:
    """One answer to an item: the day it was given, in the person's zone, and how it went."""

    on: date
    ease: Ease


@dataclass(frozen=True, slots=True)
class Memory:
    """What is left of an item after its last review.

    ``stability`` is the days after which recall is expected to have sunk to 0.9, ``difficulty`` 1-10, both of FSRS;
    ``due_on`` the day FSRS gives, which may be that of the review itself.
    """

    stability: float
    difficulty: float
    due_on: date
    last: Review

    @property
    def comes_on(self) -> date:
        """Return the day on which it is asked again.

        FSRS asks a new item again after minutes. Here one answered right is left alone for the rest of the day; one
        answered wrong stays due, for the end of the set asks it again at once.
        """
        if self.last.ease is Ease.AGAIN:
            return self.due_on
        return max(self.due_on, self.last.on + timedelta(days=1))


def pace(seconds: int | None, *, words: int) -> Pace:
    """Return how long an answer took for so many words; steady when the time is not known or nobody was there."""
    if seconds is None or seconds > AWAY:
        return Pace.STEADY
    reading = words / WORDS_A_SECOND
    if seconds <= DECIDING + reading:
        return Pace.FAST
    return Pace.SLOW if seconds > PONDERING + 2 * reading else Pace.STEADY


def ease(share: Fraction, certainty: Certainty | None, pace: Pace) -> Ease:
    """Return how an answer went; ``share`` is that of the mark, 0-1. Less than the full mark is not right."""
    if share < 1:
        return Ease.AGAIN
    if certainty is Certainty.GUESSED or pace is Pace.SLOW:
        return Ease.HARD
    return Ease.EASY if certainty is Certainty.SURE and pace is Pace.FAST else Ease.GOOD


def remember(reviews: Iterable[Review]) -> Memory | None:
    """Return what is left of an item after these reviews, in their order; None when there are none."""
    card, last = Card(card_id=0, due=_NEVER), None
    for last in reviews:
        moment = datetime.combine(last.on, time(12), UTC)
        card, _log = _SCHEDULER.review_card(card, Rating(last.ease), moment)
    if last is None or card.stability is None or card.difficulty is None:
        return None
    return Memory(card.stability, card.difficulty, card.due.date(), last)
