"""What rules ask of training, beside what this site gives and what needs people: a data file, read once."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Self

from training.core.drafts import Reader
from training.core.eligibility import Need
from training.core.gaps import Asks, Requirement
from training.core.texts import WORD
from training.programmes.catalogue import Programme
from training.programmes.hour_kinds import kinds

FILE = Path(__file__).parent / "crosswalk.toml"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that rules ask for: what an online platform can give, what needs people, what this site does."""

    code: str
    requirement: str
    online: str
    people: str
    here: str
    asks: tuple[str, ...]
    hours: tuple[str, ...]
    needs: tuple[str, ...]
    certificates: bool
    sources: tuple[str, ...]
    checked_on: date | None

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the row that ``reader`` stands on."""
        return cls(
            code=reader.word("code", WORD, "a code without blanks"),
            requirement=reader.line("requirement"),
            online=reader.line("online"),
            people=reader.line("people"),
            here=reader.line("here"),
            asks=_among(reader, "asks", tuple(Asks)),
            hours=_among(reader, "hours", tuple(kind.code for kind in kinds())),
            needs=_among(reader, "needs", tuple(Need)),
            certificates=reader.flag("certificates"),
            sources=reader.words("sources", WORD, at_least=1),
            checked_on=reader.day("checked_on"),
        )

    def given_by(self, programme: Programme) -> tuple[str, ...]:
        """Return what of a programme answers it, in words: the modules as a number, everything else by its title."""
        asked = [requirement for requirement in programme.requirements if requirement.need in self.needs]
        modules = sum(requirement.need == Need.MODULE for requirement in asked)
        counted = [f"{modules} modules"] if modules else []
        named = [
            f"{requirement.title} ({requirement.amount})" if requirement.amount > 1 else requirement.title
            for requirement in asked
            if requirement.need != Need.MODULE and not requirement.fresh
        ]
        awarded = [award.title for award in programme.awards] if self.certificates else []
        return (*counted, *dict.fromkeys(named), *awarded)


@cache
def rows() -> tuple[Row, ...]:
    """Return the rows in the order of tables. The file is part of the installation, so it is read once."""
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> tuple[Row, ...]:
    """Return the rows of a file. Raises DraftError with every fault, a code given twice among them."""
    reader = Reader(tomllib.loads(text))
    found: list[Row] = []
    for nested in reader.tables("rows"):
        row = Row.read(nested)
        reader.take(nested)
        if row.code in {other.code for other in found}:
            reader.fault("rows", f"gives the code {row.code} twice", "Keep one entry a row.")
        found.append(row)
    reader.finish()
    return tuple(found)


def rows_of(asked: Requirement) -> tuple[Row, ...]:
    """Return the rows that a requirement of a pack falls under; hours of several kinds may have several.

    Nothing for what no training gives, such as years of practice.
    """
    if asked.asks is Asks.HOURS:
        return tuple(row for row in rows() if set(asked.counts) & set(row.hours))
    return tuple(row for row in rows() if asked.asks in row.asks)


def _among(reader: Reader, field: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    found = reader.texts(field)
    for name in found:
        if name not in allowed:
            reader.fault(field, f"holds {name!r}", "Use some of: " + ", ".join(allowed) + ".")
    return found
