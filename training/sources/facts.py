"""The table of facts: what modules, figures and items may state, each with how far it carries and where it is from."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Self

from training.core.drafts import Reader
from training.core.texts import WORD

FILE = Path(__file__).parent / "facts.toml"
ID = re.compile(r"[CS]-s?\d+(\.\d+)?")
"""``C-5.8`` and ``S-45`` are numbered facts; ``C-s2.5`` is what a section says."""


class Tag(StrEnum):
    """How far a statement carries: seen, seen in a weak source, calculated, known by name, judged, uncertain."""

    SEEN = "S"
    WEAK = "Sw"
    CALCULATED = "C"
    KNOWN = "K"
    JUDGED = "P"
    UNCERTAIN = "?"


WORDS: Mapping[Tag, str] = {
    Tag.SEEN: "seen in a source",
    Tag.WEAK: "seen in a weak source",
    Tag.CALCULATED: "calculated",
    Tag.KNOWN: "known by name, not opened",
    Tag.JUDGED: "a teaching judgement",
    Tag.UNCERTAIN: "uncertain",
}
KEYS = frozenset({Tag.SEEN, Tag.CALCULATED})
"""What a key may rest on without anything further."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a fact says. ``sources`` are codes of the register; a judgement may have none."""

    tag: Tag
    sources: tuple[str, ...]
    text: str

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the statement that ``reader`` stands on."""
        return cls(
            tag=reader.member("tag", Tag, Tag.UNCERTAIN),
            sources=reader.words("sources", WORD),
            text=reader.line("text"),
        )


@dataclass(frozen=True, slots=True)
class Fact:
    """A numbered fact, which says one thing, or a section, which says several."""

    id: str
    says: tuple[Statement, ...]

    @property
    def tags(self) -> frozenset[Tag]:
        """Return how far its statements carry."""
        return frozenset(statement.tag for statement in self.says)


@cache
def table() -> Mapping[str, Fact]:
    """Return the shipped facts by id. The file is read once; it changes with a release only."""
    return read(FILE.read_text(encoding="utf-8"))


def said(name: str) -> tuple[Statement, ...]:
    """Return what a fact says, and a section with its subsections; nothing for a name that the table lacks."""
    within = f"{name}." if "-s" in name else name
    facts = (fact for known, fact in table().items() if known == name or ("-s" in name and known.startswith(within)))
    return tuple(statement for fact in facts for statement in fact.says)


def behind(names: Iterable[str], codes: Collection[str]) -> dict[str, tuple[Statement, ...]]:
    """Return what an item rests on by fact: of a section those statements with a source of the key, if it has any."""
    found: dict[str, tuple[Statement, ...]] = {}
    for name in names:
        says = said(name)
        shared = tuple(statement for statement in says if set(statement.sources) & set(codes))
        found[name] = shared if "-s" in name and shared else says
    return found


def read(text: str) -> dict[str, Fact]:
    """Return the facts of a table. Raises DraftError with every fault, an id given twice among them."""
    reader = Reader(tomllib.loads(text))
    found: dict[str, Fact] = {}
    for nested in reader.tables("fact"):
        fact = Fact(
            id=nested.word("id", ID, "an id such as C-5.8, S-45 or C-s2.5"),
            says=tuple(_statement(nested, statement) for statement in nested.tables("says")),
        )
        if not fact.says:
            nested.fault("says", "is missing", "Write what the fact says.")
        reader.take(nested)
        if fact.id in found:
            reader.fault("fact", f"gives the id {fact.id} twice", "Keep one entry a fact.")
        found[fact.id] = fact
    reader.finish()
    return found


def _statement(fact: Reader, reader: Reader) -> Statement:
    statement = Statement.read(reader)
    fact.take(reader)
    return statement
