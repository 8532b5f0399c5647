"""The choices of select, radio and checkbox fields, from pairs of value and label."""

from collections.abc import Iterable
from typing import Any

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the published stubs are older


def choices(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    """Return the choices of a field; plain pairs are deprecated in WTForms 3.3."""
    return [SelectChoice(value, label) for value, label in pairs]
