"""Rubrics, by which two people mark what no rule can."""

from dataclasses import dataclass, replace
from typing import Protocol, Self, runtime_checkable

from training.core.drafts import Reader
from training.core.texts import OPTION_ID, Rewrite

MOST_CRITERIA = 12


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a rubric: what is looked for and how many points it can bring."""

    id: str
    text: str
    points: int
    rationale: str = ""

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the criterion that ``reader`` stands on."""
        name = reader.word("id", OPTION_ID, "a lower-case letter, or letters and digits")
        points = reader.number("points", low=1, high=100)
        if points is None:
            reader.fault("points", "are missing", "Write how many points it can bring, 1 to 100.")
        return cls(name, reader.text("text"), points or 1, reader.text("rationale", required=False))

    def draft(self) -> dict[str, object]:
        """Return the criterion as plain values, defaults left out."""
        draft: dict[str, object] = {"id": self.id, "text": self.text, "points": self.points}
        return draft | ({"rationale": self.rationale} if self.rationale else {})

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the criterion with its texts passed through ``rewrite``."""
        return replace(self, text=rewrite(self.text), rationale=rewrite(self.rationale))


@runtime_checkable
class Rubric(Protocol):
    """A kind that two people mark by a rubric, each on their own."""

    @property
    def criteria(self) -> tuple[Criterion, ...]: ...
    @property
    def model_answer(self) -> str: ...


def read_criteria(reader: Reader) -> tuple[Criterion, ...]:
    """Return the rubric of the draft, noting a wrong number and repeated ids; an unfinished item may have none yet."""
    criteria = []
    for nested in reader.tables("criteria"):
        criteria.append(Criterion.read(nested))
        reader.take(nested)
    if not 1 <= len(criteria) <= MOST_CRITERIA:
        reader.fault("criteria", f"are {len(criteria)}", f"Write 1 to {MOST_CRITERIA}.", missing=not criteria)
    ids = [criterion.id for criterion in criteria]
    for value in sorted({value for value in ids if value and ids.count(value) > 1}):
        reader.fault("criteria", f"have the same id twice: {value[:60]!r}", "Make each different.")
    return tuple(criteria)
