"""The emergency drill: a graph of moments, and the way that somebody took through it. Pure; nothing is kept of it."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar

from training.core.drafts import Reader
from training.modules.content import NAME, NAMED

T = TypeVar("T")
FILE = Path(__file__).parent / "drill.toml"
END = "end"
_STEP = re.compile(r"[a-dA-D]")


class Verdict(StrEnum):
    """What a choice is worth: the best, weaker, or one that endangers somebody."""

    BEST = "best"
    WEAK = "weak"
    DANGEROUS = "dangerous"


@dataclass(frozen=True, slots=True)
class Option:
    """Something one could do, why it is good or bad, and the moment it leads to."""

    id: str
    text: str
    verdict: Verdict
    why: str
    next: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A situation that asks for a decision; ``seconds`` is what the clock gives."""

    id: str
    time: str
    story: str
    seconds: int
    options: tuple[Option, ...]

    @property
    def best(self) -> Option:
        """Return the best option."""
        return next(option for option in self.options if option.verdict is Verdict.BEST)


@dataclass(frozen=True, slots=True)
class Step:
    """What was chosen at a moment; ``late`` when the clock had run out."""

    moment: Moment
    option: Option
    late: bool


@dataclass(frozen=True, slots=True)
class Walk:
    """The steps so far and the moment that waits, None at the end."""

    steps: tuple[Step, ...]
    now: Moment | None

    @property
    def dangerous(self) -> int:
        """Return how many choices endangered somebody."""
        return sum(step.option.verdict is Verdict.DANGEROUS for step in self.steps)


class NoSuchWay(ValueError):
    """The way holds a choice that its moment does not offer."""


@cache
def moments() -> dict[str, Moment]:
    """Return the shipped moments by id, the first one first. They are read once; the file changes with a release."""
    reader = Reader(tomllib.loads(FILE.read_text(encoding="utf-8")))
    found = _each(reader, "moments", _moment)
    reader.finish()
    return {moment.id: moment for moment in found}


def walk(way: str) -> Walk:
    """Return where a way leads: a letter a step, a capital for one taken late. Raises NoSuchWay.

    >>> [step.moment.id for step in walk("bA").steps], walk("bA").now.id
    (['faint', 'finger'], 'broken')
    """
    known = moments()
    steps: list[Step] = []
    now = next(iter(known.values()), None)
    for letter in way:
        option = _option(now, letter)
        if now is None or option is None:
            raise NoSuchWay(way)
        steps.append(Step(now, option, late=letter.isupper()))
        now = known.get(option.next)
    return Walk(tuple(steps), now)


def _option(moment: Moment | None, letter: str) -> Option | None:
    if moment is None or not _STEP.fullmatch(letter):
        return None
    return next((option for option in moment.options if option.id == letter.lower()), None)


def _moment(reader: Reader) -> Moment:
    return Moment(
        id=reader.word("id", NAME, NAMED),
        time=reader.line("time"),
        story=reader.text("story"),
        seconds=reader.number("seconds", low=5, high=600) or 0,
        options=_each(reader, "options", _choice),
    )


def _choice(reader: Reader) -> Option:
    return Option(
        id=reader.word("id", _STEP, "a letter from a to d"),
        text=reader.line("text"),
        verdict=reader.member("verdict", Verdict, Verdict.WEAK),
        why=reader.text("why"),
        next=reader.word("next", NAME, NAMED),
    )


def _each(reader: Reader, field: str, make: Callable[[Reader], T]) -> tuple[T, ...]:
    made = []
    for nested in reader.tables(field):
        made.append(make(nested))
        reader.take(nested)
    return tuple(made)
