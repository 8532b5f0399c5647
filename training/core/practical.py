"""The observed practical assessment: a form of steps, what an assessor marked, and what follows from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

UNSAFE = 0
MARKS = (0, 1, 2)
"""0 unsafe, 1 done with prompting, 2 done to the checklist without prompting (concepts 8.5)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One observed step; a critical one marked unsafe fails the station."""

    number: int
    text: str
    critical: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one station came to. ``unsafe`` are the critical steps marked 0, ``missing`` those not marked."""

    points: int
    possible: int
    unsafe: tuple[int, ...]
    missing: tuple[int, ...]
    passed: bool


@dataclass(frozen=True, slots=True)
class Observed:
    """One recorded station as far as the whole assessment needs it."""

    station: str
    region: str
    passed: bool


def outcome(steps: Iterable[Step], marks: Mapping[int, int], *, minimum: int) -> Outcome:
    """Return what the marks of one station (step number → 0, 1 or 2) come to.

    Passed when every step is marked, no critical step is 0 and the points reach ``minimum``. Raises ValueError for a
    mark or a step number that the form does not have.
    """
    wanted = tuple(steps)
    numbers = {step.number for step in wanted}
    if not numbers.issuperset(marks) or not set(MARKS).issuperset(marks.values()):
        message = f"marks outside the form: {sorted(set(marks) - numbers)}, {sorted(set(marks.values()))}"
        raise ValueError(message)
    points = sum(marks.values())
    unsafe = tuple(step.number for step in wanted if step.critical and marks.get(step.number) == UNSAFE)
    missing = tuple(step.number for step in wanted if step.number not in marks)
    passed = not unsafe and not missing and points >= minimum
    return Outcome(points, max(MARKS) * len(wanted), unsafe, missing, passed)


def complete(stations: Iterable[str], observed: Iterable[Observed]) -> bool:
    """Return whether each station was passed, each in a region of its own."""
    passed = [(entry.station, entry.region) for entry in observed if entry.passed]
    regions = [sorted({region for station, region in passed if station == wanted}) for wanted in stations]
    return _distinct(regions, frozenset())


def _distinct(choices: list[list[str]], taken: frozenset[str]) -> bool:
    """Return whether one of each list can be chosen without choosing any twice."""
    if not choices:
        return True
    return any(_distinct(choices[1:], taken | {choice}) for choice in choices[0] if choice not in taken)
