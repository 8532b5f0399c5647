"""A calibration that never changes: what is known of every item of an exam, on one scale, at one time."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

DIGITS = 6
"""Decimals that are kept: far below every standard error, and the same on every machine."""


LATER = ("joined", "rated", "held_error")
"""Fields of figures that snapshots had not from the beginning."""


class Source(StrEnum):
    """What the difficulties rest on."""

    RATINGS = "ratings"
    RESPONSES = "responses"


class Rated(StrEnum):
    """Whose rating of an item was used: that of a panel, else the authors' own estimate, else of nobody."""

    PANEL = "panel"
    AUTHORS = "authors"
    NOBODY = ""


class Flag(StrEnum):
    """What a person should look at before trusting an item's figures. None of them removes an item."""

    FEW = "few responses"
    BOUND = "all or nobody right"
    MISFIT = "misfit"
    NEGATIVE = "negative discrimination"
    UNSTABLE = "moved"


class Readiness(StrEnum):
    """What an item's figures may be used for, by its responses: below 30, below 100, and from 100."""

    PROVISIONAL = "provisional"
    BALANCING = "balancing"
    EQUIVALENT = "equivalent"


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of one item. Difficulties are logits on the scale of the snapshot; marks are shares, 0-1.

    ``difficulty`` and ``error`` hold what was known before the item's own responses too; ``held`` is that knowledge
    alone, and ``slope`` the diagnostic of the two-parameter model, where 1 is the average. ``at_standard`` is the mark
    expected of a borderline person. None stands where there is nothing to tell. ``joined`` names the versions whose
    responses were counted together, this one among them; it is empty where there is one version. ``held_error`` is the
    standard deviation of what was held, None in snapshots from before, whose items all had ``held_spread``.
    """

    version: str
    cell: str
    responses: float
    facility: float | None
    difficulty: float
    error: float
    held: float
    at_standard: float
    infit: float | None
    outfit: float | None
    slope: float | None
    slope_error: float | None
    omitted: int
    not_reached: int
    flags: tuple[Flag, ...]
    joined: tuple[str, ...] = ()
    rated: Rated = Rated.NOBODY
    held_error: float | None = None

    @property
    def versions(self) -> tuple[str, ...]:
        """Return every version that the figures are about."""
        return self.joined or (self.version,)

    @property
    def readiness(self) -> Readiness:
        """Return what the figures may be used for."""
        if self.responses < 30:
            return Readiness.PROVISIONAL
        return Readiness.BALANCING if self.responses < 100 else Readiness.EQUIVALENT


@dataclass(frozen=True, slots=True)
class Linked:
    """How a snapshot came on the scale of the one before: ``before`` is that one's digest, the rest as in `Link`."""

    before: str
    shift: float
    error: float
    stable: int
    common: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything papers are balanced by, under one digest.

    ``mean`` and ``spread`` describe the abilities of the people, ``standard`` is the ability at which an average paper
    of the exam (``questions`` long) is expected to earn the share ``cut``; ``standard_error`` is the standard error of
    an ability measured there by such a paper. All in logits. ``simulated`` is how many of the attempts a simulation
    made; where none was, the plain values say nothing of it.
    """

    exam: str
    source: Source
    attempts: int
    responses: int
    mean: float
    spread: float
    cut: float
    questions: int
    standard: float
    standard_error: float
    held_spread: float
    information: str
    linked: Linked | None
    items: tuple[Figures, ...]
    simulated: int = 0

    def plain(self) -> dict[str, object]:
        """Return JSON values, numbers rounded to six decimals; equal snapshots give equal values.

        What came to the figures of items later is left out where it is empty: snapshots from before keep their digest.
        """
        plain = _rounded(asdict(self))
        assert isinstance(plain, dict)
        for item in plain["items"]:
            for name in [name for name in LATER if not item[name]]:
                del item[name]
        if not plain["simulated"]:
            del plain["simulated"]
        return plain

    @property
    def digest(self) -> str:
        """Return the SHA-256 over the plain values, keys sorted, without blanks."""
        return hashlib.sha256(json.dumps(self.plain(), sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def of_plain(plain: Mapping[str, object]) -> Snapshot:
    """Return the snapshot that `Snapshot.plain` wrote."""
    values = dict(plain)
    linked, items = values.pop("linked"), values.pop("items")
    source = Source(str(values.pop("source")))
    assert isinstance(items, list)
    figures = tuple(map(_figures, items))
    link = Linked(**linked) if isinstance(linked, dict) else None
    return Snapshot(source=source, linked=link, items=figures, **values)  # type: ignore[arg-type]


def _figures(plain: Mapping[str, Any]) -> Figures:
    told = {
        **plain,
        "flags": tuple(map(Flag, plain["flags"])),
        "joined": tuple(plain.get("joined", ())),
        "rated": Rated(plain.get("rated", "")),
    }
    return Figures(**told)


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, DIGITS) + 0.0 if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return value.value if isinstance(value, StrEnum) else value
