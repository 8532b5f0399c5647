"""What a matching item is made of: premises, options, matches."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, Self, TypeVar

from training.core.drafts import Reader
from training.core.options import Option
from training.core.responses import Response
from training.core.texts import OPTION_ID, WORD, Rewrite

FEWEST, MOST = 2, 26
"""How many premises or options an item from elsewhere may have."""


class _Named(Protocol):
    @property
    def id(self) -> str: ...


E = TypeVar("E")
N = TypeVar("N", bound=_Named)


@dataclass(frozen=True, slots=True)
class Premise:
    """What is to be matched; ``match`` is the id of its option."""

    id: str
    text: str
    match: str
    rationale: str
    sources: tuple[str, ...]

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the premise that ``reader`` stands on."""
        return cls(
            id=reader.word("id", OPTION_ID, "a lower-case letter, or letters and digits"),
            text=reader.text("text"),
            match=reader.word("match", OPTION_ID, "the id of an option"),
            rationale=reader.text("rationale", later=True),
            sources=reader.words("sources", WORD, at_least=1, later=True),
        )

    def draft(self) -> dict[str, object]:
        """Return the premise as plain values."""
        texts: dict[str, object] = {name: getattr(self, name) for name in ("id", "text", "match", "rationale")}
        return texts | {"sources": list(self.sources)}

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the premise with its texts passed through ``rewrite``."""
        return replace(self, text=rewrite(self.text), rationale=rewrite(self.rationale))


@dataclass(frozen=True, slots=True)
class DangerousMatch:
    """A premise that must not be matched with this option; ``why`` says how it would endanger a patient."""

    premise: str
    option: str
    why: str

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the match that ``reader`` stands on."""
        premise = reader.word("premise", OPTION_ID, "the id of a premise")
        return cls(premise, reader.word("option", OPTION_ID, "the id of an option"), reader.text("why"))

    def draft(self) -> dict[str, object]:
        """Return the match as plain values."""
        return {"premise": self.premise, "option": self.option, "why": self.why}

    @property
    def pair(self) -> str:
        """Return it as a part of a response."""
        return pair(self.premise, self.option)


def pair(premise: str, option: str) -> str:
    """Return one match as a part of a response."""
    return f"{premise}={option}"


def pairs(response: Response) -> dict[str, str]:
    """Return the options of a response by premise; parts that are no match are left out."""
    parts = (part.partition("=") for part in response)
    return {premise: option for premise, equals, option in parts if equals}


def read_entries(
    reader: Reader, field: str, read: Callable[[Reader], E], *, low: int = 0, high: int = MOST
) -> tuple[E, ...]:
    """Return what ``read`` makes of each table of a list, noting a wrong number."""
    entries = []
    for nested in reader.tables(field):
        entries.append(read(nested))
        reader.take(nested)
    if not low <= len(entries) <= high:
        bearable = FEWEST <= len(entries) <= MOST
        reader.fault(field, f"are {len(entries)}", f"Write {low} to {high}.", missing=bearable)
    return tuple(entries)


def read_choices(reader: Reader) -> tuple[Option, ...]:
    """Return the options; one that is never right need not say why."""
    options = read_entries(reader, "options", _read_choice, low=2, high=12)
    note_repeats(reader, "options", options)
    return options


def note_repeats(reader: Reader, field: str, entries: Sequence[N]) -> None:
    """Note ids that stand twice."""
    ids = [entry.id for entry in entries]
    for name in sorted({name for name in ids if name and ids.count(name) > 1}):
        reader.fault(field, f"have the same id twice: {name!r}", "Make each different.")


def _read_choice(reader: Reader) -> Option:
    return Option(
        id=reader.word("id", OPTION_ID, "a lower-case letter, or letters and digits"),
        text=reader.text("text"),
        rationale=reader.text("rationale", required=False),
        sources=reader.words("sources", WORD),
    )
