"""Reading the fields of a draft: text or form data that wants to become an item, with every problem named."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias, TypeVar

Draft: TypeAlias = Mapping[str, object]

M = TypeVar("M", bound=StrEnum)

SHARE = re.compile(r"[+-]?[\d.]{1,40}(?:/\d{1,40})?")
"""No exponent: a number of a billion digits is a few letters long."""
UNFINISHED = "unfinished"
"""The field by which a draft says that it still lacks something."""
FINEST = 10**9
"""The largest denominator of a share: marks are exact sums of shares, which must fit the 64 bits of a column."""
MAX_TEXT = 20_000
"""Characters one text field may hold; a longer one is refused by name rather than stored."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
"""Control characters but the end of a line and the tab."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one field; ``field`` is a path such as ``options[2].rationale``."""

    field: str
    message: str
    remedy: str = ""
    missing: bool = False
    """Nothing is wrong yet, something is still to be written: an unfinished draft may have such faults."""


class DraftError(ValueError):
    """A draft says something its kind cannot accept; ``faults`` holds all of it, never the first only."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.message}" for fault in faults))
        self.faults = faults

    @property
    def unfinished(self) -> bool:
        """Return whether the draft only lacks something."""
        return all(fault.missing for fault in self.faults)


class Reader:
    """Reads one draft field by field and collects what is wrong; `finish` raises it all at once.

    A draft that says ``unfinished = true`` may lack what its readers call ``later``: it can be kept, not reviewed.
    """

    def __init__(self, draft: Draft, *, path: str = "") -> None:
        self._draft = draft
        self._path = path
        self._read: set[str] = set()
        self.faults: list[Fault] = []

    def fault(self, field: str, message: str, remedy: str = "", *, missing: bool = False) -> None:
        """Note a problem of ``field``."""
        self.faults.append(Fault(self._path + field, message, remedy, missing))

    def text(self, field: str, *, required: bool = True, later: bool = False) -> str:
        """Return a text exactly as written, ``""`` when absent."""
        value = self._value(field)
        if value is None or value == "":
            if required:
                self.fault(field, "is missing", "Write it.", missing=later)
            return ""
        if not isinstance(value, str):
            self.fault(field, "is not text", "Put it in quotes.")
            return ""
        if required and not value.strip():
            self.fault(field, "is blank", "Write it.", missing=later)
        if len(value) > MAX_TEXT:
            self.fault(field, f"has {len(value):,} characters; at most {MAX_TEXT:,} fit", "Shorten it.")
            return ""
        if _CONTROL.search(value):
            self.fault(field, "holds control characters", "Retype the text.")
        return value

    def line(self, field: str, *, required: bool = True, later: bool = False) -> str:
        """Return a text of one line."""
        value = self.text(field, required=required, later=later)
        if "\n" in value:
            self.fault(field, "has more than one line", "Write it on one line.")
        return value

    def word(
        self, field: str, pattern: re.Pattern[str], wanted: str, *, required: bool = True, later: bool = False
    ) -> str:
        """Return a text that matches ``pattern`` whole; ``wanted`` says in words what that is."""
        value = self.text(field, required=required, later=later)
        if value and not pattern.fullmatch(value):
            self.fault(field, f"is {value[:80]!r}", f"Write {wanted}.")
        return value

    def words(self, field: str, pattern: re.Pattern[str], *, at_least: int = 0, later: bool = False) -> tuple[str, ...]:
        """Return a list of different texts that each match ``pattern`` whole, empty when absent."""
        values = self.texts(field, at_least=at_least, later=later)
        for value in values:
            if not pattern.fullmatch(value):
                self.fault(field, f"holds {value[:80]!r}", "Write each entry without blanks or commas.")
        for value in sorted({value for value in values if values.count(value) > 1}):
            self.fault(field, f"holds {value[:80]!r} twice", "Write it once.")
        return values

    def texts(self, field: str, *, at_least: int = 0, later: bool = False) -> tuple[str, ...]:
        """Return a list of texts, empty when absent."""
        value = self._value(field)
        if value is None:
            value = []
        if not isinstance(value, list | tuple) or not all(isinstance(entry, str) for entry in value):
            self.fault(field, "is not a list of texts", 'Write it as ["one", "two"].')
            return ()
        if len(value) < at_least:
            self.fault(field, f"needs at least {at_least}", "Add what is missing.", missing=later)
        return tuple(value)

    def choice(self, field: str, allowed: tuple[str, ...], *, later: bool = False) -> str:
        """Return one of ``allowed``."""
        value = self.text(field, later=later)
        if value and value not in allowed:
            self.fault(field, f"is {value!r}", "Use one of: " + ", ".join(allowed) + ".")
        return value

    def member(self, field: str, members: type[M], default: M) -> M:
        """Return a member of an enumeration; ``default`` stands in for a faulty one."""
        value = self.choice(field, tuple(members))
        return members(value) if value in tuple(members) else default

    def flag(self, field: str) -> bool:
        """Return a truth value, false when absent."""
        value = self._value(field)
        if value is not None and not isinstance(value, bool):
            self.fault(field, "is neither true nor false", "Write true or false.")
            return False
        return bool(value)

    def number(self, field: str, *, low: int, high: int) -> int | None:
        """Return a whole number between ``low`` and ``high``, None when absent."""
        value = self._value(field)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.fault(field, f"is {str(value)[:40]!r}", f"Write a whole number between {low} and {high}.")
            return None
        return value

    def numbers(self, field: str, *, low: int, high: int) -> tuple[int, ...]:
        """Return a list of whole numbers between ``low`` and ``high``, empty when absent."""
        value = self._value(field)
        if value is None:
            value = []
        if not isinstance(value, list | tuple) or not all(
            isinstance(entry, int) and not isinstance(entry, bool) and low <= entry <= high for entry in value
        ):
            self.fault(field, f"is {str(value)[:80]!r}", f"Write whole numbers between {low} and {high}.")
            return ()
        return tuple(value)

    def fraction(self, field: str) -> Fraction | None:
        """Return a share written as text, ``"1/3"``, ``"0.25"`` or ``"-1/2"``, None when absent."""
        value = self._value(field)
        if value is None:
            return None
        try:
            share = Fraction(value if isinstance(value, str) and SHARE.fullmatch(value) else "")
        except (ValueError, ZeroDivisionError):
            self.fault(field, f"is {str(value)[:40]!r}", 'Write a share in quotes, such as "1/3" or "0.25".')
            return None
        if share.denominator > FINEST:
            self.fault(field, f"is {str(value)[:40]!r}", 'Write at most nine decimals, or a fraction such as "1/3".')
            return None
        return share

    def day(self, field: str, *, later: bool = False) -> date | None:
        """Return a date written as a TOML date or as ``YYYY-MM-DD`` text."""
        value = self._value(field)
        if later and value in (None, ""):
            self.fault(field, "is missing", "Write it as 2026-11-22.", missing=True)
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self.fault(field, "is not a date", "Write it as 2026-11-22.")
            return None

    def table(self, field: str) -> "Reader | None":
        """Return a reader for a table, None when absent."""
        value = self._value(field)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self.fault(field, "is not a table", f"Write it as {field} = {{ … }}.")
            return None
        return Reader(value, path=f"{self._path}{field}.")

    def tables(self, field: str) -> tuple["Reader", ...]:
        """Return a reader for each table of a list of tables, empty when absent."""
        value = self._value(field)
        if value is None:
            return ()
        if not isinstance(value, list | tuple) or not all(isinstance(entry, Mapping) for entry in value):
            self.fault(field, "is not a list of tables", f"Write each as [[…{field}]].")
            return ()
        return tuple(
            Reader(entry, path=f"{self._path}{field}[{number}].") for number, entry in enumerate(value, start=1)
        )

    def names(self) -> tuple[str, ...]:
        """Return the names of all fields, in the order written."""
        return tuple(str(name) for name in self._draft)

    def take(self, reader: "Reader") -> None:
        """Add the faults of a nested reader, and name the fields nobody read."""
        reader.unread()
        self.faults.extend(reader.faults)

    def unread(self) -> None:
        """Note every field that no rule reads, so that a misspelt name is never lost in silence."""
        for field in sorted(str(name) for name in set(self._draft) - self._read):
            self.fault(field, "is not a field of this kind", "Correct the name or remove it.")

    def finish(self) -> None:
        """Raise DraftError when anything was wrong; what is only missing is no fault of an unfinished draft."""
        unfinished = self.flag(UNFINISHED)
        self.unread()
        if self.faults and not (unfinished and all(fault.missing for fault in self.faults)):
            raise DraftError(tuple(self.faults))

    def _value(self, field: str) -> object:
        self._read.add(field)
        return self._draft.get(field)
