"""The share of the mark that one typed answer is given, and reading the lists that hold such answers."""

from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

from training.core.drafts import Reader

E = TypeVar("E")


def read_share(reader: Reader) -> Fraction:
    """Return the share of the mark that ``reader`` stands on: all of it unless it says otherwise, -1 to 1."""
    share = reader.fraction("share")
    if share is not None and not -1 <= share <= 1:
        reader.fault("share", f"is {share}", 'Write a share between "-1" and "1".')
        return Fraction(1)
    return Fraction(1) if share is None else share


def share_draft(share: Fraction) -> dict[str, object]:
    """Return a share as plain values, nothing for the whole mark."""
    return {} if share == 1 else {"share": str(share)}


def read_entries(reader: Reader, field: str, read: Callable[[Reader], E], *, most: int) -> tuple[E, ...]:
    """Return what ``read`` makes of each table of a list, noting a list that is too long."""
    entries = []
    for nested in reader.tables(field):
        entries.append(read(nested))
        reader.take(nested)
    if len(entries) > most:
        reader.fault(field, f"are {len(entries)}", f"Write at most {most}.")
    return tuple(entries)
