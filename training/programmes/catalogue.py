"""The programmes that ship: what their awards require, as data, named by the hash of their content."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from training.core.eligibility import Need, Requirement

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True, slots=True)
class Award:
    """One certificate a programme confers. A renewal asks for ``renewal`` instead of ``requirements``."""

    code: str
    title: str
    short: str
    requirements: tuple[Requirement, ...]
    renewal: tuple[Requirement, ...]
    valid_months: int
    renewal_opens: int

    def titled(self, modules: Mapping[str, str]) -> "Award":
        """Return the award with its modules called by these titles, by code."""
        return replace(
            self,
            requirements=tuple(_titled(asked, modules) for asked in self.requirements),
            renewal=tuple(_titled(asked, modules) for asked in self.renewal),
        )


@dataclass(frozen=True, slots=True)
class Programme:
    """One version of a programme. ``version`` is the SHA-256 of ``content``; the last award requires the most."""

    code: str
    version: str
    title: str
    summary: str
    standing: str
    awards: tuple[Award, ...]
    content: dict[str, object]

    def award(self, code: str) -> Award | None:
        """Return an award by its code."""
        return next((award for award in self.awards if award.code == code), None)

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """Return what the awards require together, each once, in the order of the file."""
        return tuple(dict.fromkeys(requirement for award in self.awards for requirement in award.requirements))

    @property
    def exams(self) -> tuple[str, ...]:
        """Return the codes of the exams that enrolling admits to."""
        return tuple(found.code for found in self.requirements if found.need == Need.EXAM)

    def titled(self, modules: Mapping[str, str]) -> "Programme":
        """Return the programme with its modules called what they call themselves; ``modules`` are titles by code."""
        return replace(self, awards=tuple(award.titled(modules) for award in self.awards))


@cache
def programmes() -> Mapping[str, Programme]:
    """Return the programmes that ship, by code. The files are part of the installation, so they are read once."""
    found = (parse(tomllib.loads(path.read_text(encoding="utf-8"))) for path in sorted(CONTENT.glob("*.toml")))
    return {programme.code: programme for programme in found}


def parse(content: dict[str, Any]) -> Programme:
    """Return the programme of a file's content or of a stored version. Raises KeyError for what is missing.

    A module needs no title here: it is called what it calls itself (`Programme.titled`), until then by its code.
    """
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    requirements = {
        entry["name"]: Requirement(
            Need(entry["need"]), entry["code"], _title(entry), entry.get("amount", 1), fresh=entry.get("fresh", False)
        )
        for entry in content["requirements"]
    }
    return Programme(
        code=content["code"],
        version=hashlib.sha256(canonical.encode()).hexdigest(),
        title=content["title"],
        summary=content["summary"],
        standing=content["standing"],
        awards=tuple(_award(entry, requirements) for entry in content["awards"]),
        content=content,
    )


def _title(entry: dict[str, Any]) -> str:
    if entry["need"] == Need.MODULE and "title" not in entry:
        return str(entry["code"]).replace("-", " ").capitalize()
    return str(entry["title"])


def _titled(asked: Requirement, modules: Mapping[str, str]) -> Requirement:
    found = modules.get(asked.code) if asked.need == Need.MODULE else None
    return replace(asked, title=found) if found else asked


def _award(entry: dict[str, Any], requirements: Mapping[str, Requirement]) -> Award:
    return Award(
        code=entry["code"],
        title=entry["title"],
        short=entry["short"],
        requirements=tuple(requirements[name] for name in entry["requires"]),
        renewal=tuple(requirements[name] for name in entry["renewal_requires"]),
        valid_months=entry["valid_months"],
        renewal_opens=entry["renewal_opens_months_before"],
    )
