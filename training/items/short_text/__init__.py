"""One question whose answer is a word or a few, compared with accepted spellings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar, Self

from training.core.drafts import Draft, Reader
from training.core.headers import Header, read_header, reworded_header
from training.core.items import read_stem
from training.core.options import check_dangerous
from training.core.responses import Response
from training.core.spellings import Spelling, Spellings
from training.core.texts import Rewrite
from training.core.typed import Judged, TypedAnswer, one_text, too_much


@dataclass(frozen=True, slots=True)
class ShortText(TypedAnswer):
    """A typed text: the largest share of the spellings it matches, all or nothing on a critical item.

    This is the rule of Moodle's short-answer questions. Where the item says so, a text close to an accepted or a
    dangerous one has no mark until a person gives it. A guess is worth nothing.
    """

    kind: ClassVar[str] = "short_text"
    title: ClassVar[str] = "Short text"

    header: Header
    stem: str
    spellings: Spellings

    @classmethod
    def parse(cls, draft: Draft) -> Self:
        """Return the item of ``draft``. Raises DraftError with every fault."""
        reader = Reader(draft)
        item = cls(read_header(reader), read_stem(reader), Spellings.read(reader))
        check_dangerous(reader, item.header, (), critical=item.critical)
        reader.finish()
        return item

    def draft(self) -> dict[str, object]:
        """Return the canonical draft."""
        return {"kind": self.kind} | self.header.draft() | {"stem": self.stem} | self.spellings.draft()

    @property
    def key(self) -> Response:
        """Return a text that the best answer stands for."""
        return (self.spellings.key,) if self.spellings.key else ()

    @property
    def citations(self) -> tuple[tuple[str, str], ...]:
        """Return what the answers cite."""
        return self.spellings.citations()

    @property
    def critical(self) -> bool:
        """Return whether some text would endanger a patient."""
        return bool(self.spellings.dangerous)

    def received(self, posted: Sequence[str], order: Sequence[str]) -> Response | None:
        """Return the text that was typed."""
        return one_text(posted)

    def posted(self, response: Response, order: Sequence[str]) -> tuple[str, ...]:
        """Return the text."""
        return response

    def complaint(self, response: Response) -> str | None:
        """Return advice for an empty answer and for one that is too long."""
        return too_much(response[0]) if response else "Write your answer."

    def judged(self, response: Response) -> Judged:
        """Return what a response is worth and why."""
        return self.spellings.judged(response[0]) if response else Judged(Fraction(0))

    def accepting(self, response: Response, share: Fraction) -> dict[str, object]:
        """Return the draft that also accepts this text, for a share of the mark; its reason and sources are missing."""
        meant = response[0].replace("*", r"\*") if response else ""
        added = Spelling(meant, share, rationale="", sources=())
        return replace(self, spellings=replace(self.spellings, answers=(*self.spellings.answers, added))).draft()

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the item with every text passed through ``rewrite``."""
        return replace(
            self,
            header=reworded_header(self.header, rewrite),
            stem=rewrite(self.stem),
            spellings=self.spellings.reworded(rewrite),
        )
