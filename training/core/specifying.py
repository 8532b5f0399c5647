"""Reading what an exam asks from plain JSON or TOML values, with every fault at its field."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import TypeVar

from training.core.domains import Domain, Level, Pool
from training.core.drafts import Draft, DraftError, Fault
from training.core.numbers import exact
from training.core.specification import MET_BEFORE, Cell, Release, Specification

T = TypeVar("T")


def parse(draft: Draft) -> Specification:
    """Return the specification that plain JSON or TOML values describe. Raises DraftError with every fault.

    Only what cannot be read is a fault here; `Specification.faults` says what stands against publishing.
    """
    reading = _Reading(draft)
    specification = Specification(
        title=reading.text("title"),
        pool=reading.one_of("pool", Pool, Pool.EXAM),
        cells=reading.cells(),
        critical=reading.number("critical", high=200),
        pilots=reading.number("pilots", high=100),
        minutes=reading.number("minutes", low=1, high=600),
        attempts=reading.number("attempts", low=1, high=20),
        waiting_days=reading.number("waiting_days", high=365),
        opens_at=reading.moment("opens_at"),
        closes_at=reading.moment("closes_at"),
        hard_close=reading.flag("hard_close"),
        late_minutes=reading.number("late_minutes", high=1440),
        cut=reading.share("cut", draft.get("cut")),
        cut_reason=reading.text("cut_reason"),
        provisional=reading.flag("provisional"),
        minimums=reading.minimums(),
        minimums_reason=reading.text("minimums_reason"),
        met_before=reading.share("met_before", draft.get("met_before", MET_BEFORE)),
        release=reading.one_of("release", Release, Release.PROFILE),
        modules=reading.modules(),
    )
    reading.finish()
    return specification


class _Reading:
    """Reads plain values and collects what is wrong with them."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._faults: list[Fault] = []

    def text(self, field: str) -> str:
        value = self._draft.get(field, "")
        return value if isinstance(value, str) else self._wrong(field, "is not text", "Write words.", "")

    def flag(self, field: str) -> bool:
        value = self._draft.get(field, False)
        return value if isinstance(value, bool) else self._wrong(field, "is neither true nor false", "", default=False)

    def number(self, field: str, *, low: int = 0, high: int) -> int:
        return self._whole(field, self._draft.get(field, 0), low=low, high=high)

    def one_of(self, field: str, choices: Callable[[str], T], default: T) -> T:
        return self._converted(field, self._draft.get(field, default), choices, "is not one of the choices", default)

    def share(self, field: str, value: object) -> Fraction:
        found = self._converted(field, value, _fraction, "is not a share such as 80 %", Fraction(0))
        return (
            found if 0 <= found <= 1 else self._wrong(field, "is not between 0 and 100 %", "Correct it.", Fraction(0))
        )

    def moment(self, field: str) -> datetime | None:
        value = self._draft.get(field)
        if value is None:
            return None
        moment = self._converted(field, value, _moment, "is not a time such as 2026-11-22T09:00+00:00", None)
        if moment is not None and moment.tzinfo is None:
            return self._wrong(field, "has no time zone", "Write its offset from UTC.", None)
        return moment

    def cells(self) -> dict[Cell, int]:
        return {
            (domain, level): wanted
            for domain, levels in self._table("cells", self._draft.get("cells"), Domain)
            for level, count in self._table(f"cells.{domain}", levels, Level)
            if (wanted := self._whole(f"cells.{domain}.{level}", count, low=0, high=200))
        }

    def minimums(self) -> dict[Domain, Fraction]:
        return {
            domain: self.share(f"minimums.{domain}", value)
            for domain, value in self._table("minimums", self._draft.get("minimums"), Domain)
        }

    def modules(self) -> tuple[str, ...]:
        value = self._draft.get("modules", ())
        if not isinstance(value, list | tuple) or not all(isinstance(code, str) for code in value):
            return self._wrong("modules", "is not a list of module codes", "", ())
        return tuple(dict.fromkeys(value))

    def finish(self) -> None:
        if self._faults:
            raise DraftError(tuple(self._faults))

    def _table(self, field: str, value: object, keys: Callable[[str], T]) -> Iterable[tuple[T, object]]:
        if value is None:
            return
        if not isinstance(value, Mapping):
            self._wrong(field, "is not a table", "", None)
            return
        for name, entry in value.items():
            key = self._converted(field, name, keys, f"has no place called {name!r}", None)
            if key is not None:
                yield key, entry

    def _whole(self, field: str, value: object, *, low: int, high: int) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            return self._wrong(field, f"is not a whole number from {low} to {high}", "Correct it.", low)
        return value

    def _converted(self, field: str, value: object, convert: Callable[[str], T], words: str, default: T) -> T:
        try:
            return convert(str(value))
        except (ValueError, ZeroDivisionError):
            return self._wrong(field, words, "Correct it.", default)

    def _wrong(self, field: str, message: str, remedy: str, default: T) -> T:
        self._faults.append(Fault(field, message, remedy))
        return default


def _fraction(text: str) -> Fraction:
    """Return ``4/5``, ``0.8``, ``80 %`` or ``80,5 %`` exactly."""
    plain = text.strip().replace(",", ".")
    return exact(plain.rstrip("% ")) / 100 if plain.endswith("%") else exact(plain)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
