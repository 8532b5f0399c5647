"""Stretches of numbers, both ends in: what an answer accepts, what is dangerous."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from training.core.drafts import Reader
from training.core.numbers import exact, is_exact, leading, read_exact, written
from training.core.shares import read_share, share_draft
from training.core.texts import WORD, Rewrite


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers from ``low`` to ``high``, both in; an end that is None is open."""

    low: Fraction | None
    high: Fraction | None

    def __contains__(self, number: Fraction) -> bool:
        """Return whether a number lies in it."""
        return (self.low is None or self.low <= number) and (self.high is None or number <= self.high)

    def meets(self, other: Self) -> bool:
        """Return whether some number lies in both."""
        lows = [end for end in (self.low, other.low) if end is not None]
        highs = [end for end in (self.high, other.high) if end is not None]
        return not lows or not highs or max(lows) <= min(highs)

    def words(self) -> str:
        """Return it as people read it: ``1 to 3``, ``at least 1``, ``at most 3``."""
        if self.low is None or self.high is None:
            end = f"at least {written(self.low)}" if self.low is not None else ""
            return end or (f"at most {written(self.high)}" if self.high is not None else "any number")
        return f"{written(self.low)} to {written(self.high)}"


def around(value: Fraction, tolerance: str) -> Interval:
    """Return what lies within a tolerance of a value: ``"0.5"``, or ``"2%"`` of it; exactly it for ``""``."""
    part = exact(tolerance.removesuffix("%") or "0")
    reach = abs(value) * part / 100 if tolerance.endswith("%") else part
    return Interval(value - reach, value + reach)


def read_tolerance(reader: Reader) -> str:
    """Return a tolerance of a draft as it is written there, ``""`` when absent; noting what is none."""
    text = reader.text("tolerance", required=False)
    number = text.removesuffix("%")
    if text and not (is_exact(number) and exact(number) >= 0):
        reader.fault("tolerance", f"is {text[:40]!r}", 'Write a number in quotes, such as "0.5", or a share: "2%".')
        return ""
    return text


def read_ends(reader: Reader) -> tuple[str, str]:
    """Return the ends of a stretch as a draft writes them, ``""`` for an open one."""
    low, high = read_exact(reader, "low"), read_exact(reader, "high")
    if low and high and exact(low) > exact(high):
        reader.fault("high", "is smaller than low", "Turn them round.")
    return low, high


@dataclass(frozen=True, slots=True)
class NumberAnswer:
    """Numbers that are given ``share`` of the mark: ``value`` give or take ``tolerance``, or ``low`` to ``high``.

    All four are texts as the draft has them, ``""`` when they are not given.
    """

    value: str
    tolerance: str
    low: str
    high: str
    share: Fraction
    rationale: str
    sources: tuple[str, ...]

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the answer that ``reader`` stands on."""
        value, tolerance, (low, high) = read_exact(reader, "value"), read_tolerance(reader), read_ends(reader)
        given = set(reader.names())
        if bool(given & {"value"}) == bool(given & {"low", "high"}):
            reader.fault("value", "and low and high are two ways", "Give the value, or low and high.")
        if tolerance and not value:
            reader.fault("tolerance", "stands without a value", "Remove it.")
        return cls(
            *(value, tolerance, low, high),
            share=read_share(reader),
            rationale=reader.text("rationale", later=True),
            sources=reader.words("sources", WORD, at_least=1, later=True),
        )

    def draft(self) -> dict[str, object]:
        """Return the answer as plain values, defaults left out."""
        numbers = {name: text for name in ("value", "tolerance", "low", "high") if (text := getattr(self, name))}
        return numbers | share_draft(self.share) | {"rationale": self.rationale, "sources": list(self.sources)}

    @property
    def interval(self) -> Interval:
        """Return the numbers it accepts."""
        if self.value:
            return around(exact(self.value), self.tolerance)
        return Interval(exact(self.low) if self.low else None, exact(self.high) if self.high else None)

    @property
    def example(self) -> str:
        """Return a number it accepts, as somebody would type it."""
        if not self.value:
            ends = [exact(end) for end in (self.low, self.high) if end]
            return written(sum(ends, Fraction(0)) / (len(ends) or 1))
        plain = leading(self.value)
        return self.value if plain == (exact(self.value), "") else written(exact(self.value))

    def words(self) -> str:
        """Return it as people read it: ``12.5``, ``12.5, give or take 2%``, ``1 to 3``."""
        if not self.value:
            return self.interval.words()
        return self.example + (f", give or take {self.tolerance}" if self.tolerance else "")


@dataclass(frozen=True, slots=True)
class DangerRange:
    """Numbers that nobody may answer; ``why`` says how they would endanger a patient."""

    low: str
    high: str
    why: str

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the stretch that ``reader`` stands on."""
        low, high = read_ends(reader)
        if not set(reader.names()) & {"low", "high"}:
            reader.fault("low", "and high are missing", "Say from where or up to where it is dangerous.")
        return cls(low, high, reader.text("why"))

    def draft(self) -> dict[str, object]:
        """Return the stretch as plain values."""
        return {name: text for name in ("low", "high", "why") if (text := getattr(self, name))}

    @property
    def interval(self) -> Interval:
        """Return the numbers it holds."""
        return Interval(exact(self.low) if self.low else None, exact(self.high) if self.high else None)

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the stretch with its reason passed through ``rewrite``."""
        return type(self)(self.low, self.high, rewrite(self.why))
