"""Reading the fields of a draft: text or form data that wants to become an item, with every problem named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Draft: TypeAlias = Mapping[str, object]

MAX_TEXT = 20_000
"""Characters one text field may hold; a longer one is refused by name rather than stored."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one field; ``field`` is a path such as ``options[2].rationale``."""

    field: str
    message: str
    remedy: str = ""


class DraftError(ValueError):
    """A draft says something its kind cannot accept; ``faults`` holds all of it, never the first only."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.message}" for fault in faults))
        self.faults = faults


class Reader:
    """Reads one draft field by field and collects what is wrong; `finish` raises it all at once."""

    def __init__(self, draft: Draft, *, path: str = "") -> None:
        self._draft = draft
        self._path = path
        self._read: set[str] = set()
        self.faults: list[Fault] = []

    def fault(self, field: str, message: str, remedy: str = "") -> None:
        """Note a problem of ``field``."""
        self.faults.append(Fault(self._path + field, message, remedy))

    def text(self, field: str, *, required: bool = True) -> str:
        """Return a text exactly as written, ``""`` when absent."""
        value = self._value(field)
        if value is None or value == "":
            if required:
                self.fault(field, "is missing", "Write it.")
            return ""
        if not isinstance(value, str):
            self.fault(field, "is not text", "Put it in quotes.")
            return ""
        if required and not value.strip():
            self.fault(field, "is blank", "Write it.")
        if len(value) > MAX_TEXT:
            self.fault(field, f"has {len(value):,} characters; at most {MAX_TEXT:,} fit", "Shorten it.")
            return ""
        if any(ord(character) < 32 and character not in "\n\t" for character in value):
            self.fault(field, "holds control characters", "Retype the text.")
        return value

    def texts(self, field: str, *, at_least: int = 0) -> tuple[str, ...]:
        """Return a list of texts, empty when absent."""
        value = self._value(field)
        if value is None:
            value = []
        if not isinstance(value, list | tuple) or not all(isinstance(entry, str) for entry in value):
            self.fault(field, "is not a list of texts", 'Write it as ["one", "two"].')
            return ()
        if len(value) < at_least:
            self.fault(field, f"needs at least {at_least}", "Add what is missing.")
        return tuple(value)

    def choice(self, field: str, allowed: tuple[str, ...]) -> str:
        """Return one of ``allowed``."""
        value = self.text(field)
        if value and value not in allowed:
            self.fault(field, f"is {value!r}", "Use one of: " + ", ".join(allowed) + ".")
        return value

    def flag(self, field: str) -> bool:
        """Return a truth value, false when absent."""
        value = self._value(field)
        if value is not None and not isinstance(value, bool):
            self.fault(field, "is neither true nor false", "Write true or false.")
            return False
        return bool(value)

    def day(self, field: str) -> date | None:
        """Return a date written as a TOML date or as ``YYYY-MM-DD`` text."""
        value = self._value(field)
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fault(field, "is not a date", "Write it as 2026-11-22.")
            return None

    def tables(self, field: str) -> tuple[tuple["Reader", Draft], ...]:
        """Return a reader for each table of a list of tables, empty when absent."""
        value = self._value(field)
        if value is None:
            return ()
        if not isinstance(value, list | tuple) or not all(isinstance(entry, Mapping) for entry in value):
            self.fault(field, "is not a list of tables", f"Write each as [[…{field}]].")
            return ()
        return tuple(
            (Reader(entry, path=f"{self._path}{field}[{number}]."), entry)
            for number, entry in enumerate(value, start=1)
        )

    def take(self, reader: "Reader") -> None:
        """Add the faults of a nested reader, and name the fields nobody read."""
        reader.unread()
        self.faults.extend(reader.faults)

    def unread(self) -> None:
        """Note every field that no rule reads, so that a misspelt name is never lost in silence."""
        for field in sorted(set(self._draft) - self._read):
            self.fault(field, "is not a field of this kind", "Correct the name or remove it.")

    def finish(self) -> None:
        """Raise DraftError when anything was wrong."""
        self.unread()
        if self.faults:
            raise DraftError(tuple(self.faults))

    def _value(self, field: str) -> object:
        self._read.add(field)
        return self._draft.get(field)
