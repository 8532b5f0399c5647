"""Write docs/content-traceability.md from its data: ``make trace``, after a section, an item or the data changed.

The data say in which sections each statement of the founding article and each further topic is taught, and which items
test it. Nothing is written while a name leads nowhere or a number is missing.
"""

import sys
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Self

from training import sources
from training.bank import files as bank
from training.bank.readings import Known
from training.cli.study import study_sections
from training.core.drafts import Reader
from training.core.texts import WORD
from training.modules import files as modules
from training.modules.content import Module
from training.sources import facts
from training.web import richtext

ROOT = Path(__file__).parent.parent
DATA = ROOT / "docs/content-traceability.toml"
PAGE = ROOT / "docs/content-traceability.md"
CONTENT = "../training/modules/content"
BANK = "../question_bank"
CLAIMS = (*(f"C-s6.{number}" for number in range(1, 26)), *(f"S-s20.{number}" for number in range(1, 17)))
"""The rows of both dossiers that judge the article."""
TOPICS = tuple(f"S-s26.{number}" for number in range(1, 16))
ITEMS_OF_A_TOPIC = 2

HEAD = """# What the course makes of the founding article

This page is written from [its data](content-traceability.toml) by `make trace`; a test compares the two. The project
started from an article for patients, "What Is Dry Needling?". Here each of its statements stands in our own words and
in its order, with what the course says instead, the sections that teach it and the items that test it. After them come
the fifteen topics that the article has not and a foundations course needs.

C-s6.1 to C-s6.25 and S-s20.1 to S-s20.16 are the rows of the two clinical dossiers that judge the article; statements
without a number have no row there. Capitals are codes of the [source register](../training/sources/register.toml).
"""
MEANINGS = """| verdict | means | statements |
|---|---|---|
"""


class Verdict(StrEnum):
    """What became of a statement."""

    KEPT = "kept"
    CORRECTED = "corrected"
    DROPPED = "dropped"
    ADDED = "added"


