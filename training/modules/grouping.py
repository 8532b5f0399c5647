"""Modules by what they are about, so that many of them can be read as a few parts."""

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from training.modules.files import FOLDER

MORE = "More modules"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Group(Generic[T]):
    """A part of the programme with what belongs to its modules, in their order."""

    title: str
    entries: tuple[T, ...]


@lru_cache(maxsize=1)
def parts() -> dict[str, tuple[str, ...]]:
    """Return the codes of the modules of each part, by its title."""
    found = tomllib.loads((FOLDER / "parts.toml").read_text(encoding="utf-8"))
    return {part["title"]: tuple(part["modules"]) for part in found["parts"]}


def grouped(entries: Iterable[T], code: Callable[[T], str]) -> tuple[Group[T], ...]:
    """Return entries by the part that the module of each belongs to; parts without any are left out."""
    part_of = {module: title for title, modules in parts().items() for module in modules}
    found: dict[str, list[T]] = {title: [] for title in (*parts(), MORE)}
    for entry in entries:
        found[part_of.get(code(entry), MORE)].append(entry)
    return tuple(Group(title, tuple(inside)) for title, inside in found.items() if inside)
