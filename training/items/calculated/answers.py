"""Answers and dangerous stretches whose numbers are formulas until the variables have values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from training.core import formulas
from training.core.arithmetic import FormulaError
from training.core.drafts import Reader
from training.core.intervals import DangerRange, NumberAnswer, read_tolerance
from training.core.numbers import MOST_DIGITS, written
from training.core.shares import read_share, share_draft
from training.core.texts import WORD, Rewrite


@dataclass(frozen=True, slots=True)
class FormulaAnswer:
    """Numbers that are given ``share`` of the mark: what ``formula`` comes to, give or take ``tolerance``."""

    formula: str
    tolerance: str
    share: Fraction
    rationale: str
    sources: tuple[str, ...]

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the answer that ``reader`` stands on."""
        return cls(
            formula=read_formula(reader, "formula", required=True),
            tolerance=read_tolerance(reader),
            share=read_share(reader),
            rationale=reader.text("rationale", later=True),
            sources=reader.words("sources", WORD, at_least=1, later=True),
        )

    def draft(self) -> dict[str, object]:
        """Return the answer as plain values, defaults left out."""
        tolerance = {"tolerance": self.tolerance} if self.tolerance else {}
        reasons = {"rationale": self.rationale, "sources": list(self.sources)}
        return {"formula": self.formula} | tolerance | share_draft(self.share) | reasons

    def words(self) -> str:
        """Return it as people read it."""
        return self.formula + (f", give or take {self.tolerance}" if self.tolerance else "")

    def bound(self, numbers: Mapping[str, Fraction], places: int | None) -> NumberAnswer:
        """Return the answer for these numbers, its value rounded to ``places``. Raises FormulaError, KeyError."""
        value = formulas.read(self.formula).work_out(numbers)
        text = _text(value) if places is None else written(value, places)
        return NumberAnswer(text, self.tolerance, "", "", self.share, self.rationale, self.sources)

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the answer with its reason passed through ``rewrite``."""
        return replace(self, rationale=rewrite(self.rationale))


@dataclass(frozen=True, slots=True)
class FormulaDanger:
    """Numbers that nobody may answer, their ends formulas, ``""`` for an open one."""

    low: str
    high: str
    why: str

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the stretch that ``reader`` stands on."""
        low, high = read_formula(reader, "low"), read_formula(reader, "high")
        if not set(reader.names()) & {"low", "high"}:
            reader.fault("low", "and high are missing", "Say from where or up to where it is dangerous.")
        return cls(low, high, reader.text("why"))

    def draft(self) -> dict[str, object]:
        """Return the stretch as plain values."""
        return {name: text for name in ("low", "high", "why") if (text := getattr(self, name))}

    def words(self) -> str:
        """Return it as people read it."""
        ends = (f"from {self.low}" if self.low else "", f"up to {self.high}" if self.high else "")
        return " ".join(end for end in ends if end)

    def bound(self, numbers: Mapping[str, Fraction]) -> DangerRange:
        """Return the stretch for these numbers. Raises FormulaError, KeyError."""
        low, high = (_text(formulas.read(end).work_out(numbers)) if end else "" for end in (self.low, self.high))
        return DangerRange(low, high, self.why)

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the stretch with its reason passed through ``rewrite``."""
        return replace(self, why=rewrite(self.why))


def read_formula(reader: Reader, field: str, *, required: bool = False) -> str:
    """Return a formula of a draft as it is written there, ``""`` when absent; noting one that cannot be read."""
    text = reader.line(field, required=required)
    try:
        formulas.read(text or "0")
    except FormulaError as error:
        reader.fault(field, str(error), "Write it like mass * 0.5 + 1.")
        return ""
    return text


def _text(value: Fraction) -> str:
    """Return a number as a draft writes it: exactly, unless that takes too many digits."""
    text = str(value)
    return text if len(text) <= MOST_DIGITS else written(value, 30)