MEANING = {
    Verdict.KEPT: "taught as the article has it, with more beside it",
    Verdict.CORRECTED: "taught in other words or with other numbers",
    Verdict.DROPPED: "not taught as true or as advice",
    Verdict.ADDED: "left out by the article, taught here",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement of the article, or a topic, with what teaches and tests it.

    ``names`` are the rows that judge a statement, or the one number of a topic, which has no verdict. A statement
    without items says in ``untested`` why it has none.
    """

    names: tuple[str, ...]
    says: str
    verdict: Verdict | None
    course: str
    sources: tuple[str, ...]
    sections: tuple[str, ...]
    items: tuple[str, ...]
    untested: str = ""

    @classmethod
    def statement(cls, reader: Reader) -> Self:
        """Return the statement that ``reader`` stands on."""
        names = reader.words("claims", facts.ID)
        entry = cls._read(reader, names, reader.member("verdict", Verdict, Verdict.CORRECTED))
        untested = reader.line("untested", required=not entry.items)
        if entry.items and untested:
            reader.fault("untested", "stands beside items", "Remove one of the two.")
        return replace(entry, untested=untested)

    @classmethod
    def topic(cls, reader: Reader) -> Self:
        """Return the topic that ``reader`` stands on."""
        name = reader.word("id", facts.ID, "a number such as S-s26.1")
        return cls._read(reader, (name,), None, least=ITEMS_OF_A_TOPIC)

    @classmethod
    def _read(cls, reader: Reader, names: tuple[str, ...], verdict: Verdict | None, *, least: int = 0) -> Self:
        return cls(
            names=names,
            says=reader.line("says"),
            verdict=verdict,
            course=reader.line("course"),
            sources=reader.words("sources", WORD, at_least=1),
            sections=reader.words("sections", WORD, at_least=1),
            items=reader.words("items", WORD, at_least=least),
        )


@dataclass(frozen=True, slots=True)
class Trace:
    """The data of the page."""

    statements: tuple[Entry, ...]
    topics: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Shipped:
    """What the data may name: the title, the file and the sources of each section, and the codes of items."""

    titles: Mapping[str, str]
    files: Mapping[str, str]
    cited: Mapping[str, Collection[str]]
    items: Collection[str]


def read(text: str) -> Trace:
    """Return the data of the page. Raises DraftError with every fault of their form."""
    reader = Reader(tomllib.loads(text))
    trace = Trace(_entries(reader, "statement", Entry.statement), _entries(reader, "topic", Entry.topic))
    reader.finish()
    return trace


def shipped(found: Collection[Module], codes: Collection[str]) -> Shipped:
    """Return what modules and items offer; a section's file is numbered by its place in the module."""
    places = [
        (f"{module.code}/{section.id}", f"{module.code}/{place:02}-{section.id}.md", section)
        for module in found
        for place, section in enumerate(module.sections, start=1)
    ]
    return Shipped(
        titles={name: section.title for name, _, section in places},
        files={name: file for name, file, _ in places},
        cited={name: richtext.citations(section.text) for name, _, section in places},
        items=codes,
    )


def problems(trace: Trace, known: Shipped) -> list[str]:
    """Return what is wrong: a number missing or unknown, a name that leads nowhere, a source no section cites."""
    return [
        *_numbering("claim", CLAIMS, {name for entry in trace.statements for name in entry.names}),
        *_numbering("topic", TOPICS, [entry.names[0] for entry in trace.topics]),
        *(f"{entry.says!r}: {lost}" for entry in (*trace.statements, *trace.topics) for lost in _lost(entry, known)),
    ]


def page(trace: Trace, known: Shipped) -> str:
    """Return the page."""
    counted = [
        f"| {verdict} | {MEANING[verdict]} | {sum(entry.verdict is verdict for entry in trace.statements)} |\n"
        for verdict in Verdict
    ]
    parts = [
        HEAD,
        MEANINGS + "".join(counted),
        "## The statements\n",
        *(_statement(number, entry, known) for number, entry in enumerate(trace.statements, start=1)),
        "## The further topics\n",
        *(_block(f"### {entry.names[0]} {entry.says}", "The course", entry, known) for entry in trace.topics),
    ]
    return "\n".join(parts)


def _entries(reader: Reader, field: str, make: Callable[[Reader], Entry]) -> tuple[Entry, ...]:
    entries = []
    for nested in reader.tables(field):
        entries.append(make(nested))
        reader.take(nested)
    return tuple(entries)


def _numbering(kind: str, wanted: Collection[str], found: Collection[str]) -> list[str]:
    return [
        *(f"{kind} {name} is missing" for name in wanted if name not in found),
        *(f"there is no {kind} {name}" for name in found if name not in wanted),
        *(f"{kind} {name} stands twice" for name in wanted if list(found).count(name) > 1),
    ]


def _lost(entry: Entry, known: Shipped) -> list[str]:
    cited = {code for place in entry.sections for code in known.cited.get(place, ())}
    return [
        *(f"there is no section {name}" for name in entry.sections if name not in known.titles),
        *(f"there is no item {name}" for name in entry.items if name not in known.items),
        *(f"none of its sections cites {code}" for code in entry.sources if code not in cited),
    ]


def _statement(number: int, entry: Entry, known: Shipped) -> str:
    rows = f" ({', '.join(entry.names)})" if entry.names else ""
    return _block(f"### {number}. {entry.says}{rows}", str(entry.verdict).capitalize(), entry, known)


def _block(heading: str, label: str, entry: Entry, known: Shipped) -> str:
    taught = "; ".join(
        f"[{known.titles[name]}]({CONTENT}/{known.files[name]}) ({name.partition('/')[0]})" for name in entry.sections
    )
    tested = ", ".join(f"[{name}]({BANK}/{name.rpartition('/')[0]}.toml)" for name in entry.items)
    return (
        f"{heading}\n\n"
        f"**{label}.** {entry.course}. {', '.join(entry.sources)}\n\n"
        f"- Taught in {taught}\n"
        f"- {f'Tested by {tested}' if tested else f'No item: {entry.untested}'}\n"
    )


def main() -> None:
    trace = read(DATA.read_text(encoding="utf-8"))
    register = sources.register()
    items = bank.read(ROOT / "question_bank", Known(sources=register, sections=study_sections())).found
    known = shipped(modules.read(modules.FOLDER, register).modules, {found.item.header.code for found in items})
    if wrong := problems(trace, known):
        sys.exit("\n".join(wrong))
    PAGE.write_text(page(trace, known), encoding="utf-8")


if __name__ == "__main__":
    main()
