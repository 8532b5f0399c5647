"""Reading a roster: a CSV file as spreadsheets write it, into rows that are in order and rows that are not.

Nothing is guessed in silence. A file that cannot be read at all raises Unreadable; a row that cannot be used is
refused by number, column and reason, and the others stay usable.
"""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from email_validator import EmailNotValidError, validate_email

from training.core import addresses, names

LARGEST = 5 * 2**20
MOST_ROWS = 2_000
COLUMNS = ("email", "name", "certificate_name")
NEEDED = ("email", "name")
LONGEST = {"email": 254, "name": 200, "certificate_name": 120}
NOT_TEXT = "The file is not text. Save the roster as CSV (UTF-8) and choose that file."
_SPELLINGS = {
    "e-mail": "email", "e mail": "email", "mail": "email", "email address": "email", "e-mail address": "email",
    "full name": "name", "name on certificate": "certificate_name", "certificate name": "certificate_name",
}  # fmt: skip
_SEPARATORS = ("sep=;", "sep=,", "sep=\t", "sep=")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Unreadable(ValueError):
    """The file as a whole cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a roster; ``number`` counts as a spreadsheet does, the head being 1.

    ``column`` and ``problem`` are set where the row cannot be used.
    """

    number: int
    email: str
    name: str
    certificate_name: str = ""
    column: str = ""
    problem: str = ""

    @property
    def refused(self) -> bool:
        """Return whether the row cannot be used."""
        return bool(self.problem)


def read(data: bytes) -> tuple[Row, ...]:
    """Return the rows of a roster in order. Raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable("The file is larger than 5 MB. A roster has one short line a person; check which file it is.")
    lines = list(_lines(_without_excel_s_line(_decoded(data).lstrip("\ufeff"))))
    if not lines:
        raise Unreadable("The file is empty. Its first line names the columns: email, name.")
    places = _places(lines[0][1])
    rows = [_row(number, cells, places, width=len(lines[0][1])) for number, cells in lines[1:]]
    if not rows:
        raise Unreadable("The file names its columns and nobody. Add a line for each person.")
    if len(rows) > MOST_ROWS:
        raise Unreadable(
            f"The file has {len(rows):,} lines; at most {MOST_ROWS:,} are read at once. "
            f"Divide it into {-(-len(rows) // MOST_ROWS)} files that all begin with the line of columns."
        )
    return tuple(_without_doubles(rows))


def _decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or the Windows code page, told apart by mark and content."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _strictly(data, encoding)
    if b"\0" in data[:200]:
        return _strictly(data, "utf-16-be" if data[:1] == b"\0" else "utf-16-le")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(data, "cp1252")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(NOT_TEXT) from error
    if any(unicodedata.category(sign) == "Cc" and sign not in "\r\n\t" for sign in text.split("\n", 1)[0]):
        raise Unreadable(NOT_TEXT)
    return text


def _without_excel_s_line(text: str) -> str:
    """Return the text with the line ``sep=;`` emptied, by which some programs tell Excel the delimiter."""
    first, end, rest = text.partition("\n")
    return f"{end}{rest}" if first.strip().strip('"').casefold() in _SEPARATORS else text


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that hold something, each with its number. Raises Unreadable for broken quotes."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(";", ",", "\t", key=first.count) if any(mark in first for mark in ";,\t") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            if any(cell.strip() for cell in cells):
                yield number, [cell.strip() for cell in cells]
    except csv.Error as error:
        if "field limit" in str(error):
            raise Unreadable(
                f"Row {number + 1} has a cell of more than {csv.field_size_limit():,} characters."
            ) from error
        raise Unreadable(
            f"Row {number + 1} has a quotation mark that is not closed, or one in the middle of a cell. "
            "Put the whole cell into quotation marks and double those inside."
        ) from error


def _places(head: list[str]) -> Mapping[str, int]:
    """Return which column stands where. Raises Unreadable for unknown, missing and repeated names."""
    names = [_SPELLINGS.get(cell.casefold(), cell.casefold().replace(" ", "_")) for cell in head]
    problems = list(_faults_of_head(head, names))
    if problems:
        raise Unreadable(" ".join(problems))
    return {name: names.index(name) for name in names}


def _faults_of_head(head: list[str], names: list[str]) -> Iterator[str]:
    unknown = [cell or "(empty)" for cell, name in zip(head, names, strict=True) if name not in COLUMNS]
    if unknown:
        yield (
            f"The first line names columns this import does not know: {', '.join(unknown)[:200]}. "
            "It knows email, name and certificate_name; remove the others."
        )
    missing = [name for name in NEEDED if name not in names]
    if missing:
        yield f"The first line lacks the column {' and '.join(missing)}. It must name email and name."
    twice = [name for name in COLUMNS if names.count(name) > 1]
    if twice:
        yield f"The first line names the column {' and '.join(twice)} twice. Remove one of them."


def _row(number: int, cells: list[str], places: Mapping[str, int], *, width: int) -> Row:
    values = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
    values = {name: unicodedata.normalize("NFC", value) for name, value in values.items()}
    email, name = values["email"], " ".join(values["name"].split())
    certificate_name = " ".join(values.get("certificate_name", "").split())
    column, problem = _fault(values, extra=any(cells[width:]))
    if not problem:
        email = addresses.kept(email)
    return Row(number, email[:254], name[:200], certificate_name[:120], column, problem)


def _fault(values: Mapping[str, str], *, extra: bool) -> tuple[str, str]:
    """Return the first column that keeps a row from being used, and all that is wrong; two empty texts when nothing.

    What is wrong in further columns names them: ``is empty; name begins with '='…``.
    """
    problems = [(column, _problem(column, value)) for column, value in values.items()]
    if extra:
        words = "has more cells than the first line names columns; a comma inside a name needs quotation marks"
        problems.insert(0, ("", words))
    found = [(column, problem) for column, problem in problems if problem]
    if not found:
        return "", ""
    return found[0][0], "; ".join([found[0][1], *(f"{column} {problem}" for column, problem in found[1:])])


def _problem(column: str, value: str) -> str:
    checks = (
        (column in NEEDED and not value, "is empty"),
        (len(value) > LONGEST[column], f"has {len(value)} characters; at most {LONGEST[column]} fit"),
        (value.startswith(_FORMULA), f"begins with {value[:1]!r}, which a spreadsheet would run as a formula"),
        (bool(hidden := names.unseen(value)), f"holds a line break or what nobody can see: {', '.join(hidden)}"),
        (column != "email" and bool(value) and not names.has_letter(value), "holds no letter"),
        (column == "email" and not _is_address(value), "is not an e-mail address"),
    )
    return next((problem for there, problem in checks if there), "")


def _is_address(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def _without_doubles(rows: list[Row]) -> Iterator[Row]:
    """Yield the rows; the second one of an address is refused and names the first that can be used."""
    seen: dict[str, int] = {}
    for row in rows:
        email = row.email.lower()
        first = seen.get(email, row.number) if row.refused else seen.setdefault(email, row.number)
        yield row if first == row.number else _double(row, first)


def _double(row: Row, first: int) -> Row:
    problem = f"is the address of row {first}"
    if row.refused:
        return replace(row, problem=f"{row.problem}; email {problem}")
    return replace(row, column="email", problem=problem)
