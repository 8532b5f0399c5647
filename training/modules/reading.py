"""A module as its pages show it: numbered sources, numbered plates, blocks of text. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from markupsafe import Markup

from training.modules import interactives
from training.modules.content import FIGURE, INTERACTIVE, PLACE, Module, Section
from training.sources import Source
from training.web import richtext, svg
from training.web.richtext import Block, Callout, Citation, Plate, Prose, Slot, Targets

Address: TypeAlias = Callable[[str, str], str]
"""From a module's code and a section's id to the address of its page."""


DANGERS = re.compile(r"^::: danger.*?^:::$", re.MULTILINE | re.DOTALL)
NOT_SAID = "What the evidence does not say:"


@dataclass(frozen=True, slots=True)
class Reference:
    """A source with its number in this module; ``source`` is None for a code that left the register."""

    number: int
    code: str
    source: Source | None

    @property
    def words(self) -> str:
        """Return the citation in words."""
        return self.source.citation if self.source else self.code


@dataclass(frozen=True, slots=True)
class Figure:
    """A plate ready for the page, numbered through the module."""

    kind: ClassVar[str] = "figure"
    number: int
    title: str
    caption: Markup
    alt: str
    svg: Markup


@dataclass(frozen=True, slots=True)
class Interactive:
    """An interactive part ready for the page: ``data`` is what its template draws, cited texts ready.

    ``shipped`` is false for a part that this site no longer has, ``changed`` says that it is another than the version
    of the module was made with.
    """

    kind: ClassVar[str] = "interactive"
    name: str
    shipped: bool = False
    changed: bool = False
    scripted: bool = False
    title: str = ""
    lead: str = ""
    data: object = None


Part: TypeAlias = Prose | Callout | Figure | Interactive


def cited(texts: Iterable[str], sources: Mapping[str, Source]) -> tuple[Callable[[str], Markup], tuple[Reference, ...]]:
    """Return what shows each of ``texts`` with its citations numbered, and the sources by these numbers."""
    codes = dict.fromkeys(code for text in texts for code in richtext.citations(text))
    references = _references(codes, sources)
    targets = Targets(_citations(references))
    return lambda text: richtext.render_inline(text, targets), references


NO_FIGURE = Markup('<p class="muted">(No figure {} in this module.)</p>')
"""What a draft shows in the place of a figure that it names and does not have."""


class Reader:
    """Shows one module; ``address`` leads to pages of sections."""

    def __init__(self, module: Module, sources: Mapping[str, Source], address: Address) -> None:
        self.module = module
        self.references = _references(module.cited(), sources)
        self._targets = Targets(_citations(self.references), dict(self._places(address)))
        shown = [name for section in module.sections for name in FIGURE.findall(section.text)]
        self._numbers = {name: number for number, name in enumerate(shown, start=1)}

    def parts(self, section: Section, *, heading: int) -> tuple[Part, ...]:
        """Return the text of a section in parts; its sub-headings are of level ``heading``."""
        found = richtext.blocks(section.text, self._targets, heading=heading)
        return tuple(self._part(block) for block in found)

    def references_of(self, section: Section) -> tuple[Reference, ...]:
        """Return the sources that a section's text, captions and interactive parts cite, by their numbers."""
        named = set(FIGURE.findall(section.text))
        captions = [figure.caption for figure in self.module.figures if figure.id in named]
        known = interactives.register()
        shown = [known[name] for name in INTERACTIVE.findall(section.text) if name in known]
        return self.references_in([section.text, *captions, *(text for part in shown for text in part.texts())])

    def references_in(self, texts: Iterable[str]) -> tuple[Reference, ...]:
        """Return the sources that ``texts`` cite, by their numbers."""
        codes = {code for text in texts for code in richtext.citations(text)}
        return tuple(entry for entry in self.references if entry.code in codes)

    def inline(self, text: str) -> Markup:
        """Return a key point or another short text with its citations."""
        return richtext.render_inline(text, self._targets)

    def not_said(self) -> tuple[Markup, ...]:
        """Return what the evidence does not say, for a list whose heading says so: without that lead."""
        texts = [point.removeprefix(NOT_SAID).lstrip() for point in self.module.not_said]
        return tuple(self.inline(text[:1].upper() + text[1:]) for text in texts)

    def red_flags(self) -> tuple[Callout, ...]:
        """Return what the sections set apart as a danger, in their order."""
        found = (block for section in self.module.sections for block in richtext.blocks(section.text, self._targets))
        return tuple(block for block in found if isinstance(block, Callout) and block.tone == "danger")

    def summarised(self) -> tuple[Reference, ...]:
        """Return the sources of what a summary of the module says."""
        dangers = DANGERS.findall("\n".join(section.text for section in self.module.sections))
        return self.references_in([*self.module.key_points, *self.module.not_said, *dangers])

    def frontispiece(self) -> Markup:
        """Return the first plate, for a page that only shows it; empty for a module without figures."""
        figures = self.module.figures
        return svg.clean(figures[0].svg, f"front-{self.module.code}") if figures else Markup()

    def _part(self, block: Block) -> Part:
        if isinstance(block, Plate):
            held = any(figure.id == block.figure for figure in self.module.figures)
            return self._figure(block.figure) if held else Prose(NO_FIGURE.format(block.figure))
        return self._interactive(block.name) if isinstance(block, Slot) else block

    def _interactive(self, name: str) -> Interactive:
        part = interactives.register().get(name)
        if part is None:
            return Interactive(name)
        return Interactive(
            name=name,
            shipped=True,
            changed=dict(self.module.interactives).get(name, part.digest) != part.digest,
            scripted=part.scripted,
            title=part.title,
            lead=self.inline(part.lead),
            data=self._ready(part.data),
        )

    def _ready(self, value: object) -> object:
        """Return a value of an interactive part with each text that cites as markup; all others stay plain."""
        if isinstance(value, Mapping):
            return {name: self._ready(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self._ready(inner) for inner in value]
        return self.inline(value) if isinstance(value, str) and richtext.citations(value) else value

    def _figure(self, name: str) -> Figure:
        figure = self.module.figure(name)
        return Figure(
            number=self._numbers[name],
            title=figure.title,
            caption=self.inline(figure.caption),
            alt=figure.alt,
            svg=svg.clean(figure.svg, f"figure-{name}"),
        )

    def _places(self, address: Address) -> list[tuple[str, str]]:
        places = [name for _, text in self.module.texts() for name in PLACE.findall(text)]
        pairs = [(name, name.rpartition("/")) for name in places]
        return [(name, address(code or self.module.code, section)) for name, (code, _, section) in pairs]


def _references(codes: Iterable[str], sources: Mapping[str, Source]) -> tuple[Reference, ...]:
    return tuple(Reference(number, code, sources.get(code)) for number, code in enumerate(codes, start=1))


def _citations(references: Iterable[Reference]) -> dict[str, Citation]:
    return {entry.code: Citation(entry.number, entry.words, f"#source-{entry.number}") for entry in references}
