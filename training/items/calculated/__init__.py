"""A number to be worked out from numbers that are drawn for each paper."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, product
from random import Random
from typing import ClassVar, Self

from training.core import formulas
from training.core.arithmetic import FormulaError
from training.core.drafts import Draft, Reader
from training.core.headers import Header, read_header, reworded_header
from training.core.items import read_stem
from training.core.measures import MOST_ANSWERS, Measures
from training.core.numbers import exact
from training.core.options import check_dangerous
from training.core.responses import Response
from training.core.shares import read_entries
from training.core.texts import Rewrite
from training.core.typed import Judged, TypedAnswer
from training.core.units import Units
from training.items.calculated.answers import FormulaAnswer, FormulaDanger
from training.items.calculated.drawing import Variable, filled

TRIED = 6
"""Corners, and as many random draws, that a draft must work for."""


@dataclass(frozen=True, slots=True)
class Calculated(TypedAnswer):
    """A typed number compared with formulas, once the variables have values; marked like a numeric item.

    Unbound it shows the names of its variables and marks nothing: whoever shows or marks it binds it first. A guess
    is worth nothing.
    """

    kind: ClassVar[str] = "calculated"
    title: ClassVar[str] = "Calculated"

    header: Header
    stem: str
    variables: tuple[Variable, ...]
    answers: tuple[FormulaAnswer, ...]
    units: Units
    decimals: int | None = None
    wrong_rationale: str = ""
    dangerous: tuple[FormulaDanger, ...] = ()
    measures: Measures | None = None
    """The key for the values drawn; None until they are."""

    @classmethod
    def parse(cls, draft: Draft) -> Self:
        """Return the item of ``draft``. Raises DraftError with every fault."""
        reader = Reader(draft)
        item = cls(
            read_header(reader),
            read_stem(reader),
            read_entries(reader, "variables", Variable.read, most=20),
            read_entries(reader, "answers", FormulaAnswer.read, most=MOST_ANSWERS),
            Units.read(reader),
            reader.number("decimals", low=0, high=12),
            reader.text("wrong_rationale", required=False),
            read_entries(reader, "dangerous", FormulaDanger.read, most=MOST_ANSWERS),
        )
        item.check(reader)
        check_dangerous(reader, item.header, (), critical=item.critical)
        reader.finish()
        return item

    def check(self, reader: Reader) -> None:
        """Note missing variables and answers, and whatever goes wrong for some of the numbers that may be drawn."""
        names = [variable.name for variable in self.variables]
        if not names or len(set(names)) < len(names):
            reader.fault("variables", "are missing or have one name twice", "Give each number of the question a name.")
        if not self.answers:
            reader.fault("answers", "hold no right one", "Write the right answer, without a share.", missing=True)
        for number, answer in enumerate(self.answers, start=1):
            unknown = formulas.read(answer.formula or "0").names - set(names)
            if unknown:
                remedy = "Name only variables of this question."
                reader.fault(f"answers[{number}].formula", f"names {', '.join(sorted(unknown))}", remedy)
        if all(fault.missing for fault in reader.faults) and self.answers:
            self._try(reader)

    def draft(self) -> dict[str, object]:
        """Return the canonical draft."""
        given: dict[str, object] = {
            "variables": [variable.draft() for variable in self.variables],
            "answers": [answer.draft() for answer in self.answers],
            "wrong_rationale": self.wrong_rationale,
            "dangerous": [danger.draft() for danger in self.dangerous],
        }
        places: dict[str, object] = {} if self.decimals is None else {"decimals": self.decimals}
        rest = {name: value for name, value in given.items() if value}
        return {"kind": self.kind} | self.header.draft() | {"stem": self.stem} | places | self.units.draft() | rest

    @property
    def key(self) -> Response:
        """Return the best answer for the values drawn; its formula as long as there are none."""
        if self.measures is not None:
            return (self.measures.key,) if self.measures.key else ()
        best = max(self.answers, key=lambda answer: answer.share, default=None)
        return (best.formula,) if best else ()

    @property
    def citations(self) -> tuple[tuple[str, str], ...]:
        """Return what the answers cite."""
        numbered = enumerate(self.answers, start=1)
        return tuple((f"answers[{number}].sources", code) for number, answer in numbered for code in answer.sources)

    @property
    def critical(self) -> bool:
        """Return whether some number would endanger a patient."""
        return bool(self.dangerous)

    def drawn(self, chance: Random) -> Mapping[str, str]:
        """Return a value for each variable, drawn anew while some formula has no value for them."""
        draws = ({variable.name: variable.draw(chance) for variable in self.variables} for _ in range(100))
        values: dict[str, str] = {}
        for values in draws:
            if not isinstance(self._bound(values), str):
                break
        return values

    def bound(self, values: Mapping[str, str]) -> "Calculated":
        """Return the item with these values in its texts and its key. Raises KeyError for one that is missing."""
        given = {variable.name: values[variable.name] for variable in self.variables}
        numbers = {name: exact(value) for name, value in given.items()}
        item = self.reworded(lambda text: filled(text, given))
        measures = Measures(
            tuple(answer.bound(numbers, self.decimals) for answer in item.answers),
            self.units,
            item.wrong_rationale,
            tuple(danger.bound(numbers) for danger in item.dangerous),
        )
        return replace(item, measures=measures)

    def received(self, posted: Sequence[str], order: Sequence[str]) -> Response | None:
        """Return the text that was typed, with the unit that was chosen from a list."""
        return self.units.received(posted)

    def posted(self, response: Response, order: Sequence[str]) -> tuple[str, ...]:
        """Return the text, and the place of its unit where that is a list."""
        return self.units.posted(response[0]) if response else ()

    def complaint(self, response: Response) -> str | None:
        """Return advice for what is no number, and for a missing unit."""
        return self.units.complaint(response[0]) if response else "Write a number."

    def judged(self, response: Response) -> Judged:
        """Return what a response is worth and why; nothing as long as no values were drawn."""
        return self.measures.judged(response[0]) if response and self.measures else Judged(Fraction(0))

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the item with every text passed through ``rewrite``."""
        return replace(
            self,
            header=reworded_header(self.header, rewrite),
            stem=rewrite(self.stem),
            answers=tuple(answer.reworded(rewrite) for answer in self.answers),
            wrong_rationale=rewrite(self.wrong_rationale) if self.wrong_rationale else "",
            dangerous=tuple(danger.reworded(rewrite) for danger in self.dangerous),
            measures=self.measures.reworded(rewrite) if self.measures else None,
        )

    def _bound(self, values: Mapping[str, str]) -> "Calculated | str":
        """Return the item with these values, or why it cannot have them."""
        try:
            return self.bound(values)
        except FormulaError as error:
            return str(error)
        except KeyError as error:
            return f"no variable is called {error.args[0]}"

    def _try(self, reader: Reader) -> None:
        """Note what goes wrong for the first of some values for which anything does."""
        for values in self._tried():
            shown = ", ".join(f"{name} = {value}" for name, value in values.items())
            item, scratch = self._bound(values), Reader({})
            if isinstance(item, str):
                reader.fault("answers", f"or a text has no value for {shown}: {item}", "Change formula or variables.")
                return
            if item.measures is not None:
                item.measures.check(scratch)
            for fault in scratch.faults:
                reader.fault(fault.field, f"{fault.message} for {shown}", fault.remedy, missing=fault.missing)
            if scratch.faults:
                return

    def _tried(self) -> Iterator[dict[str, str]]:
        names, chance = [variable.name for variable in self.variables], Random(0)
        for corner in islice(product(*(variable.ends() for variable in self.variables)), TRIED):
            yield dict(zip(names, corner, strict=True))
        for _ in range(TRIED):
            yield {variable.name: variable.draw(chance) for variable in self.variables}
