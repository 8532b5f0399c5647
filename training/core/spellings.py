"""The key of a short typed text: accepted spellings with their shares, known wrong ones, dangerous ones."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from training.core import likeness
from training.core.drafts import Reader
from training.core.shares import read_entries, read_share, share_draft
from training.core.texts import WORD, Rewrite
from training.core.typed import Judged

MOST_SPELLING = 300
MOST_SPELLINGS = 60


@dataclass(frozen=True, slots=True)
class Spelling:
    r"""One text that is given ``share`` of the mark; ``*`` in it is any run of letters, ``\*`` a star."""

    text: str
    share: Fraction
    rationale: str
    sources: tuple[str, ...]

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the spelling that ``reader`` stands on."""
        return cls(
            text=_read_spelling(reader),
            share=read_share(reader),
            rationale=reader.text("rationale", later=True),
            sources=reader.words("sources", WORD, at_least=1, later=True),
        )

    def draft(self) -> dict[str, object]:
        """Return the spelling as plain values, defaults left out."""
        reasons = {"rationale": self.rationale, "sources": list(self.sources)}
        return {"text": self.text} | share_draft(self.share) | reasons


@dataclass(frozen=True, slots=True)
class Danger:
    """A text that nobody may answer; ``why`` says how it would endanger a patient."""

    text: str
    why: str

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the text that ``reader`` stands on."""
        return cls(_read_spelling(reader), reader.text("why"))

    def draft(self) -> dict[str, object]:
        """Return the text as plain values."""
        return {"text": self.text, "why": self.why}


@dataclass(frozen=True, slots=True)
class Spellings:
    """How a typed text is judged.

    Dangerous texts come first; of the matching answers the one with the largest share counts. Anything else is
    worth nothing, unless ``by_person``: then a text close to an answer with a share, or to a dangerous one, is for a
    person to judge (`likeness.close`).
    """

    answers: tuple[Spelling, ...]
    case: bool = False
    accents: bool = False
    by_person: bool = False
    wrong_rationale: str = ""
    dangerous: tuple[Danger, ...] = ()

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the key that ``reader`` stands on, noting every fault."""
        spellings = cls(
            answers=read_entries(reader, "answers", Spelling.read, most=MOST_SPELLINGS),
            case=reader.flag("case"),
            accents=reader.flag("accents"),
            by_person=_unsure(reader) == "person",
            wrong_rationale=reader.text("wrong_rationale", required=False),
            dangerous=read_entries(reader, "dangerous", Danger.read, most=MOST_SPELLINGS),
        )
        spellings.check(reader)
        return spellings

    def check(self, reader: Reader) -> None:
        """Note a key without a right answer, and a dangerous text that is one."""
        if not any(answer.share == 1 for answer in self.answers):
            reader.fault("answers", "hold no right one", "Write the right answer, without a share.", missing=True)
        for number, danger in enumerate(self.dangerous, start=1):
            matching = replace(self, dangerous=(), by_person=False).judged(_example(danger.text))
            if danger.text and (matching.share or 0) > 0:
                remedy = "Only a wrong answer is dangerous."
                reader.fault(f"dangerous[{number}].text", "is accepted as an answer too", remedy)

    def draft(self) -> dict[str, object]:
        """Return the key as plain values, defaults left out."""
        given: dict[str, object] = {
            "answers": [answer.draft() for answer in self.answers],
            "case": self.case,
            "accents": self.accents,
            "unsure": "person" if self.by_person else "",
            "wrong_rationale": self.wrong_rationale,
            "dangerous": [danger.draft() for danger in self.dangerous],
        }
        return {name: value for name, value in given.items() if value}

    @property
    def key(self) -> str:
        """Return a text that is given the largest share, ``""`` when there are no answers."""
        best = max(self.answers, key=lambda answer: answer.share, default=None)
        return _example(best.text) if best else ""

    def judged(self, text: str) -> Judged:
        """Return what a text is worth."""
        given = self._folded(text)
        for danger in self.dangerous:
            if likeness.matches(self._pattern(danger.text), given):
                return Judged(Fraction(0), danger.why, danger=True)
        found = [answer for answer in self.answers if likeness.matches(self._pattern(answer.text), given)]
        if found:
            best = max(found, key=lambda answer: answer.share)
            return Judged(best.share, best.rationale, best.sources)
        unsure = self.by_person and any(likeness.close(self._pattern(text), given) for text in self._meant())
        return Judged(None if unsure else Fraction(0), "" if unsure else self.wrong_rationale)

    def citations(self, path: str = "") -> tuple[tuple[str, str], ...]:
        """Return (field, source code) of every source the answers cite."""
        numbered = enumerate(self.answers, start=1)
        return tuple((f"{path}answers[{number}].sources", code) for number, one in numbered for code in one.sources)

    def reworded(self, rewrite: Rewrite) -> Self:
        """Return the key with its reasons passed through ``rewrite``; accepted texts are compared, not read."""
        return replace(
            self,
            answers=tuple(replace(answer, rationale=rewrite(answer.rationale)) for answer in self.answers),
            wrong_rationale=rewrite(self.wrong_rationale) if self.wrong_rationale else "",
            dangerous=tuple(replace(danger, why=rewrite(danger.why)) for danger in self.dangerous),
        )

    def _meant(self) -> Iterator[str]:
        yield from (answer.text for answer in self.answers if answer.share > 0)
        yield from (danger.text for danger in self.dangerous)

    def _folded(self, text: str) -> str:
        return likeness.folded(text, case=self.case, accents=self.accents)

    def _pattern(self, text: str) -> str:
        return likeness.pattern(text, case=self.case, accents=self.accents)


def _example(text: str) -> str:
    r"""Return a text that a spelling stands for: without its wildcards, a star where nothing else is left.

    >>> _example("*upper trapezius*"), _example(r"2 \* 3"), _example("*")
    ('upper trapezius', '2 * 3', '*')
    """
    return text.replace(r"\*", "\0").replace("*", "").replace("\0", "*").strip() or "*"


def _read_spelling(reader: Reader) -> str:
    text = reader.line("text")
    if len(text) > MOST_SPELLING:
        reader.fault("text", f"has {len(text)} characters; at most {MOST_SPELLING} fit", "Shorten it.")
    return text


def _unsure(reader: Reader) -> str:
    if "unsure" not in reader.names():
        return ""
    return reader.choice("unsure", ("person", "wrong"))
