"""Comparing short texts: what counts as the same spelling, wildcards, and how far two spellings are apart."""

import re
from unicodedata import normalize

STAR = "\ue000"
"""Stands, inside a folded pattern, for any run of letters."""

_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc"), "'") | dict.fromkeys(map(ord, "\u201c\u201d\u201e"), '"')
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")
_UNSEEN = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, ord(STAR)))
_ALIKE = _QUOTES | _DASHES | _UNSEEN
_STROKES = {
    0x00F8: "o", 0x00D8: "O", 0x0111: "d", 0x0110: "D", 0x0142: "l", 0x0141: "L", 0x00E6: "ae", 0x00C6: "AE",
    0x0153: "oe", 0x0152: "OE", 0x0127: "h", 0x0126: "H", 0x0131: "i",
}  # fmt: skip
_STAR = re.compile(r"\\\*|\*")


def folded(text: str, *, case: bool, accents: bool) -> str:
    """Return a text as it is compared: one form of each letter, blank, quotation mark and dash.

    Capitals count only with ``case``; accents (combining marks of Latin, Greek and Cyrillic letters, and strokes as in
    ø) only with ``accents``.
    """
    same = normalize("NFKC", text).translate(_ALIKE)
    same = same if case else same.casefold()
    if not accents:
        parts = normalize("NFD", same)
        same = "".join(part for part in parts if not "\u0300" <= part <= "\u036f").translate(_STROKES)
    return " ".join(normalize("NFC", same).split())


def pattern(text: str, *, case: bool, accents: bool) -> str:
    r"""Return an accepted spelling as it is compared: ``*`` is any run of letters, ``\*`` a star.

    >>> pattern(r"Trapezius * \*", case=False, accents=False).replace(STAR, "~")
    'trapezius ~ *'
    """
    parts = _STAR.split(text)
    stars = [found == "*" for found in _STAR.findall(text)]
    marked = parts[0] + "".join(("\ue001" if star else "*") + part for star, part in zip(stars, parts[1:], strict=True))
    return folded(marked, case=case, accents=accents).replace("\ue001", STAR)


def matches(wanted: str, text: str) -> bool:
    """Return whether a folded text is what a pattern stands for."""
    first, *rest = wanted.split(STAR)
    if not rest:
        return text == first
    *middle, last = rest
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    place, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, place, end)
        if found < 0:
            return False
        place = found + len(part)
    return True


def distance(wanted: str, text: str, most: int) -> int:
    """Return how many edits make a folded text what a pattern stands for, ``most + 1`` for more than ``most``.

    An edit puts in, leaves out or changes one letter or swaps two neighbours (Damerau 1964, each place edited once).
    """
    if STAR not in wanted and abs(len(wanted) - len(text)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(text) + 1))
    for number, letter in enumerate(wanted):
        longer = [row[0] if letter == STAR else row[0] + 1]
        for place, other in enumerate(text, start=1):
            if letter == STAR:
                longer.append(min(row[place], longer[place - 1]))
                continue
            best = min(row[place] + 1, longer[place - 1] + 1, row[place - 1] + (letter != other))
            if number and place > 1 and letter == text[place - 2] and wanted[number - 1] == other:
                best = min(best, before[place - 2] + 1)
            longer.append(best)
        if min(longer) > most:
            return most + 1
        before, row = row, longer
    return min(row[-1], most + 1)


def close(wanted: str, text: str) -> bool:
    """Return whether a folded text may be meant as a pattern: few edits away, or holding it as whole words.

    One edit with four to seven letters, two with more, none with fewer.
    """
    letters = len(wanted.replace(STAR, ""))
    most = 0 if letters < 4 else 1 if letters < 8 else 2
    if most and distance(wanted, text, most) <= most:
        return True
    words = rf"(?<!\w){re.escape(wanted)}(?!\w)"
    return letters >= 2 and STAR not in wanted and re.search(words, text) is not None
