"""The parts of a module that a comment can be about: see `training.reviews.parts`."""

from collections.abc import Iterator, Mapping

from training.core.differences import flat
from training.modules.differences import label
from training.reviews.parts import field_of, split, worded

POINTS = ("key_points", "not_said")
UNSAID = ("plates", "interactives", "code", "position", *POINTS)
UNREAD = (".kind", ".section", ".correct", ":order")
"""How paths end that no reader meets as words."""
DETAILS = "details"


def parts(content: Mapping[str, object]) -> dict[str, str]:
    """Return what each part of a module says, by its name, in the order it is written; what is empty is no part."""
    said = {name: value for name, value in content.items() if name not in UNSAID}
    found = [(path, value) for path, value in flat(said) if value.strip() and not path.endswith(UNREAD)]
    return {name: text for path, value in found for name, text in split(path, value)} | dict(_points(content))


def group_of(part: str) -> str:
    """Return what a part belongs to: a section, a figure or a question, else the details.

    >>> group_of("sections[bands].text#2"), group_of("summary")
    ('sections[bands]', 'details')
    """
    head, bracket, _rest = part.partition("]")
    return f"{head}]" if bracket and not head.startswith("objectives") else DETAILS


def named(part: str) -> str:
    """Return what people read for a part: "Section bands: text, paragraph 2"."""
    path, which = field_of(part)
    return worded(label(path), which)


def _points(content: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name in POINTS:
        held = content.get(name)
        texts = held if isinstance(held, list | tuple) else ()
        yield from ((f"{name}#{number}", str(text)) for number, text in enumerate(texts, start=1) if str(text).strip())
