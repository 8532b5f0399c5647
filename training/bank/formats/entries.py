"""What a format reads and writes: drafts with the lines they came from, and what is wrong with the text itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from training.core.drafts import Draft, Fault


@dataclass(frozen=True, slots=True)
class Entry:
    """One draft of a text. ``base`` is the version it was exported from, ``""`` when the text does not say.

    ``lines`` gives the line of a field by its path (``options[2].rationale``) as far as the format knows it.
    """

    draft: Draft
    line: int | None = None
    base: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def line_of(self, path: str) -> int | None:
        """Return the line of a field, or of the nearest thing that holds it."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path.rpartition("[" if path.endswith("]") else ".")[0]
        return self.line


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with the text outside of any draft."""

    message: str
    remedy: str
    line: int | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a text holds: its drafts, and its own faults. Both may be there."""

    entries: tuple[Entry, ...] = ()
    faults: tuple[LineFault, ...] = ()
