"""What a person's name may hold: letters, marks, signs and spaces of any script, and nothing that nobody can see."""

import unicodedata

JOINERS = "\u200c\u200d"
"""Nobody sees these two, yet names in Persian, Urdu, Hindi and others are not written right without them."""
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""The general categories of controls, overrides of direction and what is no character."""


def is_text(character: str) -> bool:
    """Return whether a character is a letter, mark, sign or space; direction overrides and controls are not."""
    return character in JOINERS or unicodedata.category(character) not in UNSEEN


def unseen(name: str) -> tuple[str, ...]:
    """Return what a name holds that nobody can see, each once: ``U+202E RIGHT-TO-LEFT OVERRIDE``."""
    hidden = dict.fromkeys(character for character in name if not is_text(character))
    return tuple(f"U+{ord(each):04X} {unicodedata.name(each, '')}".rstrip() for each in hidden)


def has_letter(name: str) -> bool:
    """Return whether a name holds a letter of any script, and so more than marks, signs and blanks."""
    return any(unicodedata.category(character).startswith("L") for character in name)


def plainly_spaced(name: str | None) -> str | None:
    """Return a name with one plain blank for each run of blanks of any kind, as of a Japanese keyboard."""
    if not name:
        return name
    plain = "".join(" " if unicodedata.category(each) == "Zs" else each for each in name)
    return " ".join(filter(None, plain.split(" ")))
