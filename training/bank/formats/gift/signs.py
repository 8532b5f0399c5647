r"""The signs GIFT gives a meaning, and the backslash that takes it away.

Escaped signs are hidden behind private characters in one pass from left to right, so that ``\\#`` is a backslash
before a sign that counts.
"""

import re

SIGNS = "\\:#={}~"
_HIDDEN = {sign: chr(0xF0000 + place) for place, sign in enumerate(SIGNS + "n")}
_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_SHOWN = str.maketrans({hidden: "\n" if sign == "n" else sign for sign, hidden in _HIDDEN.items()})
_WRITTEN = str.maketrans({sign: f"\\{sign}" for sign in SIGNS} | {"\n": "\\n"})
FORMATS = ("html", "moodle", "plain", "markdown")
_FORMAT = re.compile(r"\s*\[([a-z]+)\]")


def hidden(text: str) -> str:
    """Return a text in which only signs that count are left."""
    return _ESCAPED.sub(lambda found: _HIDDEN[found[1]], text)


def shown(text: str) -> str:
    """Return a hidden text as people read it."""
    return text.translate(_SHOWN).strip()


def written(text: str) -> str:
    """Return a text in which no sign counts, on one line."""
    return text.translate(_WRITTEN)


def formatted(text: str, default: str) -> tuple[str, str]:
    """Return a hidden text and its format: the one it names, or ``default``; an unknown ``[x]`` stays in the text."""
    found = _FORMAT.match(text)
    if found and found[1] in FORMATS:
        return text[found.end() :], found[1]
    return text, default
