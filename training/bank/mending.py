"""Giving back what was refused, in the format it came in, so that it can be mended and imported again."""

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import PurePosixPath

from training.bank.formats import named
from training.bank.formats.entries import Piece
from training.bank.readings import Refused


def files(refused: Sequence[Refused]) -> dict[str, bytes]:
    """Return a file to mend for each file something of was refused: in its own format, else a table of reasons."""
    by_file: dict[tuple[str, str], list[Piece]] = {}
    for each in refused:
        by_file.setdefault((each.file, each.made_by), []).append(each.piece)
    written = {}
    for (file, made_by), pieces in by_file.items():
        found, path = named(made_by), PurePosixPath(file)
        with_text = [piece for piece in pieces if piece.text]
        if found is not None and found.mend is not None and len(with_text) == len(pieces):
            written[f"{path.stem}-refused{path.suffix}"] = found.mend(pieces)
        else:
            written[f"{path.name}-refused.csv"] = _table(pieces)
    return written


def _table(pieces: Sequence[Piece]) -> bytes:
    text = StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(["line", "reason", "text"])
    rows.writerows([piece.line or "", " ".join(piece.reasons), _harmless(piece.text)] for piece in pieces)
    return text.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
