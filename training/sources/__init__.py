"""The source register: every paper, guideline and rule the content cites, one code a source."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from training.core.drafts import Reader
from training.core.texts import WORD

FILE = Path(__file__).parent / "register.toml"
TAGS = ("S", "K")


@dataclass(frozen=True, slots=True)
class Source:
    """One source. ``tag`` is S for a source that was seen (as ``seen`` says), K for one known by name only.

    ``weak`` marks blogs, clinic pages and course providers, which never stand alone behind a key; ``acupuncture``
    marks data about acupuncture, which the text must say. ``also`` holds other codes the same source goes by.
    """

    code: str
    citation: str
    kind: str
    seen: str
    tag: str
    year: int | None = None
    doi: str = ""
    url: str = ""
    weak: bool = False
    acupuncture: bool = False
    also: tuple[str, ...] = ()

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the source that ``reader`` stands on."""
        return cls(
            code=reader.word("code", WORD, "a code without blanks"),
            citation=reader.line("citation"),
            kind=reader.line("kind"),
            seen=reader.line("seen"),
            tag=reader.choice("tag", TAGS),
            year=reader.number("year", low=1800, high=2100),
            doi=reader.line("doi", required=False),
            url=reader.line("url", required=False),
            weak=reader.flag("weak"),
            acupuncture=reader.flag("acupuncture"),
            also=reader.words("also", WORD),
        )

    @property
    def mark(self) -> str:
        """Return how far it carries: ``S`` it was seen, ``Sw`` it is weak, ``?`` nobody opened it."""
        return "?" if self.tag == "K" else "Sw" if self.weak else "S"

    @property
    def address(self) -> str:
        """Return where to read it, the DOI before the page; ``""`` when neither is known."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


@cache
def register() -> Mapping[str, Source]:
    """Return the shipped sources by code. It is read once; the file changes with a release only."""
    return read(FILE.read_text(encoding="utf-8"))


def matching(words: str) -> list[Source]:
    """Return the sources in whose code, citation, kind or year every word stands; all for no word."""
    wanted = words.casefold().split()
    return [
        source
        for source in register().values()
        if all(
            word in f"{source.code} {source.citation} {source.kind} {' '.join(source.also)}".casefold()
            for word in wanted
        )
    ]


def too_weak(codes: Iterable[str]) -> tuple[Source, ...]:
    """Return the known sources among ``codes`` when none of them can stand alone behind a key, nothing otherwise."""
    known = [register()[code] for code in codes if code in register()]
    return () if any(source.mark == "S" for source in known) else tuple(known)


def read(text: str) -> dict[str, Source]:
    """Return the sources of a register. Raises DraftError with every fault, a code given twice among them."""
    reader = Reader(tomllib.loads(text))
    found: dict[str, Source] = {}
    for nested in reader.tables("source"):
        source = Source.read(nested)
        reader.take(nested)
        if source.code in found:
            reader.fault("source", f"gives the code {source.code} twice", "Keep one entry a source.")
        if source.address and not source.address.startswith("https://"):
            reader.fault("source", f"{source.code} has the address {source.address!r}", "Begin it with https://.")
        found[source.code] = source
    reader.finish()
    return found
