"""The parts of an item that a comment can be about: see `training.reviews.parts`."""

import re

from training.core.differences import flat
from training.core.drafts import Draft
from training.reviews.parts import split

UNSAID = ("kind", "code", "pool", "origin")
"""Fields that never change, or that another system wrote."""


def parts(draft: Draft) -> dict[str, str]:
    """Return what each part of a draft says, by its name: the question first, then its answers, then the details.

    What is empty is no part.
    """
    said = [(path, value) for path, value in flat(draft) if value and _is_said(path)]
    said.sort(key=lambda each: _place(each[0]))
    return {name: text for path, value in said for name, text in split(path, value)}


def place_in(draft: Draft, path: str) -> str:
    """Return a path with the places of entries in their lists instead of their ids, as the editor counts them.

    >>> place_in({"options": [{"id": "a"}, {"id": "b"}]}, "options[b].text")
    'options[2].text'
    """
    found = re.match(r"(\w+)\[([^\]]+)\]", path)
    tables = draft.get(found[1]) if found else None
    if not found or not isinstance(tables, list | tuple):
        return path
    ids = [str(table.get("id", number)) for number, table in enumerate(tables, start=1)]
    place = ids.index(found[2]) + 1 if found[2] in ids else 0
    return f"{found[1]}[{place}]{path[found.end() :]}" if place else path


def _is_said(path: str) -> bool:
    return path.partition(".")[0] not in UNSAID and not path.endswith(":order")


def _place(path: str) -> int:
    """Return where a field stands on a page, among those of its sort in the order of the draft."""
    if path.startswith("stimulus."):
        return 0
    return 1 if path == "stem" else 2 if "[" in path else 3
