"""CSV: commas, semicolons or tabs, UTF-8 with or without a byte order mark, else Windows-1252, which is said."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO

from training.bank.formats.decoding import decoded, glimpse
from training.bank.formats.entries import Content, Entry, LineFault, Piece, Written
from training.bank.formats.sheet import columns, rows, writing
from training.bank.formats.sheet.rows import Row

NAME = "csv"
_DELIMITERS = ",;\t"
MOST_CELL = 40_000


def read(content: bytes) -> Content:
    """Return the drafts of a CSV file and every row that cannot be read."""
    text = decoded(content)
    notes: tuple[LineFault, ...] = ()
    if isinstance(text, LineFault) and "not UTF-8" in text.message:
        notes = (LineFault("is not UTF-8 and was read as Windows-1252", "Look at letters with accents.", text.line),)
        text = content.decode("cp1252", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(text, LineFault):
        return Content(faults=(LineFault(text.message, "Save it as CSV UTF-8.", text.line),))
    faults: list[LineFault] = []
    found = rows.content_of(list(table(_lines(*_parted(text), faults), faults)), NAME, faults)
    return Content(found.entries, found.faults, notes)


def write(entries: Sequence[Entry], _pictures: Mapping[str, bytes]) -> Written:
    """Return a CSV file that spreadsheets open: a byte order mark, commas, no cell they would take for a formula."""
    found, left_out = writing.rows_of(entries, NAME)
    return Written(_written(found), left_out)


def mend(pieces: Sequence[Piece]) -> bytes:
    """Return refused rows with their reasons in a column of their own."""
    return _written(writing.mended(pieces))


def recognises(content: bytes) -> bool:
    """Return whether the first line has a column of questions."""
    text, delimiter, _above = _parted(glimpse(content))
    first = text.lstrip("\n").partition("\n")[0]
    found = {columns.column_of(cell) for cell in next(csv.reader([first], delimiter=delimiter), [])}
    return bool(found & {"stem", "passage"})


def table(lines: Iterator[tuple[int, list[str]]], faults: list[LineFault]) -> Iterator[Row]:
    """Yield the rows under a heading, noting headings that are none and cells that are no text."""
    line, headings = next(lines, (1, []))
    names = [columns.column_of(heading) for heading in headings]
    for heading, name in zip(headings, names, strict=True):
        if heading.strip() and name is None:
            message = f"has a column {heading.strip()[:40]!r}, which is none of the documented ones"
            faults.append(LineFault(message, "Correct its name or take it out.", line))
    for number, cells in lines:
        given = [(name, columns.as_written(cell), cell) for name, cell in zip(names, cells, strict=False)]
        beyond = [cell for cell in cells[len(names) :] if cell.strip()]
        row = {name: bare for name, bare, _cell in given if name and bare and name != columns.REASON}
        formulas = [name for name, _bare, cell in given if name and cell.lstrip().startswith("=")]
        if formulas:
            remedy = "Write the value itself, with ' before a first =."
            faults.append(LineFault(f"has a formula under {formulas[0]}", remedy, number, "", rows.source_of(row)))
        elif beyond:
            remedy = "Put quotation marks around a cell that holds the sign between cells, or name the column."
            said = f"has more cells than there are columns ({beyond[0][:40]!r})"
            faults.append(LineFault(said, remedy, number, "", rows.source_of(row)))
        elif row:
            yield Row(number, row)


def _parted(text: str) -> tuple[str, str, int]:
    """Return the table of a file, what stands between its cells, and how many lines stand above it.

    Excel takes a first line ``sep=;`` for the sign between cells, and some programs write one.
    """
    first, _, rest = text.partition("\n")
    named = re.fullmatch(r'"?sep=(.)"?', first.strip("\r "), re.IGNORECASE)
    return (rest, named[1], 1) if named else (text, _delimiter(first), 0)


def _lines(text: str, delimiter: str, above: int, faults: list[LineFault]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text), delimiter=delimiter, strict=True)
    line = above + 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.append(LineFault(f"is not CSV from here on: {error}", "Check the quotation marks.", line))
            return
        if any(len(cell) > MOST_CELL for cell in cells):
            faults.append(LineFault(f"has a cell of more than {MOST_CELL:,} characters", "Shorten it.", line))
        else:
            yield line, cells
        line = above + reader.line_num + 1


def _delimiter(first: str) -> str:
    return max(_DELIMITERS, key=first.count)


def _written(found: Sequence[Mapping[str, str]]) -> bytes:
    names = writing.headings(found)
    text = StringIO(newline="")
    out = csv.writer(text)
    out.writerow(names)
    out.writerows([columns.harmless(row.get(name, "")) for name in names] for row in found)
    return text.getvalue().encode("utf-8-sig")
