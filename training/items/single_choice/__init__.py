"""One question, three or four options, one of them right."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import ClassVar, Self

from training.core.drafts import Draft, Reader
from training.core.headers import Header, read_header, reworded_header
from training.core.items import Mark, places_of, read_stem, response_of, shuffled
from training.core.options import Option, check_dangerous, option_citations, option_words, read_options
from training.core.responses import Response
from training.core.texts import Rewrite


@dataclass(frozen=True, slots=True)
class SingleChoice:
    """One right option: 1 for it, 0 for anything else. A random choice among n options is worth 1/n.

    Options with weights give their weight instead, as other systems mark a nearly right one; never on a critical item.
    """

    kind: ClassVar[str] = "single_choice"
    title: ClassVar[str] = "Single choice"

    header: Header
    stem: str
    options: tuple[Option, ...]

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

    def draft(self) -> dict[str, object]:
        """Return the canonical draft."""
        options = [option.draft() for option in self.options]
        return {"kind": self.kind} | self.header.draft() | {"stem": self.stem, "options": options}

    @property
    def key(self) -> Response:
        """Return the correct option."""
        return tuple(option.id for option in self.options if option.correct)

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the options, in file order."""
        return tuple(option.id for option in self.options)

    @property
    def citations(self) -> tuple[tuple[str, str], ...]:
        """Return what the options cite."""
        return option_citations(self.options)

    @property
    def critical(self) -> bool:
        """Return whether choosing some option would endanger a patient."""
        return any(option.dangerous for option in self.options)

    @property
    def guess(self) -> Fraction:
        """Return the mean mark of an option chosen at random."""
        return sum((self._score((option.id,)) for option in self.options), Fraction(0)) / len(self.options)

    def arrange(self, chance: Random) -> tuple[str, ...]:
        """Return the options in a random order."""
        return shuffled([option.id for option in self.options], chance)

    def received(self, posted: Sequence[str], order: Sequence[str]) -> Response | None:
        """Return the options at the posted places."""
        return response_of(posted, order)

    def posted(self, response: Response, order: Sequence[str]) -> tuple[str, ...]:
        """Return the places of the options of a response."""
        return places_of(response, order)

    def words(self, response: Response) -> tuple[str, ...]:
        """Return the texts of the options of a response."""
        return option_words(self.options, response)

    def fits(self, response: Response) -> bool:
        """Return whether ``response`` is empty or one of the options."""
        return len(response) <= 1 and set(response) <= {option.id for option in self.options}

    def complaint(self, response: Response) -> str | None:
        """Return None for one chosen option."""
        return None if len(response) == 1 else "Choose one answer."

    def mark(self, response: Response) -> Mark:
        """Return 1 for the key and 0 for anything else, the weight of an option that has one."""
        if not self.fits(response):
            return Mark(Fraction(0), Fraction(1))
        dangerous = any(option.dangerous for option in self.options if option.id in response)
        return Mark(self._score(response), Fraction(1), dangerous=dangerous)

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the item with every text passed through ``rewrite``."""
        return replace(
            self,
            header=reworded_header(self.header, rewrite),
            stem=rewrite(self.stem),
            options=tuple(option.reworded(rewrite) for option in self.options),
        )

    def _score(self, response: Response) -> Fraction:
        """Return what the one option of a response is worth; a weight below 0 takes nothing away."""
        weights = {option.id: option.weight for option in self.options if option.weight is not None}
        by_key = Fraction(response == self.key)
        return (
            by_key
            if self.critical
            else max((max(Fraction(0), weights.get(one, by_key)) for one in response), default=Fraction(0))
        )
