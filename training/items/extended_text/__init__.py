"""A text that people mark by a rubric."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import ClassVar, Self

from training.core.drafts import Draft, Reader
from training.core.headers import Header, read_header, reworded_header
from training.core.items import Mark, read_stem
from training.core.lengths import too_long
from training.core.options import Option, check_dangerous
from training.core.responses import Response
from training.core.rubrics import Criterion, read_criteria
from training.core.texts import Rewrite

MOST_CHARACTERS = 12_000
MOST_WORDS = 1_500
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})
_JOINERS = frozenset("\n\t\u200c\u200d")
"""Unseen characters a text may hold: ends of lines, tabs, and what some scripts join letters by."""


@dataclass(frozen=True, slots=True)
class ExtendedText:
    """People give points by criteria; until they have, there is no mark. A random response gets nothing.

    An empty text gets 0 without being read. The length asked for is advice: a text that is longer or shorter is kept
    and marked all the same, and the rubric says what that costs.
    """

    kind: ClassVar[str] = "extended_text"
    title: ClassVar[str] = "Extended text"
    options: ClassVar[tuple[Option, ...]] = ()
    ids: ClassVar[tuple[str, ...]] = ()
    citations: ClassVar[tuple[tuple[str, str], ...]] = ()
    critical: ClassVar[bool] = False
    guess: ClassVar[Fraction] = Fraction(0)

    header: Header
    stem: str
    criteria: tuple[Criterion, ...]
    model_answer: str
    least: int
    most: int

    @classmethod
    def parse(cls, draft: Draft) -> Self:
        """Return the item of ``draft``. Raises DraftError with every fault."""
        reader = Reader(draft)
        item = cls(
            header=read_header(reader),
            stem=read_stem(reader),
            criteria=read_criteria(reader),
            model_answer=reader.text("model_answer", later=True),
            least=reader.number("least", low=0, high=MOST_WORDS) or 0,
            most=reader.number("most", low=1, high=MOST_WORDS) or MOST_WORDS,
        )
        if item.least > item.most:
            reader.fault("least", f"is {item.least}, more than the {item.most} at most", "Exchange them.")
        check_dangerous(reader, item.header, (), critical=False)
        reader.finish()
        return item

    def draft(self) -> dict[str, object]:
        """Return the canonical draft."""
        draft: dict[str, object] = {"kind": self.kind} | self.header.draft()
        draft |= {"stem": self.stem, "model_answer": self.model_answer}
        least = {"least": self.least} if self.least else {}
        most = {"most": self.most} if self.most != MOST_WORDS else {}
        return draft | least | most | {"criteria": [criterion.draft() for criterion in self.criteria]}

    @property
    def key(self) -> Response:
        """Return the model answer: what full marks would be given for."""
        return (cleaned(self.model_answer),) if self.model_answer.strip() else ()

    def arrange(self, chance: Random) -> tuple[str, ...]:
        """Return no order: there is nothing to put in one."""
        return ()

    def received(self, posted: Sequence[str], order: Sequence[str]) -> Response | None:
        """Return the text as plain text, None for several."""
        texts = [text for value in posted if (text := cleaned(value))]
        return tuple(texts) if len(texts) <= 1 else None

    def posted(self, response: Response, order: Sequence[str]) -> tuple[str, ...]:
        """Return the text."""
        return response

    def words(self, response: Response) -> tuple[str, ...]:
        """Return the text."""
        return response

    def fits(self, response: Response) -> bool:
        """Return whether ``response`` is empty or one text that a page can have posted."""
        return len(response) <= 1 and all(
            text and not too_long(text, MOST_CHARACTERS) and text == cleaned(text) for text in response
        )

    def complaint(self, response: Response) -> str | None:
        """Return advice on a text that is missing, too short or too long."""
        words = length(response[0]) if response else 0
        if not words:
            return "Write your answer."
        if said := too_long(response[0], MOST_CHARACTERS):
            return said
        if words < self.least:
            return f"Your answer has {words} words; at least {self.least} are asked for."
        return f"Your answer has {words} words; at most {self.most} are asked for." if words > self.most else None

    def mark(self, response: Response) -> Mark | None:
        """Return 0 for nothing written, None for a text: people mark it."""
        return None if response and self.fits(response) else Mark(Fraction(0), Fraction(1))

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the item with every text passed through ``rewrite``."""
        return replace(
            self,
            header=reworded_header(self.header, rewrite),
            stem=rewrite(self.stem),
            criteria=tuple(criterion.reworded(rewrite) for criterion in self.criteria),
            model_answer=rewrite(self.model_answer),
        )


def cleaned(text: str) -> str:
    r"""Return plain text: one kind of line end, no unseen characters, no blanks at the ends.

    Angle brackets and the like stay as typed; a page shows them as they are and never as markup.

    >>> cleaned(" one\\r\\ntwo\\x00 ")
    'one\\ntwo'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    seen = (each for each in lines if each in _JOINERS or unicodedata.category(each) not in _UNSEEN)
    return "".join(seen).strip()


def length(text: str) -> int:
    """Return how many words a text has."""
    return len(re.findall(r"\S+", text))
