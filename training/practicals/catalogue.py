"""The practical forms that ship: data files, read once, named by the hash of their content."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from training.core.practical import Step

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True, slots=True)
class Named:
    """A station or a region: its code in records, its title on pages."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Form:
    """One version of a practical form. ``version`` is the SHA-256 of ``content``, which is stored with records."""

    code: str
    version: str
    title: str
    standing: str
    statement: str
    minimum: int
    scale: tuple[tuple[int, str], ...]
    stations: tuple[Named, ...]
    regions: tuple[Named, ...]
    steps: Mapping[str, tuple[Step, ...]]
    content: dict[str, object]

    def station(self, code: str) -> str:
        """Return the title of a station."""
        return _title(self.stations, code)

    def region(self, code: str) -> str:
        """Return the title of a region."""
        return _title(self.regions, code)


@cache
def forms() -> Mapping[str, Form]:
    """Return the forms that ship, by code. The files are part of the installation, so they are read once."""
    found = (parse(tomllib.loads(path.read_text(encoding="utf-8"))) for path in sorted(CONTENT.glob("*.toml")))
    return {form.code: form for form in found}


def parse(content: dict[str, Any]) -> Form:
    """Return the form of a file's content or of a stored version. Raises KeyError for a field that is missing."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    stations = tuple(Named(entry["code"], entry["title"]) for entry in content["stations"])
    return Form(
        code=content["code"],
        version=hashlib.sha256(canonical.encode()).hexdigest(),
        title=content["title"],
        standing=content["standing"],
        statement=content["statement"],
        minimum=content["minimum"],
        scale=tuple((entry["mark"], entry["label"]) for entry in content["scale"]),
        stations=stations,
        regions=tuple(Named(entry["code"], entry["title"]) for entry in content["regions"]),
        steps={station.code: _steps(content["steps"], station.code) for station in stations},
        content=content,
    )


def _steps(steps: list[dict[str, Any]], station: str) -> tuple[Step, ...]:
    """Return the steps as one station words them."""
    return tuple(
        Step(step["number"], step.get(station) or step["text"], critical=step.get("critical", False)) for step in steps
    )


def _title(entries: tuple[Named, ...], code: str) -> str:
    return next((entry.title for entry in entries if entry.code == code), code)
