"""One question, three or four options, one of them right."""

from dataclasses import dataclass, replace
from fractions import Fraction
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
class SingleChoice:
    """One right option: 1 for it, 0 for anything else. A random choice among n options is worth 1/n."""

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
    def critical(self) -> bool:
        """Return whether choosing some option would endanger a patient."""
        return any(option.dangerous for option in self.options)

    @property
    def guess(self) -> Fraction:
        """Return one over the number of options."""
        return Fraction(1, len(self.options))

    def arrange(self, chance: Random) -> tuple[str, ...]:
        """Return the options in a random order."""
        return shuffled([option.id for option in self.options], chance)

    def fits(self, response: Response) -> bool:
        """Return whether ``response`` is empty or one of the options."""
        return len(response) <= 1 and set(response) <= {option.id for option in self.options}

    def complaint(self, response: Response) -> str | None:
        """Return None for one chosen option."""
        return None if len(response) == 1 else "Choose one answer."

    def mark(self, response: Response) -> Mark:
        """Return 1 for the key and 0 for anything else."""
        if not self.fits(response):
            return Mark(Fraction(0), Fraction(1))
        dangerous = any(option.dangerous for option in self.options if option.id in response)
        return Mark(Fraction(response == self.key), Fraction(1), dangerous=dangerous)

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the item with every text passed through ``rewrite``."""
        return replace(
            self,
            header=reworded_header(self.header, rewrite),
            stem=rewrite(self.stem),
            options=tuple(option.reworded(rewrite) for option in self.options),
        )
