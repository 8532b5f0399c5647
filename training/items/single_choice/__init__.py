"""One question, three or four options, one of them right."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Self

from training.core.choices import FlaggedChoices
from training.core.drafts import Draft, Reader
from training.core.headers import read_header
from training.core.items import Mark, read_stem
from training.core.options import check_dangerous, read_options
from training.core.responses import Response


@dataclass(frozen=True, slots=True)
class SingleChoice(FlaggedChoices):
    """One right option: 1 for it, 0 for anything else. A random choice among n options is worth 1/n.

    Options with weights give their weight instead, as other systems mark a nearly right one; never on a critical item.
    """

    kind: ClassVar[str] = "single_choice"
    title: ClassVar[str] = "Single choice"

    @classmethod
    def parse(cls, draft: Draft) -> Self:
        """Return the item of ``draft``. Raises DraftError with every fault."""
        reader = Reader(draft)
        item = cls(read_header(reader), read_stem(reader), read_options(reader, low=3, high=4, flagged=True))
        if item.options and len(item.key) != 1:
            reader.fault("options", f"have {len(item.key)} correct ones", "Mark exactly one as correct.")
        check_dangerous(reader, item.header, item.options, critical=item.critical)
        reader.finish()
        return item

    @property
    def guess(self) -> Fraction:
        """Return the mean mark of an option chosen at random."""
        return sum((self._score((option.id,)) for option in self.options), Fraction(0)) / len(self.options)

    def fits(self, response: Response) -> bool:
        """Return whether ``response`` is empty or one of the options."""
        return len(response) <= 1 and set(response) <= set(self.ids)

    def complaint(self, response: Response) -> str | None:
        """Return None for one chosen option."""
        return None if len(response) == 1 else "Choose one answer."

    def mark(self, response: Response) -> Mark:
        """Return 1 for the key and 0 for anything else, the weight of an option that has one."""
        if not self.fits(response):
            return Mark(Fraction(0), Fraction(1))
        return Mark(self._score(response), Fraction(1), dangerous=self.endangers(response))

    def _score(self, response: Response) -> Fraction:
        """Return what the one option of a response is worth; a weight below 0 takes nothing away."""
        weights = {option.id: option.weight for option in self.options if option.weight is not None}
        by_key = Fraction(response == self.key)
        return (
            by_key
            if self.critical
            else max((max(Fraction(0), weights.get(one, by_key)) for one in response), default=Fraction(0))
        )
