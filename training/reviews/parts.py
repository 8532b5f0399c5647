"""Parts that a comment can be about: fields, the paragraphs of a long text, each source of a list.

A part is named by its field's path, as in a comparison, and after ``#`` by the number of a paragraph or the code of a
source: ``stem#2``, ``options[b].sources#hall-2018``. Ids of entries stay through edits, so parts do too.
"""

import re
from collections.abc import Iterator

_PARAGRAPHS = re.compile(r"\n\s*\n")


def field_of(part: str) -> tuple[str, str]:
    """Return the path of a part's field, and which paragraph or source of it.

    >>> field_of("stem#2"), field_of("options[b].text")
    (('stem', '2'), ('options[b].text', ''))
    """
    path, _hash, which = part.partition("#")
    return path, which


def split(path: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of one field with what each says."""
    if path == "sources" or path.endswith(".sources"):
        yield from ((f"{path}#{code}", code) for code in value.split(", ") if code)
        return
    paragraphs = [paragraph for paragraph in _PARAGRAPHS.split(value.strip()) if paragraph]
    if len(paragraphs) < 2:
        yield path, value
    else:
        yield from ((f"{path}#{number}", text) for number, text in enumerate(paragraphs, start=1))


def worded(name: str, which: str) -> str:
    """Return what people read for a part whose field is called ``name``.

    >>> worded("Question", "2"), worded("Sources", "HALL18"), worded("Title", "")
    ('Question, paragraph 2', 'Sources: HALL18', 'Title')
    """
    return name if not which else f"{name}, paragraph {which}" if which.isdecimal() else f"{name}: {which}"
