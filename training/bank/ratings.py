"""Reading a panel's ratings: a CSV file, a line for each judge and item, with every problem of it at once."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

COLUMNS = ("code", "version", "judge", "percent")
LONGEST = 60
_PERCENT = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?")
_VERSION = re.compile(r"\d{1,6}|[0-9a-f]{8,64}")


@dataclass(frozen=True, slots=True)
class Line:
    """One rating: ``share``, 0-1, of borderline candidates whom ``judge`` expects to be right.

    ``version`` is a number, or the hash or its beginning; ``number`` is the line of the file, the head being 1.
    """

    number: int
    code: str
    version: str
    judge: str
    share: float


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line, in words; line 1 stands for the file as a whole."""

    line: int
    words: str


def read(data: bytes) -> tuple[list[Line], list[Problem]]:
    """Return the ratings of a file in UTF-8, and everything that is wrong with it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [Problem(1, "The file is not text in UTF-8. Save it as CSV (UTF-8).")]
    head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines: list[Line] = []
    problems: list[Problem] = []
    try:
        names = [name.strip().lower() for name in rows.fieldnames or ()]
        if lacking := [name for name in COLUMNS if name not in names]:
            words = f"The first line lacks {', '.join(lacking)}. It names the columns: {', '.join(COLUMNS)}."
            return [], [Problem(1, words)]
        rows.fieldnames = names
        for row in rows:
            _take(rows.line_num, row, lines, problems)
    except csv.Error as error:
        words = f"It is no CSV from here on: {error}. Is a quotation mark left open?"
        problems.append(Problem(max(rows.line_num, 1), words))
    if not lines and not problems:
        problems.append(Problem(1, "The file names its columns and holds no rating."))
    return lines, problems


def _take(number: int, row: Mapping[str, str | None], lines: list[Line], problems: list[Problem]) -> None:
    given = {name: (row.get(name) or "").strip() for name in COLUMNS}
    found = [Problem(number, words) for words in _faults(given)]
    problems += found
    if not found:
        share = float(given["percent"].replace(",", ".")) / 100
        lines.append(Line(number, given["code"], given["version"].lower(), given["judge"], share))


def _faults(given: Mapping[str, str]) -> Iterator[str]:
    if not given["code"]:
        yield "The code of the item is missing."
    if not _VERSION.fullmatch(given["version"].lower()):
        said = f"{given['version'][:40]!r} is no version" if given["version"] else "The version is missing"
        yield f"{said}. Give its number, or its hash or the first 8 letters of it or more."
    if not given["judge"]:
        yield "The judge is missing. Give each a name of your own, such as J1."
    if len(given["judge"]) > LONGEST:
        yield f"The judge's name has {len(given['judge'])} letters; at most {LONGEST} fit."
    if not (_PERCENT.fullmatch(given["percent"]) and float(given["percent"].replace(",", ".")) <= 100):
        said = f"{given['percent'][:40]!r} is no percentage" if given["percent"] else "The percentage is missing"
        yield f"{said}. Give how many of 100 borderline candidates would be right, 0 to 100."
