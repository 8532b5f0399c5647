"""What a file of another system calls an item of this bank: its id, its name and its category there."""

from collections.abc import Mapping

from training.bank.formats import shapes


def id_of(draft: Mapping[str, object], format_name: str) -> str:
    """Return the id an item has in files of a format: its own there, or else its code here."""
    own = _origin(draft, format_name)
    return shapes.text(own, "id") or shapes.text(draft, "code")


def name_of(draft: Mapping[str, object]) -> str:
    """Return the name an item has in files of a format: its own from elsewhere, or else the end of its code."""
    return shapes.text(shapes.table(draft, "origin"), "name") or shapes.text(draft, "code").rpartition("/")[2]


def category_of(draft: Mapping[str, object]) -> str:
    """Return the category an item has in files of a format: its own from elsewhere, or else domain and topic."""
    return shapes.text(shapes.table(draft, "origin"), "category") or shapes.text(draft, "code").rpartition("/")[0]


def tags_of(draft: Mapping[str, object]) -> list[str]:
    """Return the tags an item brought from elsewhere."""
    return shapes.texts(shapes.table(draft, "origin"), "tags")


def extra_of(draft: Mapping[str, object], format_name: str) -> Mapping[str, object]:
    """Return what a format's own system knew of an item, nothing for an item from elsewhere."""
    return shapes.table(_origin(draft, format_name), "extra")


def _origin(draft: Mapping[str, object], format_name: str) -> Mapping[str, object]:
    own = shapes.table(draft, "origin")
    return own if own.get("format") == format_name else {}
