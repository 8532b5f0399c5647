"""What a calibration says of each item, beside the one it would follow."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from training.core.items import Item
from training.measurement.snapshot import Figures, Flag, Rated, Readiness, Snapshot

SHOWN = 20
"""How many items that moved are listed."""


@dataclass(frozen=True, slots=True)
class Row:
    """An item of a calibration; ``code`` is what people know it by, ``before`` its difficulty in the other one."""

    code: str
    figures: Figures
    before: float | None

    @property
    def moved(self) -> float | None:
        """Return by how many logits the item became harder."""
        return None if self.before is None else self.figures.difficulty - self.before


@dataclass(frozen=True, slots=True)
class Changes:
    """Counts of items by what their figures may be used for; those to look at, those that moved most.

    ``rated`` counts items by whose rating they are held, and none of a snapshot that does not tell; ``joined`` are
    those of which several versions count together.
    """

    readiness: Mapping[Readiness, int]
    rated: Mapping[Rated, int]
    added: int
    left: int
    flagged: tuple[Row, ...]
    moved: tuple[Row, ...]
    joined: tuple[Row, ...]


def changes(candidate: Snapshot, current: Snapshot | None, items: Mapping[str, Item]) -> Changes:
    """Return what is known of the items now; few responses alone are no reason to look at an item."""
    known = current.items if current else ()
    before = {version: item.difficulty for item in known for version in item.versions}
    rows = [
        Row(
            items[each.version].header.code if each.version in items else each.version[:12],
            each,
            next((before[version] for version in (each.version, *each.joined) if version in before), None),
        )
        for each in candidate.items
    ]
    flagged = [row for row in rows if set(row.figures.flags) - {Flag.FEW}]
    moved = sorted((row for row in rows if row.moved), key=lambda row: -abs(row.moved or 0))
    counts = Counter(each.readiness for each in candidate.items)
    now = {version for each in candidate.items for version in each.versions}
    return Changes(
        {readiness: counts[readiness] for readiness in Readiness},
        Counter(each.rated for each in candidate.items if each.held_error is not None),
        sum(before.keys().isdisjoint(each.versions) for each in candidate.items),
        sum(now.isdisjoint(each.versions) for each in known),
        tuple(sorted(flagged, key=lambda row: row.code)),
        tuple(moved[:SHOWN]),
        tuple(sorted((row for row in rows if row.figures.joined), key=lambda row: row.code)),
    )
