"""Orders as Moodle's question type of that name writes them in GIFT: how they are marked, then a step a line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

WHOLE = "ALL_OR_NOTHING"
PAIRS = "RELATIVE_ALL_PREVIOUS_AND_NEXT"
OTHERWISE = "Moodle marks orders by other rules; here the pairs of steps in the right order count."
SOME_STEPS = "Only some of its steps are shown there; here all are."
_HEAD = re.compile(r">\s*(\d{1,3})[^\S\n]*")
_ALL = frozenset({"ALL", "EXACT"})
_MARKED = frozenset(
    {
        WHOLE,
        PAIRS,
        "ABSOLUTE_POSITION",
        "ABSOLUTE",
        "ABS",
        "RELATIVE_NEXT_EXCLUDE_LAST",
        "RELATIVE_NEXT_INCLUDE_LAST",
        "RELATIVE_ONE_PREVIOUS_AND_NEXT",
        "RELATIVE_TO_CORRECT",
        "RELATIVE",
        "LONGEST_ORDERED_SUBSET",
        "LONGEST_CONTIGUOUS_SUBSET",
    }
)
_OTHER = frozenset({"RANDOM", "REL", "CONTIGUOUS", "CONTIG", "HORIZONTAL", "HORI", "H", "VERTICAL", "VERT", "V"})
_SHOWN = frozenset({"SHOW", "TRUE", "YES", "HIDE", "FALSE", "NO", "0", "1"})
_NUMBERED = frozenset({"NONE", "123", "ABC", "ABCD", "III", "IIII"})


@dataclass(frozen=True, slots=True)
class Order:
    """Steps in their right order; ``whole`` where only that order gives marks."""

    steps: tuple[str, ...]
    whole: bool
    losses: tuple[str, ...]


def order_of(body: str) -> Order | None:
    r"""Return the order that stands in braces, None where no two steps do.

    >>> order_of(">2 ALL VERTICAL ALL_OR_NOTHING SHOW none\nskin\nfat")
    Order(steps=('skin', 'fat'), whole=True, losses=())
    """
    head = _HEAD.match(body)
    if head is None:
        return None
    first, _, rest = body[head.end() :].partition("\n")
    words = first.split()
    known = _ALL | _MARKED | _OTHER | _SHOWN | _NUMBERED
    said = next((place for place, word in enumerate(words) if word.upper() not in known), len(words))
    told = {word.upper() for word in words[:said]}
    steps = tuple(line.strip() for line in (" ".join(words[said:]), *rest.split("\n")) if line.strip())
    fewer = not told & _ALL and 0 < int(head[1]) < len(steps)
    losses = ((SOME_STEPS,) if fewer else ()) + (() if WHOLE in told else (OTHERWISE,))
    return Order(steps, WHOLE in told, losses) if len(steps) > 1 else None


def written(steps: Sequence[str], *, whole: bool) -> list[str]:
    """Return the lines of an order, its steps as GIFT has them."""
    return [f">{len(steps)} ALL VERTICAL {WHOLE if whole else PAIRS} SHOW none", *steps]
