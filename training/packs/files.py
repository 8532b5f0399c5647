"""Reading packs from files: every problem of every file at once, none raised."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from training.core.drafts import DraftError
from training.packs import content
from training.packs.content import Known, Pack

FOLDER = Path(__file__).parent / "content"
"""The packs that ship."""
LARGEST = 200_000
"""Bytes of one file."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one file: where, why and what to do. ``field`` is blank where it is about the file."""

    file: str
    field: str
    message: str
    remedy: str

    def __str__(self) -> str:
        """Return one line for a terminal."""
        return f"{self.file}: {f'{self.field} {self.message}'.strip()}. {self.remedy}".strip()


@dataclass(frozen=True, slots=True)
class Reading:
    """What files hold: the packs without problems, by code, and all problems."""

    packs: tuple[Pack, ...]
    problems: tuple[Problem, ...]


def read(folder: Path, known: Known) -> Reading:
    """Return the packs of the TOML files in ``folder``."""
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        return Reading((), (Problem(str(folder), "", "holds no pack", "Put a file that ends in .toml into it."),))
    return read_all(((path.name, path.read_bytes()) for path in paths), known)


def read_all(files: Iterable[tuple[str, bytes]], known: Known) -> Reading:
    """Return the packs of these files, each a name and its bytes; two with one code are a problem of the second."""
    packs: dict[str, Pack] = {}
    problems: list[Problem] = []
    for name, data in files:
        found = _read(name, data, known)
        problems += found.problems
        for pack in found.packs:
            if pack.code in packs:
                problems.append(Problem(name, "code", f"is {pack.code}, like another file's", "Give each its own."))
            packs.setdefault(pack.code, pack)
    return Reading(tuple(sorted(packs.values(), key=lambda pack: pack.code)), tuple(problems))


def _read(name: str, data: bytes, known: Known) -> Reading:
    if len(data) > LARGEST:
        return _refused(name, f"is larger than {LARGEST // 1000} kB", "Split it: one file a pack.")
    try:
        draft = tomllib.loads(data.decode())
    except UnicodeDecodeError:
        return _refused(name, "is not a text in UTF-8", "Save it again as UTF-8.")
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        return _refused(name, f"is not TOML: {error}", f"Correct line {line[1]}." if line else "Correct that place.")
    try:
        return Reading((content.parse(draft, known),), ())
    except DraftError as error:
        faults = content.faults_of(error)
        return Reading((), tuple(Problem(name, fault.field, fault.message, fault.remedy) for fault in faults))


def _refused(name: str, message: str, remedy: str) -> Reading:
    return Reading((), (Problem(name, "", message, remedy),))
