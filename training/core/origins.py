"""Where an item came from when another system wrote it, and what that system knew and this one has no field for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from training.core.drafts import Reader

FORMAT = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")


@dataclass(frozen=True, slots=True)
class Origin:
    """The item as its own system names it.

    ``id`` is that system's lasting identifier: importing the same one again updates the item instead of adding
    another. ``extra`` holds, as text by name, what no field of ours can hold, so that an export gives it back.
    """

    format: str
    id: str = ""
    name: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, reader: Reader) -> Self:
        """Return the origin that ``reader`` stands on."""
        extra = reader.table("extra")
        origin = cls(
            format=reader.word("format", FORMAT, "the name of a format, such as gift"),
            id=reader.line("id", required=False),
            name=reader.line("name", required=False),
            category=reader.line("category", required=False),
            tags=reader.texts("tags"),
            extra={} if extra is None else {name: extra.text(name) for name in extra.names()},
        )
        if extra is not None:
            reader.take(extra)
        return origin

    def draft(self) -> dict[str, object]:
        """Return the origin as plain values, empty ones left out."""
        given = {"format": self.format, "id": self.id, "name": self.name, "category": self.category}
        lists: dict[str, object] = {"tags": list(self.tags), "extra": dict(self.extra)}
        return {name: value for name, value in (given | lists).items() if value}
