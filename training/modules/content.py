"""What a module is: sections to read, plates, questions in passing.

`parse` reads a draft's shape and is used for files and for stored versions.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from typing import TypeVar

from training import items
from training.core.domains import Level
from training.core.drafts import Draft, DraftError, Reader
from training.core.headers import Header
from training.core.items import Item, Pictured
from training.core.layout import settled
from training.modules import interactives
from training.web import richtext, svg

T = TypeVar("T")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NAMED = "lower-case letters and digits with hyphens"
FIGURE = re.compile(r"\]\(figure:([^)\s]*)\)")
INTERACTIVE = re.compile(r"\]\(interactive:([^)\s]*)\)")
PLACE = re.compile(r"\]\(section:([^)\s]*)\)")
NOT_ASKED = frozenset({"id", *(field.name for field in fields(Header))})
"""Fields of a question in passing that are not the item's own, or that it has no use for."""
BESIDE = frozenset({"plates", "interactives"})
"""What a stored version holds beside its draft."""
HEADER: Mapping[str, object] = {
    "pool": "practice",
    "domain": "foundations",
    "level": "understand",
    "objective": "Check your own reading",
    "facts": ["-"],
    "evidence": "S",
    "checked_on": "2000-01-01",
    "review_by": "2999-12-31",
    "author": "-",
}
"""What an item says about itself and a question in passing need not: it is never drawn, marked or counted."""


@dataclass(frozen=True, slots=True)
class Objective:
    """What a reader can do afterwards, and how deep that goes."""

    text: str
    level: Level


@dataclass(frozen=True, slots=True)
class Section:
    """One page to read. ``digest`` names its text and what it shows: the same digest, the same page."""

    id: str
    title: str
    text: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A plate with its caption; ``alt`` says in words what it shows."""

    id: str
    title: str
    caption: str
    alt: str
    svg: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """An ungraded question at the end of a section; ``digest`` is the hash of everything it says and shows.

    ``plate`` is the SVG of the module's figure that it is asked on, empty for a question without one.
    """

    id: str
    section: str
    item: Item
    digest: str
    plate: str = ""

    @property
    def asked(self) -> Item:
        """Return the item as everybody meets it: numbers that are drawn follow from the question's id."""
        return settled(self.item, self.id)

    @property
    def shown(self) -> Item:
        """Return the item as a page shows it: as it is asked, its figure drawn in place."""
        item = self.asked
        return (
            item.drawn(svg.clean(self.plate, f"asked-{self.id}")) if isinstance(item, Pictured) and self.plate else item
        )

    @property
    def figure(self) -> str:
        """Return the id of the module's figure that is asked on, empty for a question without one."""
        return self.item.figure.removesuffix(".svg") if isinstance(self.item, Pictured) else ""


