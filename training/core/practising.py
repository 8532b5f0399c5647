"""Which items to practise next, and how far somebody has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from training.core.items import Item
from training.core.layout import Layout, lay_out
from training.core.responses import Response


class Wish(StrEnum):
    """What somebody wants to practise."""

    ANY = "any"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that may be practised; ``right`` says how its last answer went, None when it was never answered."""

    version: str
    code: str
    right: bool | None


def choose(candidates: Sequence[Candidate], *, number: int, wish: Wish, seed: int) -> tuple[str, ...]:
    """Return the versions of a practice set in the order they are asked; fewer when there are fewer.

    Items never answered are taken first, then those answered wrong, then the rest; what is taken is asked in a mixed
    order. With ``Wish.WRONG`` only those whose last answer was wrong. All of it follows from the seed.
    """
    chance = Random(seed)
    shuffled = sorted(candidates, key=lambda each: each.code)
    chance.shuffle(shuffled)
    if wish is Wish.WRONG:
        shuffled = [each for each in shuffled if each.right is False]
    groups: Mapping[bool | None, int] = {None: 0, False: 1, True: 2}
    chosen = sorted(shuffled, key=lambda each: groups[each.right])[:number]
    chance.shuffle(chosen)
    return tuple(each.version for each in chosen)


def arrangement(item: Item, *, seed: int, position: int) -> Layout:
    """Return how one place of a set shows an item, drawn anew when the item comes again."""
    return lay_out(item, Random(f"{seed}:{position}"))


def complaint(item: Item, response: Response | None) -> str | None:
    """Return what to say instead of why, None for an answer that can be looked back on."""
    if not response:
        return "Answer the question first; then you read why."
    if item.mark(response) is None:
        return None
    return item.complaint(response) or (None if item.fits(response) else "Choose from the answers shown.")
