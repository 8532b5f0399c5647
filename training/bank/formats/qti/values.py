"""What an item declares: its responses with their keys and mappings, and its outcomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from training.bank.formats.trees import Element, XmlFault
from training.core.numbers import exact

Atom: TypeAlias = str | Fraction | bool
Value: TypeAlias = tuple[Atom, ...]
"""A value of any cardinality; the empty one is NULL, as an empty string and an empty container are."""

NUMBERS = frozenset({"float", "integer"})


@dataclass(frozen=True, slots=True)
class Mapped:
    """One entry of a mapping."""

    key: Atom
    score: Fraction
    case: bool = True


@dataclass(frozen=True, slots=True)
class Area:
    """One area of an area mapping, in the pixels of its picture."""

    shape: str
    coords: tuple[Fraction, ...]
    score: Fraction


@dataclass(frozen=True, slots=True)
class Scores:
    """What values are worth: entries or areas, the rest ``default``, the sum between the bounds."""

    entries: tuple[Mapped, ...] = ()
    areas: tuple[Area, ...] = ()
    default: Fraction = Fraction(0)
    lower: Fraction | None = None
    upper: Fraction | None = None

    def bounded(self, total: Fraction) -> Fraction:
        """Return a sum between the bounds."""
        total = total if self.lower is None else max(self.lower, total)
        return total if self.upper is None else min(self.upper, total)


@dataclass(frozen=True, slots=True)
class Declared:
    """One response or outcome."""

    name: str
    cardinality: str
    base: str
    correct: Value = ()
    default: Value = ()
    mapping: Scores | None = None

    @property
    def is_number(self) -> bool:
        """Return whether its values are numbers."""
        return self.base in NUMBERS

    @property
    def keys(self) -> Value:
        """Return every value that its key or its mapping names."""
        return (*(entry.key for entry in (self.mapping or Scores()).entries), *self.correct)


def declared(element: Element) -> Declared:
    """Return what a declaration says. Raises XmlFault for a value that is none of its type."""
    base, cardinality = element.get("baseType"), element.get("cardinality", "single")
    if cardinality == "record":
        raise XmlFault("declares a record", "Records are not read.", element.line)
    values = {child.name: child for child in element.children}
    mapping = values.get("mapping") or values.get("areaMapping")
    return Declared(
        element.get("identifier"),
        cardinality,
        base,
        _values(values.get("correctResponse"), base),
        _values(values.get("defaultValue"), base),
        None if mapping is None else _mapping(mapping, base),
    )


def atom(text: str, base: str, line: int | None = None) -> Atom:
    """Return a value of a type; the ends of a pair stand in one order. Raises XmlFault for what is none."""
    plain = text.strip()
    if base in NUMBERS:
        return number(plain, line)
    if base == "boolean":
        return plain in {"true", "1"}
    if base in {"pair", "directedPair", "point"}:
        ends = plain.split()
        return " ".join(sorted(ends) if base == "pair" else ends)
    return plain


def number(text: str, line: int | None = None) -> Fraction:
    """Return a number. Raises XmlFault for what is none."""
    try:
        return _exact(text)
    except ValueError as error:
        raise XmlFault(f"has {text[:40]!r} where a number is wanted", "Write a number.", line) from error


@lru_cache(maxsize=5_000)
def _exact(text: str) -> Fraction:
    return exact(text)


def numbers(texts: Sequence[str], line: int | None = None) -> tuple[Fraction, ...]:
    """Return numbers. Raises XmlFault for what is none."""
    return tuple(number(text, line) for text in texts)


def by_name(elements: Sequence[Element]) -> Mapping[str, Declared]:
    """Return declarations by their names."""
    return {element.get("identifier"): declared(element) for element in elements}


def _values(element: Element | None, base: str) -> Value:
    found = [] if element is None else [child for child in element.children if child.name == "value"]
    return tuple(atom(child.letters(), base, child.line) for child in found if child.letters().strip())


def _mapping(element: Element, base: str) -> Scores:
    entries = [child for child in element.children if child.name == "mapEntry"]
    areas = [child for child in element.children if child.name == "areaMapEntry"]
    return Scores(
        tuple(
            Mapped(
                atom(child.get("mapKey"), base, child.line),
                number(child.get("mappedValue"), child.line),
                child.get("caseSensitive", "true") in {"true", "1"},
            )
            for child in entries
        ),
        tuple(
            Area(
                child.get("shape"),
                numbers(child.get("coords").replace(",", " ").split(), child.line),
                number(child.get("mappedValue"), child.line),
            )
            for child in areas
        ),
        number(element.get("defaultValue", "0"), element.line),
        _bound(element, "lowerBound"),
        _bound(element, "upperBound"),
    )


def _bound(element: Element, name: str) -> Fraction | None:
    return number(element.get(name), element.line) if element.get(name) else None
