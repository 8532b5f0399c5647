"""XLSX: the first sheet of a workbook, read cell by cell; formulas and macros are refused, values are wanted."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from training.bank.formats.archives import is_archive, opened
from training.bank.formats.entries import Content, Entry, LineFault, Piece, Written
from training.bank.formats.sheet import columns, rows, writing
from training.bank.formats.sheet.csv_file import MOST_CELL, table

NAME = "xlsx"
MOST_ROWS = 20_001
MOST_COLUMNS = 400
AGAIN = "Save it again as an Excel workbook (.xlsx), or as CSV UTF-8."
_DAMAGED = (InvalidFileException, BadZipFile, KeyError, ValueError, TypeError, AttributeError, SyntaxError, EOFError)
"""What openpyxl raises for a workbook that is damaged or says what none says."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read(content: bytes) -> Content:
    """Return the drafts of the first sheet and every row that cannot be read."""
    harm = _harm(content)
    if harm is not None:
        return Content(faults=(harm,))
    faults: list[LineFault] = []
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        found = list(table(_lines(book, faults), faults))
    except _DAMAGED as error:
        return Content(faults=(LineFault(f"is not a workbook that can be read ({type(error).__name__})", AGAIN),))
    return rows.content_of(found, NAME, faults)


def write(entries: Sequence[Entry], _pictures: Mapping[str, bytes]) -> Written:
    """Return a workbook with one sheet, every cell of it text."""
    found, left_out = writing.rows_of(entries, NAME)
    return Written(_written(found), left_out)


def mend(pieces: Sequence[Piece]) -> bytes:
    """Return refused rows with their reasons in a column of their own."""
    return _written(writing.mended(pieces))


def _harm(content: bytes) -> LineFault | None:
    """Return what keeps a workbook from being opened at all."""
    if not is_archive(content):
        return LineFault("is no Excel workbook", AGAIN)
    members, faults = opened(content)
    if faults:
        return faults[0]
    if any(name.lower().endswith("vbaproject.bin") for name in members):
        return LineFault("holds macros", AGAIN)
    xml = (part for name, part in members.items() if name.lower().endswith((".xml", ".rels")))
    if any(b"<!DOCTYPE" in part or b"<!ENTITY" in part for part in xml):
        return LineFault("declares entities, which no workbook needs", AGAIN)
    return None


def _lines(book: Workbook, faults: list[LineFault]) -> Iterator[tuple[int, list[str]]]:
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    names: list[str | None] = []
    for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS), start=1):
        if number > MOST_ROWS:
            faults.append(LineFault(f"has more than {MOST_ROWS:,} rows", "Split the file.", number))
            return
        texts = [_text(cell.value) for cell in cells]
        bad = next((cell.coordinate for cell in cells if cell.data_type in {"f", "e"}), None)
        if bad is not None:
            row = {name: text for name, text in zip(names, texts, strict=False) if name and text}
            source = rows.source_of(row) if row else ""
            said = f"has a formula or an error in {bad}"
            faults.append(LineFault(said, "Write the value itself.", number, "", source))
            continue
        names = names or [columns.column_of(text) for text in texts]
        if any(len(text) > MOST_CELL for text in texts):
            faults.append(LineFault(f"has a cell of more than {MOST_CELL:,} characters", "Shorten it.", number))
        else:
            yield number, texts


def _text(value: object) -> str:
    """Return what a cell holds as somebody would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _written(found: Sequence[Mapping[str, str]]) -> bytes:
    names = writing.headings(found)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("questions")
    sheet.freeze_panes = "A2"
    sheet.append(names)
    for row in found:
        sheet.append([_cell(sheet, row[name]) if name in row else None for name in names])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cell(sheet: object, text: str) -> object:
    harmless = columns.harmless(_CONTROL.sub("", text))[:32_767]
    if not harmless.startswith("="):
        return harmless
    cell = WriteOnlyCell(sheet, value=harmless)
    cell.data_type = "s"
    return cell
