"""What erasing a person means to every slice: who, by whom, when, and the words that name them.

Columns about the person are emptied by the slice they belong to. Texts about something else may still name them in
full: `scrub` replaces that, and only that, so that the text stays readable.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote, quote_plus

from markupsafe import escape
from sqlalchemy import Text, cast, inspect, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from training.db import db

GONE = "[erased]"
"""What stands in a text where a name or an address stood."""
EMPTIED = "Erased."
"""What stands where words about a person are required and were deleted."""
Column: TypeAlias = InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True)
class Erasing:
    """One person being erased. ``words`` are all names and addresses they had; ``data`` is the site's folder."""

    person_id: int
    by: int
    now: datetime
    words: frozenset[str]
    data: Path

    @property
    def label(self) -> str:
        """Return what stands for the person from now on."""
        return f"Erased person {self.person_id}"

    @property
    def addresses(self) -> frozenset[str]:
        """Return the e-mail addresses."""
        return frozenset(word for word in self.words if "@" in word)

    @property
    def phrases(self) -> tuple[str, ...]:
        """Return the words that name them in any text, the longest first.

        A single plain word is left out: "Will" or "Mark" is more often no name.
        """
        telling = {word for word in self.words if " " in word or "@" in word or not word.isascii()}
        return tuple(sorted(telling, key=lambda word: (-len(word), word)))

    def without(self, value: Any) -> Any:  # noqa: ANN401 - any JSON value, in and out
        """Return a text, or any JSON value, with every phrase in it replaced."""
        if isinstance(value, dict):
            return {name: self.without(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.without(inner) for inner in value]
        return self._text(value) if isinstance(value, str) else value

    def names(self, text: str) -> bool:
        """Return whether a text names the person."""
        return self._text(text) != text

    def _text(self, text: str) -> str:
        for phrase in _spellings(self.phrases):
            text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", GONE, text, flags=re.IGNORECASE)
        return text


def scrub(erasing: Erasing, *columns: Column) -> None:
    """Replace the person's names and addresses in columns of text or JSON, in whatever row they stand."""
    for column in columns:
        table = inspect(column.class_)
        keys = table.primary_key
        rows = db.session.execute(select(*keys, column).where(naming(erasing, column))).all()
        for *identity, value in rows:
            same = [key == part for key, part in zip(keys, identity, strict=True)]
            db.session.execute(
                update(table.local_table).where(*same).values({column.name: _left(erasing, column, value)})
            )
    db.session.expire_all()


def naming(erasing: Erasing, column: Column) -> Any:  # noqa: ANN401 - a condition of SQLAlchemy
    """Return the condition that a text or JSON column may name the person; `Erasing.without` decides."""
    plain = cast(column, Text)
    found = {*_spellings(erasing.phrases), *(json.dumps(phrase)[1:-1] for phrase in erasing.phrases)}
    return or_(*(plain.icontains(phrase, autoescape=True) for phrase in sorted(found)))


def _left(erasing: Erasing, column: Column, value: Any) -> Any:  # noqa: ANN401 - any JSON value, in and out
    """Return a value without the person, no longer than its column."""
    left = erasing.without(value)
    return left[: getattr(column.type, "length", None)] if isinstance(left, str) else left


def _spellings(phrases: Iterable[str]) -> list[str]:
    """Return phrases with the ways each stands in HTML and in addresses of pages."""
    ways = (str, lambda phrase: str(escape(phrase)), quote, quote_plus)
    return [spelling for phrase in phrases for spelling in dict.fromkeys(way(phrase) for way in ways)]
