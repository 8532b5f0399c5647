"""What changed between two drafts, field by field, for a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from training.core.drafts import Draft

Flat = dict[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One field in two versions; None where it was not there. ``label`` is its path: ``options[b].text``."""

    label: str
    old: str | None
    new: str | None


def changes(old: Draft, new: Draft) -> tuple[Change, ...]:
    """Return what differs, in the order of the newer draft; options are compared by their ids."""
    before, after = dict(flat(old)), dict(flat(new))
    names = [*after, *(name for name in before if name not in after)]
    return tuple(
        Change(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
    )


def flat(draft: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield every field of a draft with its path, as text; entries of lists by their ids."""
    for name, value in draft.items():
        path = f"{prefix}{name}"
        if isinstance(value, Mapping):
            yield from flat(value, f"{path}.")
        elif isinstance(value, list | tuple) and value and all(isinstance(entry, Mapping) for entry in value):
            yield from _tables(path, value)
        elif isinstance(value, list | tuple):
            yield path, ", ".join(str(entry) for entry in value)
        else:
            yield path, {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _tables(
    path: str, tables: "list[Mapping[str, object]] | tuple[Mapping[str, object], ...]"
) -> Iterator[tuple[str, str]]:
    ids = [str(table.get("id", number)) for number, table in enumerate(tables, start=1)]
    yield f"{path}:order", ", ".join(ids)
    for name, table in zip(ids, tables, strict=True):
        inner = {key: value for key, value in table.items() if key != "id"}
        yield from flat(inner, f"{path}[{name}].")
