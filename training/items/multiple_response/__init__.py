"""One question, four to six options, two or more of them right."""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import comb
from random import Random
from typing import ClassVar, Self

from training.core.drafts import Draft, Reader
from training.core.items import (
    Header,
    Mark,
    Option,
    Response,
    Rewrite,
    check_dangerous,
    read_header,
    read_options,
    read_stem,
    reworded_header,
    shuffled,
)


@dataclass(frozen=True, slots=True)
class MultipleResponse:
    """Two or more right options, marked plus/minus with floor 0: right share chosen less wrong share chosen.

    Betts et al. 2022 found this rule among the most promising for "select all that apply". A critical item is all or
    nothing. The guess is the mean mark of a random non-empty choice, each as likely as the others.
    """

    kind: ClassVar[str] = "multiple_response"
    title: ClassVar[str] = "Multiple response"

    header: Header
    stem: str
    options: tuple[Option, ...]

    @classmethod
    def parse(cls, draft: Draft) -> Self:
        """Return the item of ``draft``. Raises DraftError with every fault."""
        reader = Reader(draft)
        item = cls(read_header(reader), read_stem(reader), read_options(reader, low=4, high=6, flagged=True))
        if item.options and not 2 <= len(item.key) < len(item.options):
            reader.fault(
                "options", f"have {len(item.key)} correct ones", "Mark at least two as correct and leave one wrong."
            )
        check_dangerous(reader, item.header, item.options, critical=item.critical)
        reader.finish()
        return item

    def draft(self) -> dict[str, object]:
        """Return the canonical draft."""
        options = [option.draft() for option in self.options]
        return {"kind": self.kind} | self.header.draft() | {"stem": self.stem, "options": options}

    @property
    def key(self) -> Response:
        """Return the correct options, in file order."""
        return tuple(option.id for option in self.options if option.correct)

    @property
    def critical(self) -> bool:
        """Return whether choosing some option would endanger a patient."""
        return any(option.dangerous for option in self.options)

    @property
    def guess(self) -> Fraction:
        """Return the mean mark over all non-empty choices."""
        right, wrong = len(self.key), len(self.options) - len(self.key)
        chances = ((r, w, comb(right, r) * comb(wrong, w)) for r in range(right + 1) for w in range(wrong + 1))
        total = sum(((self._score(r, w) * ways) for r, w, ways in chances if r + w), Fraction(0))
        return total / ((1 << len(self.options)) - 1)

    def arrange(self, chance: Random) -> tuple[str, ...]:
        """Return the options in a random order."""
        return shuffled([option.id for option in self.options], chance)

    def fits(self, response: Response) -> bool:
        """Return whether ``response`` holds known options, each once."""
        return len(set(response)) == len(response) and set(response) <= {option.id for option in self.options}

    def complaint(self, response: Response) -> str | None:
        """Return advice for fewer than two chosen options."""
        return None if len(response) >= 2 else "Choose all that apply: two or more."

    def mark(self, response: Response) -> Mark:
        """Return |S and C|/|C| - |S without C|/(K - |C|), at least 0; 1 or 0 on a critical item."""
        if not self.fits(response):
            return Mark(Fraction(0), Fraction(1))
        chosen, key = frozenset(response), frozenset(self.key)
        dangerous = any(option.dangerous for option in self.options if option.id in chosen)
        return Mark(self._score(len(chosen & key), len(chosen - key)), Fraction(1), dangerous=dangerous)

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the item with every text passed through ``rewrite``."""
        return replace(
            self,
            header=reworded_header(self.header, rewrite),
            stem=rewrite(self.stem),
            options=tuple(option.reworded(rewrite) for option in self.options),
        )

    def _score(self, right: int, wrong: int) -> Fraction:
        """Return the mark of a choice with so many right and wrong options."""
        correct = len(self.key)
        if self.critical:
            return Fraction(right == correct and not wrong)
        return max(Fraction(0), Fraction(right, correct) - Fraction(wrong, len(self.options) - correct))
