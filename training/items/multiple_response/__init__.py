"""One question, four to six options, two or more of them right."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Self

from training.core.choices import FlaggedChoices
from training.core.drafts import Draft, Reader
from training.core.headers import read_header
from training.core.items import ALL_OR_NOTHING, Mark, is_whole, read_stem, whole_draft
from training.core.options import check_dangerous, read_options
from training.core.responses import Response


@dataclass(frozen=True, slots=True)
class MultipleResponse(FlaggedChoices):
    """Two or more right options, marked plus/minus with floor 0: right share chosen less wrong share chosen.

    Betts et al. 2022 found this rule among the most promising for "select all that apply". A critical item is all or
    nothing, and so is one that says so. The guess is the mean mark of a random non-empty choice, each as likely as the
    others. Where options have weights, the weights of the chosen ones are added up instead (floor 0); never on a
    critical item, nor on one that is all or nothing.
    """

    kind: ClassVar[str] = "multiple_response"
    title: ClassVar[str] = "Multiple response"

    all_or_nothing: bool = False

    @classmethod
    def parse(cls, draft: Draft) -> Self:
        """Return the item of ``draft``. Raises DraftError with every fault."""
        reader = Reader(draft)
        options = read_options(reader, low=4, high=6, flagged=True)
        item = cls(read_header(reader), read_stem(reader), options, reader.flag(ALL_OR_NOTHING))
        if item.options and not 2 <= len(item.key) < len(item.options):
            remedy = "Mark at least two as correct and leave one wrong."
            reader.fault("options", f"have {len(item.key)} correct ones", remedy, missing=bool(item.key))
        if item.all_or_nothing and any(option.weight is not None for option in item.options):
            reader.fault(ALL_OR_NOTHING, "stands on an item whose options have weights", "Remove it, or the weights.")
        check_dangerous(reader, item.header, item.options, critical=item.critical)
        reader.finish()
        return item

    def draft(self) -> dict[str, object]:
        """Return the canonical draft."""
        return FlaggedChoices.draft(self) | whole_draft(self)

    @property
    def guess(self) -> Fraction:
        """Return the mean mark over all non-empty choices."""
        total = sum((self._bounded(sum_) * ways for sum_, ways in _sums(self._gains()).items()), Fraction(0))
        return total / ((1 << len(self.options)) - 1)

    def fits(self, response: Response) -> bool:
        """Return whether ``response`` holds known options, each once."""
        return len(set(response)) == len(response) and set(response) <= set(self.ids)

    def complaint(self, response: Response) -> str | None:
        """Return advice for fewer than two chosen options."""
        return None if len(response) >= min(2, len(self.key)) else "Choose all that apply: two or more."

    def mark(self, response: Response) -> Mark:
        """Return |S and C|/|C| - |S without C|/(K - |C|), at least 0; 1 or 0 where it is marked as a whole."""
        if not self.fits(response):
            return Mark(Fraction(0), Fraction(1))
        gains = self._gains()
        awarded = self._bounded(sum((gains[option] for option in response), Fraction(0)))
        return Mark(awarded, Fraction(1), dangerous=self.endangers(response))

    def _gains(self) -> dict[str, Fraction]:
        """Return what choosing each option adds to the mark: its weight, or its part of all right or all wrong ones."""
        right = Fraction(1, len(self.key))
        wrong = Fraction(-1, len(self.options) - len(self.key) or 1)
        gains = {option.id: right if option.correct else wrong for option in self.options}
        if any(option.weight is not None for option in self.options):
            gains = {option.id: right if option.correct else Fraction(0) for option in self.options}
            gains |= {option.id: option.weight for option in self.options if option.weight is not None}
        return gains

    def _bounded(self, total: Fraction) -> Fraction:
        """Return the mark of the gains added up: 0 to 1, and nothing between where the item is marked as a whole."""
        return Fraction(total >= 1) if is_whole(self) else min(Fraction(1), max(Fraction(0), total))


def _sums(gains: Mapping[str, Fraction]) -> dict[Fraction, int]:
    """Return how many choices, the empty one included, add up to each sum."""
    ways = {Fraction(0): 1}
    for gain in gains.values():
        longer = dict(ways)
        for total, count in ways.items():
            longer[total + gain] = longer.get(total + gain, 0) + count
        ways = longer
    return ways
