"""Rules over what is read: links, headings, citations, alternative text."""

import re
from collections.abc import Iterator, Mapping

from training.modules.content import Module, Section
from training.modules.lint import texts
from training.modules.lint.rules import BY_NAME, Finding
from training.modules.sketch import NO_TEXT
from training.sources import Source
from training.web import richtext

STORY = "case"
"""A section whose id ends so tells of an invented person; it cites where it claims, and this is for its reviewer."""
SHORT_ALTERNATIVE = 8
NUMBER = re.compile(
    r"\d+(\.\d+)?\s?%|\bof \d|\b\d[\d,]* (people|patients|trials|studies|treatments|cases|participants|practitioners)\b"
)
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
_REFERENCE = re.compile(r"\[[^\]@\[]+\]\[[^\]]*\]")
_KNOWN = re.compile(r"section:\S+|https://\S+\.\S+|mailto:\S+@\S+")


def findings(module: Module, _sources: Mapping[str, Source]) -> Iterator[Finding]:
    """Yield broken links, headings out of order, paragraphs without a source, figures nobody can hear."""
    for number, section in enumerate(module.sections, start=1):
        for name, line, message in (*_links(section.text), *_headings(section.text), *_claims(section)):
            yield _found(name, ("section", section.id, f"sections[{number}].text"), message, line)
    for number, figure in enumerate(module.figures, start=1):
        if figure.alt != NO_TEXT and (
            texts.count(figure.alt) < SHORT_ALTERNATIVE or figure.alt.strip(". ") == figure.title.strip(". ")
        ):
            message = f"The alternative text is {figure.alt[:60]!r}."
            yield _found("thin-alternative", ("figure", figure.id, f"figures[{number}].alt"), message)
        if not richtext.citations(figure.caption) and figure.caption != NO_TEXT:
            place = ("figure", figure.id, f"figures[{number}].caption")
            yield _found("uncited-claim", place, "Its caption cites nothing.")
    yield from _points(module)


def _found(name: str, place: tuple[str, str, str], message: str, line: int | None = None) -> Finding:
    part, which, field = place
    return Finding(BY_NAME[name], part, which, field, line, message, BY_NAME[name].remedy)


def _points(module: Module) -> Iterator[Finding]:
    for field, words in (("key_points", "Key point"), ("not_said", "What is not said, entry")):
        for number, text in enumerate(getattr(module, field), start=1):
            if not richtext.citations(text):
                yield _found("uncited-claim", ("module", "", f"{field}[{number}]"), f"{words} {number} cites nothing.")


def _links(text: str) -> Iterator[tuple[str, int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        for picture, words, address in _LINK.findall(line):
            if problem := _wrong(picture, words, address):
                yield "broken-link", number, problem
        for reference in _REFERENCE.findall(line):
            yield "broken-link", number, f"{reference} names an address that is given nowhere."


def _wrong(picture: str, words: str, address: str) -> str:
    """Return what is wrong with a link in words, ``""`` for nothing; sections and figures are checked elsewhere."""
    if picture:
        shown = address.startswith(("figure:", "interactive:"))
        return "" if shown else f"The picture {address[:60] or 'without a name'} is no figure."
    if not words.strip():
        return f"The link to {address[:60]} has no words."
    if _KNOWN.fullmatch(address):
        return ""
    if address.startswith("#"):
        return f"{address[:60]} is an anchor that no page of a module has."
    return f"The link to {address[:60] or 'nowhere'} cannot be followed."


def _headings(text: str) -> Iterator[tuple[str, int, str]]:
    before = 2
    for line, level, words in texts.headings(text):
        if level < 3:
            yield "heading-order", line, f"{words[:60]!r} has {'#' * level}; the section's title stands above it."
        elif level > before + 1:
            yield "heading-order", line, f"{words[:60]!r} has {'#' * level} below {'#' * before}."
        elif not words:
            yield "heading-order", line, "A heading has no words."
        before = max(2, level)


def _claims(section: Section) -> Iterator[tuple[str, int, str]]:
    if section.text == NO_TEXT:
        return
    story = section.id.endswith(STORY)
    for paragraph in texts.paragraphs(section.text):
        if richtext.citations(paragraph.text):
            continue
        words = f"{paragraph.words[:60].splitlines()[0]!r} …" if paragraph.words else ""
        if paragraph.text.startswith("|"):
            yield "uncited-claim", paragraph.line, f"The table {words} cites nothing."
        elif not story and NUMBER.search(paragraph.words):
            yield "uncited-figure", paragraph.line, f"{words} gives a number and cites nothing."
        elif not story and paragraph.claims:
            yield "uncited-claim", paragraph.line, f"{words} cites nothing."
