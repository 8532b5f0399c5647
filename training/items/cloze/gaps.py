"""The gaps of a passage: a list to choose from, a text or a number to type."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Protocol, Self

from training.core.drafts import Reader
from training.core.items import shuffled
from training.core.measures import Measures
from training.core.options import MOST_OPTIONS, Option, option_citations
from training.core.shares import read_entries
from training.core.spellings import Spellings
from training.core.texts import OPTION_ID, Rewrite
from training.core.typed import Judged, as_typed, is_one_text, too_much, typed
from training.core.units import UnitRule


class Gap(Protocol):
    """One gap. Its value is what a response says of it: an option's id, or what was typed; never blank.

    ``order`` holds the options' ids as the paper shows them, nothing for a gap to type in.
    """

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def weight(self) -> Fraction: ...
    @property
    def options(self) -> tuple[Option, ...]: ...
    @property
    def key(self) -> str: ...
    @property
    def critical(self) -> bool: ...
    def draft(self) -> dict[str, object]: ...
    def judged(self, value: str) -> Judged: ...
    def fits(self, value: str) -> bool: ...
    def received(self, posted: str, order: Sequence[str]) -> str | None: ...
    def posted(self, value: str, order: Sequence[str]) -> str: ...
    def word(self, value: str) -> str: ...
    def complaint(self, value: str) -> str | None: ...
    def citations(self, path: str) -> tuple[tuple[str, str], ...]: ...
    def reworded(self, rewrite: Rewrite) -> Self: ...


@dataclass(frozen=True, slots=True)
class ChoiceGap:
    """A list in the passage; an option gives its weight, else 1 when it is correct and 0 when not."""

    id: str
    weight: Fraction
    options: tuple[Option, ...]
    kind: str = "choice"

    @classmethod
    def read(cls, reader: Reader, name: str, weight: Fraction) -> Self:
        """Return the gap that ``reader`` stands on."""
        options = read_entries(reader, "options", lambda one: Option.read(one, flagged=True), most=MOST_OPTIONS)
        ids = [option.id for option in options]
        if len(options) < 2 or len(set(ids)) < len(ids):
            reader.fault("options", "are fewer than two, or have the same id twice", "Write two or more, each its id.")
        gap = cls(name, weight, options)
        if options and max(map(gap.share, options)) != 1:
            reader.fault("options", "have no right one", "Mark one as correct.", missing=True)
        for number, option in enumerate(options, start=1):
            if option.dangerous and gap.share(option) > 0:
                reader.fault(
                    f"options[{number}].dangerous", "stands on a right option", "Only a wrong one is dangerous."
                )
        return gap

    def draft(self) -> dict[str, object]:
        """Return what the gap's kind has, as plain values."""
        return {"options": [option.draft() for option in self.options]}

    @property
    def key(self) -> str:
        """Return the option with the largest share."""
        return max(self.options, key=self.share).id if self.options else ""

    @property
    def critical(self) -> bool:
        """Return whether choosing some option would endanger a patient."""
        return any(option.dangerous for option in self.options)

    def share(self, option: Option) -> Fraction:
        """Return what an option is worth."""
        return Fraction(option.correct) if option.weight is None else option.weight

    def judged(self, value: str) -> Judged:
        """Return what an option is worth and why."""
        option = next(option for option in self.options if option.id == value)
        return Judged(self.share(option), option.rationale, option.sources, option.dangerous)

    def fits(self, value: str) -> bool:
        """Return whether ``value`` is an option."""
        return any(option.id == value for option in self.options)

    def received(self, posted: str, order: Sequence[str]) -> str | None:
        """Return the option at a place, None when there is none."""
        return {str(place): option for place, option in enumerate(order, start=1)}.get(posted)

    def posted(self, value: str, order: Sequence[str]) -> str:
        """Return the place of an option."""
        return str(order.index(value) + 1) if value in order else ""

    def word(self, value: str) -> str:
        """Return the text of an option."""
        return next((option.text for option in self.options if option.id == value), "")

    def complaint(self, value: str) -> str | None:
        """Return None: an option is whole."""
        return None

    def citations(self, path: str) -> tuple[tuple[str, str], ...]:
        """Return what the options cite."""
        return tuple((path + field, code) for field, code in option_citations(self.options))

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the gap with its texts passed through ``rewrite``."""
        return replace(self, options=tuple(option.reworded(rewrite) for option in self.options))


@dataclass(frozen=True, slots=True)
class TypedGap:
    """A text or a number to type; ``judge`` is its key."""

    id: str
    weight: Fraction
    judge: Spellings | Measures
    kind: str
    options: tuple[Option, ...] = ()

    @classmethod
    def read_text(cls, reader: Reader, name: str, weight: Fraction) -> Self:
        """Return the gap for a text that ``reader`` stands on."""
        return cls(name, weight, Spellings.read(reader), "text")

    @classmethod
    def read_number(cls, reader: Reader, name: str, weight: Fraction) -> Self:
        """Return the gap for a number that ``reader`` stands on."""
        measures = Measures.read(reader)
        if measures.units.rule is UnitRule.CHOOSE:
            reader.fault("unit", "is a list, which a gap has no room for", "Use none, optional or required.")
        return cls(name, weight, measures, "number")

    def draft(self) -> dict[str, object]:
        """Return what the gap's kind has, as plain values."""
        return self.judge.draft()

    @property
    def key(self) -> str:
        """Return a text that is given the largest share."""
        return self.judge.key

    @property
    def critical(self) -> bool:
        """Return whether typing something would endanger a patient."""
        return bool(self.judge.dangerous)

    def judged(self, value: str) -> Judged:
        """Return what a text is worth and why."""
        return self.judge.judged(value)

    def fits(self, value: str) -> bool:
        """Return whether ``value`` is one short text."""
        return bool(value) and is_one_text((value,))

    def received(self, posted: str, order: Sequence[str]) -> str | None:
        """Return what was typed, None when there is nothing in it."""
        return typed(posted) or None

    def posted(self, value: str, order: Sequence[str]) -> str:
        """Return the text."""
        return value

    def word(self, value: str) -> str:
        """Return what was typed."""
        return as_typed(value)

    def complaint(self, value: str) -> str | None:
        """Return advice for what is too long, and for what is no number where one is wanted."""
        return self.judge.units.complaint(value) if isinstance(self.judge, Measures) else too_much(value)

    def citations(self, path: str) -> tuple[tuple[str, str], ...]:
        """Return what the answers cite."""
        return self.judge.citations(path)

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the gap with its reasons passed through ``rewrite``."""
        return replace(self, judge=self.judge.reworded(rewrite))


_READ: Mapping[str, Callable[[Reader, str, Fraction], Gap]] = {
    "choice": ChoiceGap.read,
    "text": TypedGap.read_text,
    "number": TypedGap.read_number,
}


def read_gap(reader: Reader) -> Gap:
    """Return the gap that ``reader`` stands on; its ``kind`` says which fields it has."""
    name = reader.word("id", OPTION_ID, "a lower-case letter, or letters and digits")
    weight = reader.fraction("weight")
    if weight is not None and weight <= 0:
        reader.fault("weight", f"is {weight}", 'Write a number above 0, such as "2".')
        weight = None
    kind = reader.choice("kind", tuple(_READ))
    return _READ.get(kind, TypedGap.read_text)(reader, name, Fraction(1) if weight is None else weight)


def gap_draft(gap: Gap) -> dict[str, object]:
    """Return a gap as plain values, defaults left out."""
    weight: dict[str, object] = {} if gap.weight == 1 else {"weight": str(gap.weight)}
    return {"id": gap.id, "kind": gap.kind} | weight | gap.draft()


def arranged(gap: Gap, chance: Random) -> tuple[str, ...]:
    """Return the ids of a gap's options in a random order."""
    return shuffled([option.id for option in gap.options], chance)
