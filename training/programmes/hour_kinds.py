"""The kinds of contact hours: a data file, read once. Each kind has one place its hours come from."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "hour_kinds.toml"


class Origin(StrEnum):
    """Where the hours of a kind come from; no hour has two."""

    STUDY = "study"
    ENTERED = "entered"
    SESSIONS = "sessions"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of contact hours: its code in records, its words on pages and certificates, where its hours come from."""

    code: str
    title: str
    stated: str
    origin: Origin
    explained: str
    theory: bool


@cache
def kinds() -> tuple[Kind, ...]:
    """Return the kinds in the order of tables. The file is part of the installation, so it is read once."""
    return parse(tomllib.loads(FILE.read_text(encoding="utf-8")))


def parse(content: dict[str, Any]) -> tuple[Kind, ...]:
    """Return the kinds of a file's content. Raises KeyError or ValueError for what is missing or unknown."""
    return tuple(
        Kind(
            code=entry["code"],
            title=entry["title"],
            stated=entry["stated"],
            origin=Origin(entry["from"]),
            explained=entry["explained"],
            theory=entry["theory"],
        )
        for entry in content["kinds"]
    )


def entered() -> tuple[Kind, ...]:
    """Return the kinds an assessor enters."""
    return tuple(kind for kind in kinds() if kind.origin is Origin.ENTERED)


def title(code: str) -> str:
    """Return the title of a kind; a record's kind that is gone from the file is called by its code."""
    return next((kind.title for kind in kinds() if kind.code == code), code)
