"""What a format of another system is: its name, its suffixes, how it is recognised, read, written and mended."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeAlias

from training.bank.formats.entries import Content, Entry, Piece, Written

Pictures: TypeAlias = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """One format. ``read`` raises nothing; ``write`` and ``mend`` are None where there is no such thing.

    The first of the ``suffixes`` is the one written. ``recognises`` tells formats with one suffix apart. ``mend``
    writes pieces that were refused with the reasons beside them, as a file that can be imported once it is mended.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes], Content]
    write: Callable[[Sequence[Entry], Pictures], Written] | None
    recognises: Callable[[bytes], bool]
    mend: Callable[[Sequence[Piece]], bytes] | None = None


def on_demand(module: str, name: str) -> Callable[..., Any]:
    """Return a function of a module of formats, imported when it is first called.

    It is for modules whose libraries take long to import and are seldom needed.
    """

    def call(*arguments: object) -> object:
        return getattr(import_module(f"training.bank.formats.{module}"), name)(*arguments)

    return call
