"""Questions of several parts: what a value of one part is worth, and whether each part counts for itself."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from training.bank.formats.cartridge.choosing import DIFFER
from training.bank.formats.cartridge.item import COMPARING, Asked, Item
from training.bank.formats.cartridge.processing import Given
from training.bank.formats.shares import near

GENERAL = "general_fb"
_NEAR = Fraction(1, 1000)


def score(item: Item, asked: Asked, value: str) -> Fraction:
    """Return what a value of one part is worth: by itself, or beside all the others right where none counts alone."""
    return item.processing.score({**_beside(item, asked), asked.name: (value,)})


def always(item: Item) -> str:
    """Return the feedback that comes whatever is answered: nothing, or what is right.

    Canvas shows what it names general_fb always, even where a condition before it ends the rules.
    """
    empty, shown = item.shown({}), item.shown({each.name: right(item, each) for each in item.asked})
    general = item.feedback.get(GENERAL, "")
    return "\n\n".join(dict.fromkeys([text for text in empty if text in shown] + ([general] if general else [])))


def right(item: Item, asked: Asked) -> tuple[str, ...]:
    """Return the value that conditions name and that is worth the most, nothing where none is worth anything."""
    tests = item.processing.tests("varequal", "varsubstring", *COMPARING)
    named = [test.own for test in tests if test.get("respident") == asked.name]
    scores = [score(item, asked, one) for one in named]
    best = max(scores, default=Fraction(0))
    return (named[scores.index(best)],) if best > 0 else ()


def weights(worth: Sequence[Fraction]) -> list[Fraction]:
    """Return how much each part counts, the least of them once; all count once where one is worth nothing."""
    if min(worth) <= 0:
        return [Fraction(1)] * len(worth)
    shares = [near(each / sum(worth)) for each in worth]
    return [near(each / min(shares)) for each in shares]


def is_whole(item: Item, key: Given, wrong: Mapping[str, Sequence[str]]) -> bool:
    """Return whether right parts count only all together.

    Noted is where they do not add up to the whole mark, or wrong ones cost something.

    ``key`` is the right answer to each part, ``wrong`` some that are not.
    """
    whole = item.processing.score(key)
    if whole <= 0 or len(key) < 2:
        return False
    alone = {name: item.processing.score({name: value}) for name, value in key.items()}
    without = {name: item.processing.score(_rest(key, name)) for name in key}
    if not any(alone.values()) and not any(without.values()):
        return True
    added = all(abs(alone[name] + without[name] - whole) <= whole * _NEAR for name in key)
    spoiled = [
        item.processing.score({**key, name: (value,)}) - without[name] for name in wrong for value in wrong[name]
    ]
    if not added or abs(sum(alone.values()) - whole) > whole * _NEAR or any(spoiled):
        item.texts.lose(DIFFER)
    return False


def _beside(item: Item, asked: Asked) -> Given:
    return _rest(item.together, asked.name)


def _rest(given: Given, name: str) -> Given:
    return {other: value for other, value in given.items() if other != name}
