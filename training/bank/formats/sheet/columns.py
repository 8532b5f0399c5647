"""The columns of a table of questions, and how cells say shares, letters and lists."""

import re
from collections.abc import Sequence
from fractions import Fraction

from training.bank.formats.shapes import LETTERS
from training.bank.formats.shares import percent_of, share_of
from training.core.drafts import SHARE

WORDS = (
    "code", "pool", "domain", "level", "objective", "evidence", "checked_on", "review_by", "author", "module",
    "section",
)  # fmt: skip
"""Columns whose cells are fields of the same name, as they are."""
LISTS = ("facts", "sources", "needs", "enemies")
"""Columns of words with blanks between them."""
FLAGS = ("vignette", "all_or_nothing")
"""Columns whose cells say yes or nothing, and are fields of the same name."""
GENERAL = (
    "code", "kind", "pool", "domain", "level", "id", "name", "category", "tags", "stem", "passage", "correct",
    "all_or_nothing", "feedback", "wrong_feedback", "case", "accents", "unit", "units", "objective", "facts", "sources",
    "evidence", "difficulty", "needs", "checked_on", "review_by", "author", "module", "section", "vignette",
    "safety_point", "enemies", "version",
)  # fmt: skip
NUMBERED = ("option", "match", "weight", "tolerance", "feedback", "sources", "danger")
"""Columns that end in _1, _2 …, one of each for every option."""
REASON = "refused_because"
"""A column that files to mend have, and that is not read."""
MOST_OPTIONS = 40
ALIASES = {"question": "stem", "type": "kind", "title": "name", "general_feedback": "feedback", "answer": "correct"}
KINDS = {
    "single": "single_choice", "multiple_choice": "single_choice", "mc": "single_choice", "choice": "single_choice",
    "true_false": "true_false", "true/false": "true_false", "tf": "true_false", "multiple": "multiple_response",
    "multiple_answer": "multiple_response", "mr": "multiple_response", "numerical": "numeric", "number": "numeric",
    "short_answer": "short_text", "shortanswer": "short_text", "text": "short_text", "match": "matching",
    "order": "ordering", "essay": "extended_text", "gaps": "cloze",
}  # fmt: skip
_NUMBERED = re.compile(rf"(?:({'|'.join(NUMBERED)})|answer)_?(\d{{1,3}})")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PLAIN_NUMBER = re.compile(r"[+-]?\d[\d.,]*(?:\.\.[+-]?\d[\d.,]*)?%?")


def column_of(heading: str) -> str | None:
    """Return the column a heading means, None for an unknown one.

    >>> column_of("Question"), column_of("Option 2"), column_of("answer3"), column_of("Colour")
    ('stem', 'option_2', 'option_3', None)
    """
    plain = re.sub(r"[\s-]+", "_", heading.strip().casefold())
    plain = ALIASES.get(plain, plain)
    if plain in GENERAL or plain == REASON:
        return plain
    numbered = _NUMBERED.fullmatch(plain)
    if numbered and 1 <= int(numbered[2]) <= MOST_OPTIONS:
        return f"{numbered[1] or 'option'}_{int(numbered[2])}"
    return None


def kind_of(cell: str) -> str:
    """Return the kind a cell names, as it stands when it is none of the other names."""
    plain = re.sub(r"[\s-]+", "_", cell.casefold())
    return KINDS.get(plain, plain)


def share_in(cell: str) -> Fraction | None:
    """Return the share a cell gives in per cent, or as a fraction such as 1/3; None for what is none.

    >>> share_in("50"), share_in("33.33 %"), share_in("-1/2"), share_in("much")
    (Fraction(1, 2), Fraction(1, 3), Fraction(-1, 2), None)
    """
    plain = cell.replace("%", "").replace(",", ".").strip()
    if "/" not in plain:
        return share_of(plain)
    try:
        share = Fraction(plain) if SHARE.fullmatch(plain) else None
    except (ValueError, ZeroDivisionError):
        return None
    return share if share is not None and abs(share) <= 1 else None


def share_cell(share: Fraction) -> str:
    """Return a share as a cell says it: per cent where that is exact, else a fraction."""
    percent = percent_of(share)
    return percent if Fraction(percent) == share * 100 else str(share)


def places_in(cell: str) -> list[int] | None:
    """Return the places (from 0) that letters or numbers name, None for what names none.

    >>> places_in("A; c"), places_in("2"), places_in("B,7"), places_in("yes")
    ([0, 2], [1], [1, 6], None)
    """
    found = []
    for word in re.split(r"[\s,;]+", cell.strip()):
        if word.isdecimal() and 0 < int(word) <= MOST_OPTIONS:
            found.append(int(word) - 1)
        elif len(word) == 1 and word.lower() in LETTERS:
            found.append(LETTERS.index(word.lower()))
        else:
            return None
    return found


def places_cell(places: Sequence[int]) -> str:
    """Return places as letters."""
    return " ".join(LETTERS[place].upper() for place in places)


def whole_in(cell: str) -> int | str:
    """Return the whole number of a cell, also one that a spreadsheet wrote as 3.0; as text what is none."""
    plain = re.fullmatch(r"([0-9]{1,6})(?:[.,]0+)?", cell.strip())
    return int(plain[1]) if plain else cell.strip()


def flag_in(cell: str) -> bool:
    """Return whether a cell says yes."""
    return cell.strip().casefold() in {"yes", "y", "true", "1", "x", "ja", "oui", "sí", "si"}


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; a number stays as it is."""
    return f"'{text}" if text.startswith(_FORMULA) and not _PLAIN_NUMBER.fullmatch(text) else text


def as_written(cell: str) -> str:
    """Return a cell without the quotation mark that `harmless` put before it, and without blanks around it."""
    bare = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    return bare[1:] if bare.startswith("'") and bare[1:].startswith(_FORMULA) else bare
