"""What may differ between two versions of an item that are the same question still: words, and what nobody is asked.

An edit is cosmetic when a person decides that it is; some edits never are. What a candidate reads may be worded anew,
its numbers, figures, gaps and variables may not change. Reasons, sources and other notes may. All else, the key, ids
and order of options, danger, marking, typed answers, may not: a field that is not named here is not cosmetic.
"""

import re
from collections.abc import Mapping

from training.core.differences import Change, flat
from training.core.drafts import Draft

INSIDE = ", numbers"
"""What the label of a text ends with of which only what stays in it is compared."""

_NOTES = re.compile(
    r"objective|facts|sources|evidence|checked_on|review_by|author|module|section|difficulty|needs|vignette|enemies"
    r"|feedback|origin\..*|unfinished|domain|level"
    r"|(?:.*\.)?(?:rationale|sources|wrong_rationale|why)"
)
"""Paths of what a candidate does not read before answering, and what is not marked by."""

_WORDS = re.compile(
    r"stem|passage|alt|stimulus\.(?:text|alt|transcript)|(?:options|premises|landmarks)\[[^]]*\]\.text"
    r"|gaps\[[^]]*\]\.options\[[^]]*\]\.text"
)
"""Paths of what a candidate reads."""

_WORDED = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: str(number) for number, word in enumerate(_WORDED, start=2)}
_FIXED = re.compile(
    rf"figure:[\w.-]+|\[\[[^]]*\]\]|\{{[^}}]*\}}|\d+(?:[.,]\d+)*|\b(?:{'|'.join(_WORDED)})\b", re.IGNORECASE
)
"""What stays of a text that is worded anew: figures, gaps, variables and numbers, also as words."""


def never_cosmetic(before: Draft, after: Draft, pictures: tuple[Mapping[str, str], Mapping[str, str]]) -> list[Change]:
    """Return what two canonical drafts differ in that makes them two questions, in the order of the later one.

    Of a text that is worded anew only what may not change in it is told. ``pictures`` are the digests of the figures
    of both, by name.
    """
    old, new = dict(_fixed(before, pictures[0])), dict(_fixed(after, pictures[1]))
    paths = [*new, *(path for path in old if path not in new)]
    return [Change(path, old.get(path), new.get(path)) for path in paths if old.get(path) != new.get(path)]


def _fixed(draft: Draft, pictures: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return by path what may not change; a text without anything of the kind is left out."""
    found = []
    for path, value in flat(draft):
        if _NOTES.fullmatch(path):
            continue
        if not _WORDS.fullmatch(path):
            found.append((path, value))
        elif kept := _FIXED.findall(value):
            found.append((f"{path}{INSIDE}", ", ".join(_NUMBERS.get(each.lower(), each) for each in kept)))
    return found + [(f"figure {name}", digest[:12]) for name, digest in sorted(pictures.items())]
