"""What somebody typed as an answer: cleaned as it comes in, and what it turned out to be worth."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from unicodedata import category

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


def typed(text: str) -> str:
    r"""Return a typed text on one line, without blanks around it and without characters that nobody types.

    >>> typed(" Vagus\tnerve\x00 ")
    'Vagus nerve'
    """
    kept = (" " if character in "\t\n\r" else character for character in text)
    return "".join(character for character in kept if category(character) not in {"Cc", "Cs"}).strip()


def one_text(posted: Sequence[str]) -> Response | None:
    """Return the response of a page with one text field, empty when nothing was typed; None for several or too much."""
    texts = [text for value in posted if (text := typed(value))]
    return tuple(texts) if len(texts) <= 1 and all(len(text) <= MOST_TYPED for text in texts) else None


def is_one_text(response: Response) -> bool:
    """Return whether a response is empty or one text as `one_text` gives it."""
    return len(response) <= 1 and one_text(response) == response


def as_typed(text: str) -> str:
    """Return Markdown that shows ``text`` letter by letter."""
    return _PUNCTUATION.sub(r"\\\1", text)
