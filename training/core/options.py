"""The options of a question: reading them, and what their texts and flags say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from training.core.drafts import Reader
from training.core.headers import Header
from training.core.responses import Response
from training.core.texts import OPTION_ID, WORD, Rewrite

MOST_OPTIONS = 26


@dataclass(frozen=True, slots=True)
class Option:
    """One choice or step. ``correct`` says nothing in an ordering item, whose key is an order.

    ``weight`` is the share of the mark that choosing it gives (-1 to 1) where an item is marked by weights, as other
    systems do; None where the kind's own rule marks it.
    """

    id: str
    text: str
    rationale: str
    sources: tuple[str, ...]
    correct: bool = False
    dangerous: bool = False
    weight: Fraction | None = None

    @classmethod
    def read(cls, reader: Reader, *, flagged: bool) -> Self:
        """Return the option that ``reader`` stands on; ``flagged`` kinds know correct and dangerous options."""
        return cls(
            id=reader.word("id", OPTION_ID, "a lower-case letter, or letters and digits"),
            text=reader.text("text"),
            rationale=reader.text("rationale", later=True),
            sources=reader.words("sources", WORD, at_least=1, later=True),
            correct=flagged and reader.flag("correct"),
            dangerous=flagged and reader.flag("dangerous"),
            weight=_weight(reader) if flagged else None,
        )

    def draft(self) -> dict[str, object]:
        """Return the option as plain values, defaults left out."""
        draft: dict[str, object] = {"id": self.id, "text": self.text, "rationale": self.rationale}
        flags: dict[str, object] = {name: True for name in ("correct", "dangerous") if getattr(self, name)}
        weight = {} if self.weight is None else {"weight": str(self.weight)}
        return draft | {"sources": list(self.sources)} | flags | weight

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the option with its texts passed through ``rewrite``."""
        return replace(self, text=rewrite(self.text), rationale=rewrite(self.rationale))


def _weight(reader: Reader) -> Fraction | None:
    weight = reader.fraction("weight")
    if weight is not None and not -1 <= weight <= 1:
        reader.fault("weight", f"is {weight}", 'Write a share between "-1" and "1".')
        return None
    return weight


def read_options(reader: Reader, *, low: int, high: int, flagged: bool) -> tuple[Option, ...]:
    """Return the options of the draft, noting a wrong number, repeated ids and repeated texts.

    A finished item has ``low`` to ``high`` options; what another system wrote may have 2 to `MOST_OPTIONS`.
    """
    options = []
    for nested in reader.tables("options"):
        options.append(Option.read(nested, flagged=flagged))
        reader.take(nested)
    if not low <= len(options) <= high:
        bearable = 2 <= len(options) <= MOST_OPTIONS
        reader.fault("options", f"are {len(options)}", f"Write {low} to {high}.", missing=bearable)
    for name in ("id", "text"):
        values = [getattr(option, name).strip() for option in options]
        for value in sorted({value for value in values if value and values.count(value) > 1}):
            message = f"have the same {name} twice: {value[:60]!r}"
            reader.fault("options", message, "Make each different.", missing=name == "text")
    return tuple(options)


def option_citations(options: Sequence[Option]) -> tuple[tuple[str, str], ...]:
    """Return (field, source code) of every source that options cite."""
    numbered = enumerate(options, start=1)
    return tuple((f"options[{number}].sources", code) for number, option in numbered for code in option.sources)


def option_words(options: Sequence[Option], response: Response) -> tuple[str, ...]:
    """Return the texts of the options in a response, in the order given."""
    texts = {option.id: option.text for option in options}
    return tuple(texts[option] for option in response if option in texts)


def check_dangerous(reader: Reader, header: Header, options: Sequence[Option], *, critical: bool) -> None:
    """Note a dangerous option that is correct, and a safety point without danger or danger without one."""
    for number, option in enumerate(options, start=1):
        if option.dangerous and option.correct:
            reader.fault(f"options[{number}].dangerous", "stands on a correct option", "Only a wrong one is dangerous.")
    if critical and not header.safety_point:
        remedy = "Name the safety rule it tests."
        reader.fault("safety_point", "is missing on an item with a dangerous choice", remedy, missing=True)
    if header.safety_point and not critical:
        reader.fault("safety_point", "stands on an item without a dangerous choice", "Remove it, or flag the choice.")
