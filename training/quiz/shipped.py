"""The exams that ship with the product, as data files."""

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from training.core import specifying
from training.core.specification import Specification

FOLDER = Path(__file__).parent / "content"


@dataclass(frozen=True, slots=True)
class Shipped:
    """One shipped exam: its code and what it asks."""

    code: str
    specification: Specification


def exams(folder: Path = FOLDER) -> tuple[Shipped, ...]:
    """Return the exams of a folder by file name. Raises DraftError for a file that describes none."""
    read = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))]
    return tuple(
        Shipped(str(table["code"]), specifying.parse({name: table[name] for name in table if name != "code"}))
        for table in read
    )


def renamed(title: str) -> Specification:
    """Return the shipped foundations exam under another name: what a new exam begins as."""
    first = exams()[0].specification
    return replace(first, title=title)
