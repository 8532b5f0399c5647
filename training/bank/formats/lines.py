"""What formats of plain lines share: no comments, no formatting, each question read or refused by itself."""

from collections.abc import Callable, Iterable, Sequence

from training.bank.formats.entries import Content, Entry, LineFault, Piece, Written
from training.bank.formats.markup import to_plain
from training.core.drafts import Draft


def collected(found: Iterable[Entry | LineFault], remedy: str) -> Content:
    """Return what was read of a file; ``remedy`` says how a question is written where there is none."""
    entries: list[Entry] = []
    faults: list[LineFault] = []
    for each in found:
        if isinstance(each, Entry):
            entries.append(each)
        else:
            faults.append(each)
    if not entries and not faults:
        faults.append(LineFault("holds no question", remedy, 1))
    return Content(tuple(entries), tuple(faults))


def written(entries: Sequence[Entry], unwritable: Callable[[Draft], str], told: Callable[[Draft], str]) -> Written:
    """Return a file of what each draft is told as, an empty line between; ``unwritable`` says why one is left out."""
    left_out = {place: reason for place, entry in enumerate(entries) if (reason := unwritable(entry.draft))}
    parts = [told(entry.draft) for place, entry in enumerate(entries) if place not in left_out]
    return Written("\n".join(f"{part}\n" for part in parts).encode(), left_out)


def mend(pieces: Sequence[Piece]) -> bytes:
    """Return refused questions. Such formats know no comments, so the reasons stand in the list beside it."""
    return ("\n\n".join(piece.text for piece in pieces) + "\n").encode()


def one_line(markdown: str) -> str:
    """Return what somebody reads of Markdown, on one line."""
    return " ".join(to_plain(markdown.strip()).split())
