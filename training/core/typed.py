"""What somebody typed as an answer: cleaned as it comes in, and what it turned out to be worth."""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import ClassVar
from unicodedata import category

from training.core.items import Mark
from training.core.lengths import too_long
from training.core.options import Option
from training.core.responses import Response

MOST_TYPED = 500
"""Characters a typed answer of one line may hold."""

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Judged:
    """A typed answer compared with the key: ``share`` of the mark, None when a person must decide.

    ``rationale`` and ``sources`` say why; with ``danger`` the answer would endanger a patient.
    """

    share: Fraction | None
    rationale: str = ""
    sources: tuple[str, ...] = ()
    danger: bool = False


class TypedAnswer(ABC):
    """The part of a kind whose response is one line that was typed. No options, no order, nothing to guess."""

    __slots__ = ()

    options: ClassVar[tuple[Option, ...]] = ()
    ids: ClassVar[tuple[str, ...]] = ()
    guess: ClassVar[Fraction] = Fraction(0)

    @property
    @abstractmethod
    def critical(self) -> bool:
        """Return whether some answer would endanger a patient."""

    @abstractmethod
    def judged(self, response: Response) -> Judged:
        """Return what a response is worth and why."""

    def arrange(self, chance: Random) -> tuple[str, ...]:
        """Return nothing: there is nothing to put in order."""
        return ()

    def words(self, response: Response) -> tuple[str, ...]:
        """Return what was typed."""
        return tuple(as_typed(text) for text in response)

    def fits(self, response: Response) -> bool:
        """Return whether ``response`` is empty or one short text."""
        return is_one_text(response)

    def mark(self, response: Response) -> Mark | None:
        """Return the largest share of the answers it matches, 1 or 0 on a critical item; None for a person to mark."""
        if not self.fits(response) or not response:
            return Mark(Fraction(0), Fraction(1))
        judged = self.judged(response)
        if judged.share is None:
            return None
        share = max(Fraction(0), judged.share)
        return Mark(Fraction(share == 1) if self.critical else share, Fraction(1), dangerous=judged.danger)


def typed(text: str) -> str:
    r"""Return a typed text on one line, without blanks around it and without characters that nobody types.

    >>> typed(" Vagus\tnerve\x00 ")
    'Vagus nerve'
    """
    kept = (" " if character in "\t\n\r" else character for character in text)
    return "".join(character for character in kept if category(character) not in {"Cc", "Cs"}).strip()


def one_text(posted: Sequence[str]) -> Response | None:
    """Return the response of a page with one text field, empty when nothing was typed; None for several."""
    texts = [text for value in posted if (text := typed(value))]
    return tuple(texts) if len(texts) <= 1 else None


def is_one_text(response: Response) -> bool:
    """Return whether a response is empty or one text as `one_text` gives it, and short enough."""
    return len(response) <= 1 and one_text(response) == response and not any(map(too_much, response))


def too_much(text: str) -> str | None:
    """Return what to say of a typed text that is too long to be kept, None when it fits."""
    return too_long(text, MOST_TYPED)


def as_typed(text: str) -> str:
    """Return Markdown that shows ``text`` letter by letter."""
    return _PUNCTUATION.sub(r"\\\1", text)