@dataclass(frozen=True, slots=True)
class Module:
    """A learning unit.

    ``interactives`` holds the digest, as of this version, of each interactive part its sections show.
    """

    code: str
    position: int
    title: str
    summary: str
    planned_minutes: int
    objectives: tuple[Objective, ...]
    key_points: tuple[str, ...]
    not_said: tuple[str, ...]
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    checkpoints: tuple[Checkpoint, ...]
    interactives: tuple[tuple[str, str], ...] = ()

    @property
    def version(self) -> str:
        """Return the hash (64 hex digits) of the whole module, plates included."""
        return _digest(self.content())

    def content(self) -> dict[str, object]:
        """Return the module as plain values; ``restore(module.content()) == module``."""
        shown: dict[str, object] = {"interactives": dict(self.interactives)} if self.interactives else {}
        return {
            "code": self.code,
            "position": self.position,
            "title": self.title,
            "summary": self.summary,
            "planned_minutes": self.planned_minutes,
            "objectives": [{"text": entry.text, "level": str(entry.level)} for entry in self.objectives],
            "key_points": list(self.key_points),
            "not_said": list(self.not_said),
            "sections": [{"id": entry.id, "title": entry.title, "text": entry.text} for entry in self.sections],
            "figures": [
                {"id": entry.id, "title": entry.title, "caption": entry.caption, "alt": entry.alt}
                for entry in self.figures
            ],
            "checkpoints": [
                {"id": entry.id, "section": entry.section} | _question(entry.item) for entry in self.checkpoints
            ],
            "plates": {entry.id: entry.svg for entry in self.figures},
            **shown,
        }

    def section(self, name: str) -> Section | None:
        """Return a section by id."""
        return next((section for section in self.sections if section.id == name), None)

    def figure(self, name: str) -> Figure:
        """Return a figure by id. Raises KeyError."""
        return {figure.id: figure for figure in self.figures}[name]

    def checkpoint(self, name: str) -> Checkpoint | None:
        """Return a question by id."""
        return next((checkpoint for checkpoint in self.checkpoints if checkpoint.id == name), None)

    def questions(self, section: str) -> tuple[Checkpoint, ...]:
        """Return the questions at the end of a section."""
        return tuple(checkpoint for checkpoint in self.checkpoints if checkpoint.section == section)

    def cited(self) -> tuple[str, ...]:
        """Return the codes of all sources in order of first use: text, captions, key points, questions."""
        codes = [code for text in self._cited_texts() for code in richtext.citations(text)]
        codes += [code for entry in self.checkpoints for _field, code in entry.item.citations]
        return tuple(dict.fromkeys(codes))

    def _cited_texts(self) -> Iterator[str]:
        """Yield every text a reader meets: the module's own, and those of the interactive parts after each section."""
        known = interactives.register()
        for _, text in self.texts():
            yield text
            for name in INTERACTIVE.findall(text):
                yield from known[name].texts() if name in known else ()

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield every text that may cite, with the path of its field, in the order a reader meets them."""
        for number, section in enumerate(self.sections, start=1):
            yield f"sections[{number}].text", section.text
            for name in FIGURE.findall(section.text):
                for place, figure in enumerate(self.figures, start=1):
                    if figure.id == name:
                        yield f"figures[{place}].caption", figure.caption
        for name in ("key_points", "not_said"):
            for number, text in enumerate(getattr(self, name), start=1):
                yield f"{name}[{number}]", text
        for number, checkpoint in enumerate(self.checkpoints, start=1):
            yield f"checkpoints[{number}].stem", checkpoint.item.stem


def parse(draft: Draft, plates: Mapping[str, str], shown: Mapping[str, str] | None = None) -> Module:
    """Return the module of ``draft``; ``plates`` holds the SVG of each figure by id.

    ``shown`` holds the digests of interactive parts as a stored version showed them; without it they are those that
    ship. Raises DraftError with every fault of its shape.
    """
    reader = Reader({name: value for name, value in draft.items() if name != "reviewed_by"})
    module = Module(
        code=reader.word("code", NAME, NAMED),
        position=reader.number("position", low=1, high=999) or 0,
        title=reader.line("title"),
        summary=reader.text("summary"),
        planned_minutes=reader.number("planned_minutes", low=1, high=6_000) or 0,
        objectives=_each(reader, "objectives", lambda nested: Objective(nested.line("text"), _level(nested))),
        key_points=reader.texts("key_points"),
        not_said=reader.texts("not_said"),
        sections=_each(reader, "sections", _section),
        figures=_each(reader, "figures", lambda nested: _figure(nested, plates)),
        checkpoints=tuple(_illustrated(each, plates) for each in _checkpoints(reader, draft)),
    )
    for name in ("sections", "figures", "checkpoints"):
        _unique(reader, name, [entry.id for entry in getattr(module, name)])
    reader.finish()
    digests = _interactives(module, shown)
    return replace(
        module,
        sections=tuple(_sealed(module, section, digests) for section in module.sections),
        interactives=tuple(digests.items()),
    )


def restore(content: Mapping[str, object]) -> Module:
    """Return the module a stored version holds."""
    plates, shown = content["plates"], content.get("interactives", {})
    assert isinstance(plates, dict)
    assert isinstance(shown, dict)
    return parse({name: value for name, value in content.items() if name not in BESIDE}, plates, shown)


def _section(reader: Reader) -> Section:
    return Section(reader.word("id", NAME, NAMED), reader.line("title"), reader.text("text"))


def _figure(reader: Reader, plates: Mapping[str, str]) -> Figure:
    name = reader.word("id", NAME, NAMED)
    return Figure(name, reader.line("title"), reader.text("caption"), reader.text("alt"), plates.get(name, ""))


def _level(reader: Reader) -> Level:
    return reader.member("level", Level, Level.RECALL)


def _each(reader: Reader, field: str, make: Callable[[Reader], T]) -> tuple[T, ...]:
    made = []
    for nested in reader.tables(field):
        made.append(make(nested))
        reader.take(nested)
    return tuple(made)


def _checkpoints(reader: Reader, draft: Draft) -> tuple[Checkpoint, ...]:
    made = []
    for number, _nested in enumerate(reader.tables("checkpoints"), start=1):
        table: Mapping[str, object] = draft["checkpoints"][number - 1]  # type: ignore[index]
        path = f"checkpoints[{number}]."
        nested = Reader({name: value for name, value in table.items() if name in NOT_ASKED}, path=path)
        name, section = nested.word("id", NAME, NAMED), nested.word("section", NAME, NAMED)
        reader.take(nested)
        if items.needs_people(str(table.get("kind", ""))):
            reader.fault(f"{path}kind", f"is {table['kind']}, which people mark", "Ask what the site can mark at once.")
            continue
        try:
            item = _item(table, f"{draft.get('code')}/{name}", section)
            made.append(Checkpoint(name, section, item, _digest(_question(item))))
        except DraftError as error:
            reader.faults += [replace(fault, field=path + fault.field) for fault in error.faults]
    return tuple(made)


def _illustrated(checkpoint: Checkpoint, plates: Mapping[str, str]) -> Checkpoint:
    """Return the question with the plate it is asked on; another drawing makes it another question."""
    plate = plates.get(checkpoint.figure, "")
    if not plate:
        return checkpoint
    return replace(checkpoint, plate=plate, digest=_digest([_question(checkpoint.item), plate]))


def _item(table: Mapping[str, object], name: str, section: str) -> Item:
    asked = {field: value for field, value in table.items() if field not in NOT_ASKED}
    header = {"code": f"foundations/{name}", "module": "-", "section": section or "-", "sources": ["-"]}
    return items.parse({**HEADER, **header, **asked})


def _question(item: Item) -> dict[str, object]:
    return {name: value for name, value in item.draft().items() if name not in NOT_ASKED}


def _unique(reader: Reader, field: str, names: list[str]) -> None:
    for name in sorted({name for name in names if names.count(name) > 1}):
        reader.fault(field, f"gives the id {name} twice", "Give each its own.")


def _interactives(module: Module, shown: Mapping[str, str] | None) -> dict[str, str]:
    """Return the digest of each interactive part the module shows; one that nobody knows has none."""
    known = {name: part.digest for name, part in interactives.register().items()} if shown is None else shown
    names = dict.fromkeys(name for section in module.sections for name in INTERACTIVE.findall(section.text))
    return {name: known[name] for name in names if name in known}


def _sealed(module: Module, section: Section, digests: Mapping[str, str]) -> Section:
    """Return the section with the hash of what its page shows."""
    shown = [
        (figure.title, figure.caption, figure.svg)
        for name in FIGURE.findall(section.text)
        for figure in module.figures
        if figure.id == name
    ]
    acted = [[name, digests[name]] for name in INTERACTIVE.findall(section.text) if name in digests]
    return replace(section, digest=_digest([section.title, section.text, shown, *acted]))


def _digest(value: object) -> str:
    return sha256(items.canonical(value)).hexdigest()
