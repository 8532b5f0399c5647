"""Units of a typed number: which ones an answer may have, and what they make of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Self
from unicodedata import normalize

from training.core.drafts import Reader
from training.core.lengths import too_long
from training.core.numbers import exact, leading, read_exact
from training.core.responses import Response
from training.core.shares import read_entries
from training.core.typed import MOST_TYPED, one_text, typed

MOST_UNITS = 12


class UnitRule(StrEnum):
    """How a unit is given: not at all, if somebody likes, always, or chosen from a list."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"
    CHOOSE = "choose"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; a number in it times ``factor`` is the number in the first unit."""

    name: str
    factor: str = ""

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the unit that ``reader`` stands on."""
        name, factor = reader.line("name"), read_exact(reader, "factor")
        if len(name) > 30 or leading(name):
            reader.fault("name", f"is {name[:40]!r}", "Write a short name such as mm.")
        if factor and exact(factor) <= 0:
            reader.fault("factor", "is not above 0", 'Write how many of the first unit it is, such as "10".')
            factor = ""
        return cls(name, factor)

    def draft(self) -> dict[str, object]:
        """Return the unit as plain values, a factor of 1 left out."""
        factor: dict[str, object] = {"factor": self.factor} if self.factor else {}
        return {"name": self.name} | factor


@dataclass(frozen=True, slots=True)
class Units:
    """The units of a number, and the rule by which they are given."""

    known: tuple[Unit, ...] = ()
    rule: UnitRule = UnitRule.NONE

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the units of the answer that ``reader`` stands on, noting every fault."""
        rule = reader.member("unit", UnitRule, UnitRule.NONE) if "unit" in reader.names() else UnitRule.NONE
        units = cls(read_entries(reader, "units", Unit.read, most=MOST_UNITS), rule)
        names = [_plain(unit.name) for unit in units.known]
        if len(set(names)) < len(names):
            reader.fault("units", "hold the same name twice", "Write it once.")
        if units.known and units.known[0].factor and exact(units.known[0].factor) != 1:
            reader.fault("units[1].factor", "is not 1", "The first unit is what the answers are written in.")
        if rule is not UnitRule.NONE and not names:
            reader.fault("units", "are missing", "Name at least one.")
        return units

    def draft(self) -> dict[str, object]:
        """Return the units as plain values, defaults left out."""
        rule: dict[str, object] = {} if self.rule is UnitRule.NONE else {"unit": self.rule.value}
        return rule | ({"units": [unit.draft() for unit in self.known]} if self.known else {})

    @property
    def first(self) -> str:
        """Return the name of the unit the answers are written in, ``""`` without units."""
        return self.known[0].name if self.known else ""

    @property
    def wanted(self) -> bool:
        """Return whether a number without a unit is no answer."""
        return self.rule in (UnitRule.REQUIRED, UnitRule.CHOOSE)

    @property
    def room(self) -> int:
        """Return how many characters a typed number may have, beside the unit that is chosen from a list."""
        names = [len(unit.name) + 1 for unit in self.known] if self.rule is UnitRule.CHOOSE else []
        return MOST_TYPED - max(names, default=0)

    def number(self, text: str) -> Fraction | None:
        """Return a typed number in the first unit; None for what is no number or has no unit of these."""
        found = self.split(text)
        if found is None:
            return None
        number, name = found
        if not name:
            return None if self.wanted else number
        factor = next((unit.factor or "1" for unit in self.known if _plain(unit.name) == _plain(name)), None)
        return None if factor is None else number * exact(factor)

    def split(self, text: str) -> tuple[Fraction, str] | None:
        """Return a typed number and the unit after it, or a known one before it; None for what is no number."""
        found = leading(text)
        if found is not None:
            return found
        for unit in self.known:
            rest = leading(text.strip().removeprefix(unit.name)) if text.strip().startswith(unit.name) else None
            if rest is not None and not rest[1]:
                return rest[0], unit.name
        return None

    def complaint(self, text: str) -> str | None:
        """Return advice on what was typed, None when it is a number with what belongs to it."""
        if said := too_long(self.posted(text)[0], self.room):
            return said
        found = self.split(text)
        if found is None:
            return "Write a number, such as 12.5."
        return "Give the unit too." if self.wanted and not found[1] else None

    def posted(self, text: str) -> tuple[str, ...]:
        """Return what a page posts for a typed number: with a list of units the number, then the place of its unit."""
        if self.rule is not UnitRule.CHOOSE:
            return (text,)
        for place, unit in enumerate(self.known, start=1):
            if text.endswith(f" {unit.name}"):
                return text.removesuffix(f" {unit.name}"), str(place)
        return text, ""

    def received(self, posted: Sequence[str]) -> Response | None:
        """Return the response of a page: a typed number, and the place of its unit where that is a list.

        None for more than was asked and for a place that is not there.
        """
        number, *rest = posted or [""]
        names = {"": ""} | {str(place): unit.name for place, unit in enumerate(self.known, start=1)}
        places = [place for place in rest if self.rule is UnitRule.CHOOSE or place]
        if len(places) > (self.rule is UnitRule.CHOOSE) or any(place not in names for place in places):
            return None
        return one_text([" ".join(part for part in (typed(number), *(names[place] for place in places)) if part)])


def _plain(name: str) -> str:
    return " ".join(normalize("NFKC", name).split())
