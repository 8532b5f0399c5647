"""Which items to practise next: what somebody chooses, or what a day brings back."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from random import Random

from training.core.items import Item
from training.core.layout import Layout, lay_out
from training.core.responses import Response

LONGEST = 10
"""Questions of one session at most: about five minutes."""

NEW_A_DAY = 5
"""Questions never met before that a day brings at most, so that what comes back later stays little."""

SECONDS = 30
"""What one question takes, by which a session is announced."""


class Wish(StrEnum):
    """What somebody wants to practise."""

    ANY = "any"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that may be practised; ``right`` says how its last answer went, None when it never was marked.

    ``unmarked`` says that it was answered, and that only people could have said how it went.
    """

    version: str
    code: str
    right: bool | None
    unmarked: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item of the practice pool as a session sees it: ``due_on`` is None while it is not scheduled.

    ``met_on`` is the day of its first answer, None for an item never met.
    """

    version: str
    code: str
    due_on: date | None
    met_on: date | None


@dataclass(frozen=True, slots=True)
class Session:
    """What there is to practise on a day: the versions due, most overdue first, and new ones up to the day's number.

    ``next_on`` is the next day on which something comes back, ``next_count`` how many; None and 0 when nothing will.
    """

    due: tuple[str, ...]
    new: tuple[str, ...]
    next_on: date | None
    next_count: int

    @property
    def versions(self) -> tuple[str, ...]:
        """Return what one session asks, in order."""
        return (*self.due, *self.new)[:LONGEST]


def session(waiting: Sequence[Waiting], *, today: date, seed: int) -> Session:
    """Return what there is to practise; which new items a day brings follows from the seed."""
    due = sorted((each.due_on, each.code, each.version) for each in waiting if each.due_on and each.due_on <= today)
    later = Counter(each.due_on for each in waiting if each.due_on and each.due_on > today)
    new = sorted((each for each in waiting if each.met_on is None), key=lambda each: each.code)
    Random(seed).shuffle(new)
    left = max(0, NEW_A_DAY - sum(each.met_on == today for each in waiting))
    next_on = min(later, default=None)
    return Session(
        due=tuple(version for _day, _code, version in due),
        new=tuple(each.version for each in new[:left]),
        next_on=next_on,
        next_count=later[next_on] if next_on else 0,
    )


def minutes(questions: int) -> int:
    """Return about how many minutes so many questions take, at least 1."""
    return max(1, -(-questions * SECONDS // 60))


def choose(candidates: Sequence[Candidate], *, number: int, wish: Wish, seed: int) -> tuple[str, ...]:
    """Return the versions of a practice set in the order they are asked; fewer when there are fewer.

    Items never answered are taken first, then those answered wrong, then the rest, last those that only people mark;
    what is taken is asked in a mixed order. With ``Wish.WRONG`` only those whose last answer was wrong. All of it
    follows from the seed.
    """
    chance = Random(seed)
    shuffled = sorted(candidates, key=lambda each: each.code)
    chance.shuffle(shuffled)
    if wish is Wish.WRONG:
        shuffled = [each for each in shuffled if each.right is False]
    groups: Mapping[bool | None, int] = {None: 0, False: 1, True: 2}
    chosen = sorted(shuffled, key=lambda each: 3 if each.unmarked else groups[each.right])[:number]
    chance.shuffle(chosen)
    return tuple(each.version for each in chosen)


def arrangement(item: Item, *, seed: int, position: int) -> Layout:
    """Return how one place of a set shows an item, drawn anew when the item comes again."""
    return lay_out(item, Random(f"{seed}:{position}"))


def complaint(item: Item, response: Response | None) -> str | None:
    """Return what to say instead of why, None for an answer that can be looked back on."""
    if not response:
        return "Answer the question first; then you read why."
    if item.mark(response) is None:
        return None
    return item.complaint(response) or (None if item.fits(response) else "Choose from the answers shown.")
