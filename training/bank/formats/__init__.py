"""Text formats of the bank, one module each: a format knows text, never kinds. Add a module, then its lines here."""

from collections.abc import Callable, Mapping, Sequence

from training.bank.formats import toml
from training.bank.formats.entries import Content, Entry

Read = Callable[[str], Content]
Write = Callable[[Sequence[Entry]], str]

READERS: Mapping[str, Read] = {
    ".toml": toml.read,
}
WRITERS: Mapping[str, Write] = {
    ".toml": toml.write,
}

__all__ = ["READERS", "WRITERS", "Content", "Entry"]
