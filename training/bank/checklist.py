"""What a reviewer goes through before approving: the lists of `checklist.toml`, and one as somebody filled it in."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from training.bank.refusals import NotChecked


@dataclass(frozen=True, slots=True)
class Point:
    """One sentence to agree to; ``critical`` ones are asked of critical items only."""

    id: str
    text: str
    critical: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A list as a reviewer filled it in: its number, the points agreed to, and a note by point."""

    number: int
    ticked: frozenset[str]
    notes: Mapping[str, str]

    def kept(self) -> dict[str, object]:
        """Return what an approval keeps, as JSON values."""
        return {"list": self.number, "ticked": sorted(self.ticked), "notes": dict(self.notes)}


def _read() -> dict[int, tuple[Point, ...]]:
    read = tomllib.loads((Path(__file__).parent / "checklist.toml").read_text(encoding="utf-8"))
    return {each["number"]: tuple(Point(**point) for point in each["point"]) for each in read["list"]}


LISTS = _read()
NOW = max(LISTS)


def points(number: int, *, critical: bool) -> tuple[Point, ...]:
    """Return the points of a list that apply to an item; none for a number that there is no list of."""
    return tuple(point for point in LISTS.get(number, ()) if critical or not point.critical)


def all_ticked(*, critical: bool) -> Checked:
    """Return today's list with every point agreed to."""
    return Checked(NOW, frozenset(point.id for point in points(NOW, critical=critical)), {})


def require(checked: Checked, *, critical: bool) -> Checked:
    """Return what is kept of a list filled in: a note goes with a point that is not ticked.

    Raises NotChecked for another list than today's, and for points neither ticked nor noted, naming all of them.
    """
    if checked.number != NOW:
        raise NotChecked(("The checklist changed since this page was opened. Go through it again.",))
    asked = points(NOW, critical=critical)
    ticked = checked.ticked & {point.id for point in asked}
    notes = {point.id: checked.notes.get(point.id, "").strip() for point in asked if point.id not in ticked}
    if open_points := [point for point in asked if point.id in notes and not notes[point.id]]:
        raise NotChecked(tuple(f"Tick it, or write why not: {point.text}" for point in open_points))
    return Checked(NOW, ticked, notes)


def told(kept: Mapping[str, object] | None) -> tuple[tuple[str, bool, str], ...]:
    """Return each point of a list as an approval kept it: its text, whether it was ticked, the note; none without."""
    if not kept:
        return ()
    number, ticked, notes = kept.get("list"), kept.get("ticked"), kept.get("notes")
    given = notes if isinstance(notes, Mapping) else {}
    agreed = set(ticked) if isinstance(ticked, Iterable) else set()
    listed = points(number if isinstance(number, int) else 0, critical=True)
    return tuple(
        (point.text, point.id in agreed, given.get(point.id, ""))
        for point in listed
        if point.id in agreed or point.id in given
    )
