"""The numbers of a calculated item: how they are drawn, and how texts with their names in them read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Self

from training.core import formulas
from training.core.arithmetic import FUNCTIONS
from training.core.drafts import Reader
from training.core.intervals import read_ends
from training.core.numbers import exact, is_exact, read_exact, written

MOST_STEPS = 1_000_000
MOST_VALUES = 1_000

_PLACE = re.compile(r"\{=(?P<formula>(?:[^{}]|\{\w+\})+)\}|\{(?P<name>\w+)\}")


@dataclass(frozen=True, slots=True)
class Variable:
    """A number drawn for each paper: from ``low`` to ``high`` by ``step``, or one of ``values``; texts as written."""

    name: str
    low: str
    high: str
    step: str
    values: tuple[str, ...]

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the variable that ``reader`` stands on."""
        name = reader.word("name", formulas.NAME, "a letter, then letters, digits or _")
        if name in FUNCTIONS:
            reader.fault("name", f"is {name!r}, which is a function", "Choose another.")
        low, high = read_ends(reader)
        variable = cls(name, low, high, read_exact(reader, "step"), reader.texts("values"))
        variable.check(reader)
        return variable

    def check(self, reader: Reader) -> None:
        """Note values that are no numbers, and a stretch that cannot be stepped through."""
        if self.values:
            if len(self.values) > MOST_VALUES or not all(is_exact(value) for value in self.values):
                reader.fault("values", "hold what is no number", 'Write numbers in quotes, such as ["1", "2.5"].')
            if self.low or self.high or self.step:
                reader.fault("values", "stand beside low, high and step", "Give one or the other.")
        elif not (self.low and self.high and self.step):
            reader.fault("low", "and high and step are not all given", "Give the three, or values.")
        elif exact(self.step) <= 0 or exact(self.high) - exact(self.low) > MOST_STEPS * exact(self.step):
            reader.fault("step", "does not lead from low to high", "Write a larger number.")

    def draft(self) -> dict[str, object]:
        """Return the variable as plain values, those not given left out."""
        given = {"name": self.name, "low": self.low, "high": self.high, "step": self.step, "values": list(self.values)}
        return {name: value for name, value in given.items() if value}

    def words(self) -> str:
        """Return it as people read it: ``mass, 50 to 90 by 2.5``."""
        return f"{self.name}, " + (
            " or ".join(self.values) if self.values else f"{self.low} to {self.high} by {self.step}"
        )

    def draw(self, chance: Random) -> str:
        """Return one of its numbers, each as likely as any, as a page shows it."""
        if self.values:
            return written(exact(chance.choice(self.values)))
        return written(exact(self.low) + exact(self.step) * chance.randint(0, self._steps))

    def ends(self) -> tuple[str, str]:
        """Return its smallest and its largest number, as a page shows them."""
        numbers = [exact(value) for value in self.values]
        last = Fraction(0) if numbers else exact(self.low) + exact(self.step) * self._steps
        return (written(min(numbers)), written(max(numbers))) if numbers else (written(exact(self.low)), written(last))

    @property
    def _steps(self) -> int:
        return int((exact(self.high) - exact(self.low)) / exact(self.step))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with ``{name}`` and ``{=formula}`` replaced by their values; braces of anything else stay.

    Raises FormulaError for a formula that cannot be read or worked out, KeyError for a variable that is missing.
    """
    numbers = {name: exact(value) for name, value in values.items()}

    def value(found: re.Match[str]) -> str:
        if found["formula"]:
            return written(formulas.read(found["formula"]).work_out(numbers))
        return values.get(found["name"], found[0])

    return _PLACE.sub(value, text)
