"""What is reviewed, as reviews see it: the slice that owns a version says what it is and who may act on it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Subject:
    """A version as news names it: its name, its number, the paths of its page and of its review."""

    name: str
    number: int
    page: str
    review: str


Subjects: TypeAlias = Callable[[Collection[str]], Mapping[str, Subject]]
"""A function: the subjects among these hashes; versions of other things are left out."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A version that somebody acts on.

    ``about`` is its subject in the record, such as ``item:safety/a/b``; ``able`` who may review it, ``given`` who
    approved it, ``writers`` who wrote at it, ``owners`` who may say that a comment on it is settled.
    """

    version: str
    number: int
    about: str
    writers: frozenset[int]
    able: frozenset[int] = frozenset()
    given: frozenset[int] = frozenset()

    @property
    def kind(self) -> str:
        """Return what it is in a word: item or module."""
        return self.about.partition(":")[0]

    @property
    def facts(self) -> dict[str, object]:
        """Return what the record keeps of it with every act."""
        return {"version": self.version, "number": self.number}


@dataclass(frozen=True, slots=True)
class Wording:
    """What a version says, part by part; ``parts`` is only asked for where it is needed."""

    version: str
    number: int
    parts: Callable[[], Mapping[str, str]]
