"""Everything that shipped modules and items say as their own: not invented speech, not wrong options."""

import re
from collections.abc import Iterator
from functools import cache

from tests.content.shipped import MODULES, items
from training.web import richtext, svg

Place = str
CITED = re.compile(r"\]\([^)]*\)")
MARKS = re.compile(r"^:::.*$|^\|[\s:|-]+\|$|^#+ .*$|^!\[.*$", re.MULTILINE)


def plain(text: str) -> str:
    """Return the words a reader reads."""
    text = CITED.sub("]", richtext.CITATION.sub("", text))
    return re.sub(r"[*_#|>\[\]`]|^\s*(-|\d+\.)\s", " ", MARKS.sub("", text), flags=re.MULTILINE)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a cell of a table and an entry of a list end one too."""
    parts = [cell for line in MARKS.sub("", text).splitlines() for cell in (line.split("|") if "|" in line else [line])]
    found = [piece for part in parts for piece in re.split(r"(?<=[.?!][\"”)]|.[.?!])\s+(?=[A-Z\"“(\d])", plain(part))]
    return [piece.strip() for piece in found if re.search(r"\w", piece)]


def count(sentence: str) -> int:
    """Return how many words a sentence has."""
    return len(re.findall(r"\S*\w\S*", sentence))


@cache
def of_modules() -> tuple[tuple[Place, str], ...]:
    """Return the texts of modules with their places."""
    return tuple(_of_modules())


def _of_modules() -> Iterator[tuple[Place, str]]:
    for module in MODULES:
        yield f"{module.code} summary", module.summary
        yield from ((f"{module.code} objectives", objective.text) for objective in module.objectives)
        yield from ((f"{module.code} key points", text) for text in (*module.key_points, *module.not_said))
        yield from ((f"{module.code}/{section.id}", section.text) for section in module.sections)
        for figure in module.figures:
            yield f"{module.code} figure {figure.id}", figure.caption
            for text in (figure.alt, *svg.words(figure.svg)):
                yield f"{module.code} figure {figure.id}", re.sub(r";\s", "\n", text)
        for checkpoint in module.checkpoints:
            yield from of_item(f"{module.code} question {checkpoint.id}", checkpoint.item)


@cache
def of_items() -> tuple[tuple[Place, str], ...]:
    """Return the texts of items with their places: stems, right options and every reason."""
    return tuple(pair for item in items() for pair in of_item(item.header.code, item))


def of_item(place: Place, item) -> Iterator[tuple[Place, str]]:
    """Yield the stem, the right options and every reason of an item."""
    yield place, item.stem
    right = set(item.key)
    for option in item.options:
        if option.id in right:
            yield place, option.text
        yield place, option.rationale


def everything() -> tuple[tuple[Place, str], ...]:
    """Return all of it."""
    return of_modules() + of_items()
