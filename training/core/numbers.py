"""Numbers as people type and read them, without loss: every number is a Fraction."""

import re
from fractions import Fraction
from unicodedata import decimal

from training.core.drafts import Reader

MOST_DIGITS = 200
MOST_EXPONENT = 300

_MINUS = dict.fromkeys(map(ord, "\u2212\u2012\u2013\ufe63\uff0d\u207b"), "-")
_SIGNS = _MINUS | dict.fromkeys(map(ord, "\uff0b\u207a"), "+")
_MARKS = {ord("\u066b"): ".", ord("\uff0e"): ".", ord("\u066c"): "'", ord("\uff0c"): ","}
_GROUPS = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ") | dict.fromkeys(map(ord, "\u2019\u02bc"), "'")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<body>\d[\d.,' ]*|[.,]\d[\d ]*)"
    r"(?:[eE](?P<e>[+-]?\d+)(?![\w])|\s*[x\u00d7*\u00b7]\s*10(?:\s*\^\s*\(?(?P<ten>[+-]?\d+)\)?|(?P<raised>[+-]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)))?"
)
_EXACT = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE](?P<e>[+-]?\d{1,3}))?|[+-]?\d+/0*[1-9]\d*")


def exact(text: str) -> Fraction:
    """Return the number a draft writes: ``"12.5"``, ``"1e-3"`` or ``"1/3"``. Raises ValueError for anything else."""
    found = _EXACT.fullmatch(text.strip()) if len(text) <= MOST_DIGITS else None
    if found is None or abs(int(found["e"] or 0)) > MOST_EXPONENT:
        message = f"{text[:40]!r} is no number"
        raise ValueError(message)
    return Fraction(text.strip())


def read_exact(reader: Reader, field: str, *, required: bool = False) -> str:
    """Return a number of a draft as it is written there, ``""`` when absent; noting what is no number."""
    text = reader.text(field, required=required)
    if text and not is_exact(text):
        reader.fault(field, f"is {text[:40]!r}", 'Write a number in quotes, such as "12.5".')
        return ""
    return text


def is_exact(text: str) -> bool:
    """Return whether `exact` reads ``text``."""
    try:
        exact(text)
    except ValueError:
        return False
    return True


def leading(text: str) -> tuple[Fraction, str] | None:
    """Return the number a typed text begins with, and what follows it; None when it does not begin with one.

    A point or a comma is the decimal sign. Where both stand, or one stands several times, the last kind is the
    decimal sign and the other groups thousands, as blanks and apostrophes do: groups of three or no number at all.
    All minus signs, digits of all scripts, ``e-3`` and ``x 10^-3`` are read.

    >>> leading("1 234,5 mm"), leading("1,234"), leading("1,234,567.5"), leading("12,34,5")
    ((Fraction(2469, 2), 'mm'), (Fraction(617, 500), ''), (Fraction(2469135, 2), ''), None)
    """
    plain = _plain(text)
    found = _NUMBER.match(plain)
    if found is None or len(plain) > MOST_DIGITS:
        return None
    body = _decimal(found["body"].rstrip(" "))
    power = int(found["e"] or found["ten"] or (found["raised"] or "0").translate(_RAISED))
    if body is None or abs(power) > MOST_EXPONENT:
        return None
    size = Fraction(body) * Fraction(10) ** power
    return (-size if found["sign"] == "-" else size), plain[found.end() :].strip()


def written(value: Fraction, places: int | None = None) -> str:
    """Return a number as people read it, rounded half away from zero to ``places``; exact or to 12 digits without.

    >>> written(Fraction(25, 2)), written(Fraction(1, 3)), written(Fraction(-1, 8), 2), written(Fraction(5), 1)
    ('12.5', '0.333333333333', '-0.13', '5.0')
    """
    if places is None:
        places = _needed(value)
        text = _rounded(value, places)
        return text.rstrip("0").rstrip(".") if "." in text else text
    return _rounded(value, places)


def entered(value: Fraction) -> str:
    """Return a number as a field shows it, so that `exact` reads the same one again: a fraction where no decimal is.

    >>> entered(Fraction(3, 2)), entered(Fraction(2, 3))
    ('1.5', '2/3')
    """
    text = written(value)
    return text if Fraction(text) == value else str(value)


def exact_share(value: Fraction) -> str:
    """Return a share of 1 as it is compared, nothing rounded: in percent, or as a fraction where no decimal is.

    >>> exact_share(Fraction(4, 5)), exact_share(Fraction(2, 3)), exact_share(Fraction(5, 8))
    ('80 %', '2/3', '62.5 %')
    """
    percent = entered(100 * value)
    return str(value) if "/" in percent else f"{percent} %"


def rounded(value: Fraction, places: int) -> Fraction:
    """Return a number rounded half away from zero to ``places`` decimals (tens, hundreds when negative)."""
    scaled = abs(value) * Fraction(10) ** places
    whole = Fraction(int(scaled + Fraction(1, 2))) / Fraction(10) ** places
    return -whole if value < 0 else whole


def _plain(text: str) -> str:
    """Return a typed number with one sign for minus, plus, decimal digits and each separator."""
    one = text.strip().translate(_SIGNS | _MARKS | _GROUPS)
    return "".join(str(decimal(character, character)) for character in one)


def _decimal(body: str) -> str | None:
    """Return digits with at most one point out of digits with separators, None when they make no number."""
    last = max(body.rfind("."), body.rfind(","))
    mark = body[last] if last >= 0 else ""
    if mark and body.count(mark) > 1:
        whole, part = body, ""
        if {".", ","} <= set(body):
            return None
    else:
        whole, part = (body[:last], body[last + 1 :]) if mark else (body, "")
    whole_digits, part_digits = _ungrouped(whole), _ungrouped(part, fraction=True)
    if whole_digits is None or part_digits is None:
        return None
    return f"{whole_digits or '0'}.{part_digits or '0'}"


def _ungrouped(digits: str, *, fraction: bool = False) -> str | None:
    """Return digits without separators of thousands; None when those do not stand every three digits."""
    marks = set(digits) - set("0123456789")
    if not marks:
        return digits
    if len(marks) > 1 or (fraction and marks != {" "}):
        return None
    groups = digits.split(marks.pop())
    ends, rest = (groups[-1], groups[:-1]) if fraction else (groups[0], groups[1:])
    fits = 1 <= len(ends) <= 3 and all(len(group) == 3 for group in rest)
    return "".join(groups) if fits else None


def _needed(value: Fraction) -> int:
    """Return how many decimals show a number exactly, at most as many as give 12 digits."""
    size = abs(value)
    digits = len(str(int(size))) if size >= 1 else 1 - len(str(int(1 / size))) if size else 1
    most = max(0, 12 - digits)
    return next((places for places in range(most) if (value * 10**places).denominator == 1), most)


def _rounded(value: Fraction, places: int) -> str:
    scaled = int(rounded(abs(value), places) * 10**places)
    text = str(scaled).rjust(places + 1, "0")
    shown = f"{text[:-places]}.{text[-places:]}" if places else text
    return f"-{shown}" if value < 0 and scaled else shown
