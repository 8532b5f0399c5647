"""What the kinds have in common whose response is option ids: choices and steps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import ClassVar, Self

from training.core.headers import Header, reworded_header
from training.core.items import places_of, response_of, shuffled
from training.core.options import Option, option_citations, option_words
from training.core.responses import Response
from training.core.texts import Rewrite


@dataclass(frozen=True, slots=True)
class Choices:
    """A question with options. A response is ids of options; what it is worth is the kind's own rule."""

    kind: ClassVar[str]
    header: Header
    stem: str
    options: tuple[Option, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the options, in file order."""
        return tuple(option.id for option in self.options)

    @property
    def citations(self) -> tuple[tuple[str, str], ...]:
        """Return what the options cite."""
        return option_citations(self.options)

    def received(self, posted: Sequence[str], order: Sequence[str]) -> Response | None:
        """Return the options at the posted places."""
        return response_of(posted, order)

    def posted(self, response: Response, order: Sequence[str]) -> tuple[str, ...]:
        """Return the places of the options of a response."""
        return places_of(response, order)

    def words(self, response: Response) -> tuple[str, ...]:
        """Return the texts of the options of a response."""
        return option_words(self.options, response)

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the item with header, stem and options passed through ``rewrite``."""
        return replace(
            self,
            header=reworded_header(self.header, rewrite),
            stem=rewrite(self.stem),
            options=tuple(option.reworded(rewrite) for option in self.options),
        )


@dataclass(frozen=True, slots=True)
class FlaggedChoices(Choices):
    """Choices whose options say of themselves whether they are correct and whether they are dangerous."""

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

    def endangers(self, response: Response) -> bool:
        """Return whether a response holds a dangerous option."""
        return any(option.dangerous for option in self.options if option.id in response)

    def arrange(self, chance: Random) -> tuple[str, ...]:
        """Return the options in a random order."""
        return shuffled(self.ids, chance)
