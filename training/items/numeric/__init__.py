"""One question whose answer is a number, typed with its unit where one is wanted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar, Self

from training.core.drafts import Draft, Reader
from training.core.headers import Header, read_header, reworded_header
from training.core.items import read_stem
from training.core.measures import Measures
from training.core.options import check_dangerous
from training.core.responses import Response
from training.core.texts import Rewrite
from training.core.typed import Judged, TypedAnswer


@dataclass(frozen=True, slots=True)
class Numeric(TypedAnswer):
    """A typed number: the largest share of the answers that hold it, all or nothing on a critical item.

    This is the rule of Moodle's numerical questions, with exact fractions in place of floating point. A guess is worth
    nothing: no number is as likely as another.
    """

    kind: ClassVar[str] = "numeric"
    title: ClassVar[str] = "Numeric"

    header: Header
    stem: str
    measures: Measures

    @classmethod
    def parse(cls, draft: Draft) -> Self:
        """Return the item of ``draft``. Raises DraftError with every fault."""
        reader = Reader(draft)
        item = cls(read_header(reader), read_stem(reader), Measures.read(reader))
        check_dangerous(reader, item.header, (), critical=item.critical)
        reader.finish()
        return item

    def draft(self) -> dict[str, object]:
        """Return the canonical draft."""
        return {"kind": self.kind} | self.header.draft() | {"stem": self.stem} | self.measures.draft()

    @property
    def key(self) -> Response:
        """Return the best answer as somebody would type it."""
        return (self.measures.key,) if self.measures.key else ()

    @property
    def citations(self) -> tuple[tuple[str, str], ...]:
        """Return what the answers cite."""
        return self.measures.citations()

    @property
    def critical(self) -> bool:
        """Return whether some number would endanger a patient."""
        return bool(self.measures.dangerous)

    def received(self, posted: Sequence[str], order: Sequence[str]) -> Response | None:
        """Return the text that was typed, with the unit that was chosen from a list."""
        return self.measures.units.received(posted)

    def posted(self, response: Response, order: Sequence[str]) -> tuple[str, ...]:
        """Return the text, and the place of its unit where that is a list."""
        return self.measures.units.posted(response[0]) if response else ()

    def complaint(self, response: Response) -> str | None:
        """Return advice for what is no number, and for a missing unit."""
        return self.measures.units.complaint(response[0]) if response else "Write a number."

    def judged(self, response: Response) -> Judged:
        """Return what a response is worth and why."""
        return self.measures.judged(response[0]) if response else Judged(Fraction(0))

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the item with every text passed through ``rewrite``."""
        return replace(
            self,
            header=reworded_header(self.header, rewrite),
            stem=rewrite(self.stem),
            measures=self.measures.reworded(rewrite),
        )
