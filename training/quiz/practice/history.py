"""Everything somebody answered in practice, in one statement: the log from which all else of practice follows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeAlias

from sqlalchemy import Row, select

from training.core.certainty import Certainty, Said
from training.core.mastery import Answered
from training.core.recalling import Ease, Review, remember
from training.db import db
from training.quiz.practice.models import PracticeAnswer, PracticeSet, PracticeSlot

_Row: TypeAlias = Row[str, int, int, bool, date, int | None, int | None, int | None, str | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer. ``again`` says that the question was asked before in the same set; ``share`` None without a mark."""

    code: str
    place: tuple[int, int]
    again: bool
    on: date
    share: Fraction | None
    ease: Ease | None
    certainty: Certainty | None


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of somebody and one item: the day first met, how the last marked answer went, when it is due.

    ``right`` is None when no answer was ever marked, ``due_on`` too.
    """

    met_on: date
    right: bool | None
    due_on: date | None


def of_person(person_id: int, *, code: str | None = None) -> list[Entry]:
    """Return somebody's answers in the order they were given; those to one item if ``code`` is given."""
    wanted = (
        select(
            PracticeSlot.code, PracticeSlot.set_id, PracticeSlot.position, PracticeSlot.again,
            PracticeAnswer.answered_on, PracticeAnswer.awarded_num, PracticeAnswer.awarded_den, PracticeAnswer.ease,
            PracticeAnswer.certainty,
        )
        .join(PracticeSet, PracticeSet.id == PracticeSlot.set_id)
        .join(
            PracticeAnswer,
            (PracticeAnswer.set_id == PracticeSlot.set_id) & (PracticeAnswer.position == PracticeSlot.position),
        )
        .where(PracticeSet.person_id == person_id)
        .order_by(PracticeAnswer.answered_at, PracticeAnswer.set_id, PracticeAnswer.position)
    )  # fmt: skip
    if code is not None:
        wanted = wanted.where(PracticeSlot.code == code)
    return [_entry(row) for row in db.session.execute(wanted)]


def cards(entries: Iterable[Entry]) -> dict[str, Card]:
    """Return what is known of each item ever answered, by code."""
    by_code: dict[str, list[Entry]] = {}
    for entry in entries:
        by_code.setdefault(entry.code, []).append(entry)
    return {code: _card(found) for code, found in by_code.items()}


def said(entries: Iterable[Entry]) -> list[Said]:
    """Return the answers whose certainty was asked: marked, and the first to the question in its set.

    Asked again in the same set, the answer was read a few minutes before.
    """
    return [
        Said(entry.code, entry.certainty, entry.share == 1, entry.place)
        for entry in entries
        if entry.certainty and entry.share is not None and not entry.again
    ]


def evidence(entries: Iterable[Entry]) -> dict[str, list[Answered]]:
    """Return the marked answers that say something of mastery, by the code of their item: the first ones in a set."""
    found: dict[str, list[Answered]] = {}
    for entry in entries:
        if entry.share is not None and not entry.again:
            found.setdefault(entry.code, []).append(Answered(entry.on, entry.share))
    return found


def _entry(row: _Row) -> Entry:
    return Entry(
        code=row.code,
        place=(row.set_id, row.position),
        again=row.again,
        on=row.answered_on,
        share=None
        if row.awarded_num is None or row.awarded_den is None
        else Fraction(row.awarded_num, row.awarded_den),
        ease=None if row.ease is None else Ease(row.ease),
        certainty=None if row.certainty is None else Certainty(row.certainty),
    )


def _card(entries: list[Entry]) -> Card:
    """Return what answers to one item come to; one that only people could mark puts it off to the next day."""
    memory = remember(Review(entry.on, entry.ease) for entry in entries if entry.ease is not None)
    last = entries[-1]
    due_on = memory.comes_on if memory else None
    if due_on and last.ease is None:
        due_on = max(due_on, last.on + timedelta(days=1))
    marked = [entry.share for entry in entries if entry.share is not None]
    return Card(entries[0].on, marked[-1] == 1 if marked else None, due_on)
