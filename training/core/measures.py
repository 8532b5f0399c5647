"""The key of a typed number: accepted values with their shares, units, dangerous stretches."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from training.core.drafts import Reader
from training.core.intervals import DangerRange, NumberAnswer
from training.core.numbers import written
from training.core.shares import read_entries
from training.core.texts import Rewrite
from training.core.typed import Judged
from training.core.units import Units

MOST_ANSWERS = 30


@dataclass(frozen=True, slots=True)
class Measures:
    """How a typed number is judged.

    Dangerous stretches come first; of the answers that hold the number the one with the largest share counts, the
    first of equals. A number on the edge of a tolerance is in. Anything else, and what is no number, is worth nothing.
    """

    answers: tuple[NumberAnswer, ...]
    units: Units
    wrong_rationale: str = ""
    dangerous: tuple[DangerRange, ...] = ()

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the key that ``reader`` stands on, noting every fault."""
        answers = read_entries(reader, "answers", NumberAnswer.read, most=MOST_ANSWERS)
        dangerous = read_entries(reader, "dangerous", DangerRange.read, most=MOST_ANSWERS)
        measures = cls(answers, Units.read(reader), reader.text("wrong_rationale", required=False), dangerous)
        measures.check(reader)
        return measures

    def check(self, reader: Reader) -> None:
        """Note a key without a right answer, one that nobody can type, and a dangerous stretch that meets it."""
        best = self.best
        if best is None or best.share != 1:
            reader.fault("answers", "hold no right one", "Write the right answer, without a share.", missing=True)
        for number, danger in enumerate(self.dangerous, start=1):
            if any(answer.share > 0 and danger.interval.meets(answer.interval) for answer in self.answers):
                remedy = "Only a wrong answer is dangerous."
                reader.fault(f"dangerous[{number}].low", "meets an accepted answer", remedy)
        if best is not None and not reader.faults and self.judged(self.key).share != best.share:
            number = self.answers.index(best) + 1
            remedy = "Give it a tolerance."
            reader.fault(f"answers[{number}].tolerance", "leaves nothing that can be typed", remedy)

    def draft(self) -> dict[str, object]:
        """Return the key as plain values, defaults left out."""
        given: dict[str, object] = {
            "answers": [answer.draft() for answer in self.answers],
            "wrong_rationale": self.wrong_rationale,
            "dangerous": [danger.draft() for danger in self.dangerous],
        }
        return self.units.draft() | {name: value for name, value in given.items() if value}

    @property
    def best(self) -> NumberAnswer | None:
        """Return the answer with the largest share, the first of equals."""
        return max(self.answers, key=lambda answer: answer.share, default=None)

    @property
    def key(self) -> str:
        """Return a text that is given the largest share, ``""`` when there are no answers."""
        best = self.best
        return "" if best is None else f"{best.example} {self.units.first if self.units.wanted else ''}".strip()

    def judged(self, text: str) -> Judged:
        """Return what a text is worth."""
        number = self.units.number(text)
        if number is None:
            return Judged(Fraction(0), self.wrong_rationale)
        for danger in self.dangerous:
            if number in danger.interval:
                return Judged(Fraction(0), danger.why, danger=True)
        found = [answer for answer in self.answers if number in answer.interval]
        if not found:
            return Judged(Fraction(0), self.wrong_rationale)
        best = max(found, key=lambda answer: answer.share)
        return Judged(best.share, best.rationale, best.sources)

    def reading(self, text: str) -> str:
        """Return how a text was read, in the first unit; ``""`` when it was read as it stands, or not at all."""
        number = self.units.number(text)
        plain = "" if number is None else f"{written(number)} {self.units.first}".strip()
        return "" if plain in (text, f"{text} {self.units.first}".strip()) else plain

    def citations(self, path: str = "") -> tuple[tuple[str, str], ...]:
        """Return (field, source code) of every source the answers cite."""
        numbered = enumerate(self.answers, start=1)
        return tuple((f"{path}answers[{number}].sources", code) for number, one in numbered for code in one.sources)

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the key with its reasons passed through ``rewrite``."""
        return replace(
            self,
            answers=tuple(replace(answer, rationale=rewrite(answer.rationale)) for answer in self.answers),
            wrong_rationale=rewrite(self.wrong_rationale) if self.wrong_rationale else "",
            dangerous=tuple(danger.reworded(rewrite) for danger in self.dangerous),
        )
