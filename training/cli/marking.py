"""What ``training bank mark`` does with a question and the words of a response."""

from collections.abc import Sequence
from fractions import Fraction

from training.bank.formats.markup import to_plain
from training.bank.readings import Found
from training.core.items import Item
from training.core.numbers import written
from training.core.options import Option
from training.core.responses import Response


def found(items: Sequence[Found], which: str) -> Item | None:
    """Return the question at a place (from 1), or the one with this code, id or name; None when there is none."""
    if which.isdecimal() and len(which) < 9 and 1 <= int(which) <= len(items):
        return items[int(which) - 1].item
    for each in items:
        origin = each.item.header.origin
        if which in {each.code, *((origin.id, origin.name) if origin else ())}:
            return each.item
    return None


def response(item: Item, words: Sequence[str]) -> Response:
    """Return the response that words stand for: parts of a response as they are, else texts or places of options."""
    given = tuple(words)
    if item.fits(given):
        return given
    named = tuple(_named(item, word) for word in given)
    return named if item.fits(named) else given


def result(item: Item, given: Response) -> dict[str, object]:
    """Return the mark of a response as plain values; ``awarded`` is None while a person must give it."""
    mark = item.mark(given)
    return {
        "code": item.header.code,
        "kind": item.kind,
        "response": list(given),
        "fits": item.fits(given),
        "awarded": None if mark is None else str(mark.awarded),
        "possible": None if mark is None else str(mark.possible),
        "share": None if mark is None else float(mark.awarded / mark.possible),
    }


def line(result: dict[str, object]) -> str:
    """Return the mark in one line."""
    if not result["fits"]:
        return f"{result['code']}: this cannot be a response to a {str(result['kind']).replace('_', ' ')} question."
    if result["awarded"] is None:
        return f"{result['code']}: a person must mark it."
    share = Fraction(str(result["awarded"])) / Fraction(str(result["possible"]))
    return f"{result['code']}: {result['awarded']} of {result['possible']} ({written(share * 100, 2)} %)"


def _named(item: Item, word: str) -> str:
    """Return the id of an option by its text or its place; each side of a pair, and what fills a gap, alike."""
    left, equals, right = word.partition("=")
    premises = [(premise.id, premise.text) for premise in getattr(item, "premises", ())]
    if premises:
        return f"{_id(premises, left.strip())}{equals}{_option(item.options, right.strip())}"
    gaps = {gap.id: gap for gap in getattr(item, "places", ())}
    if gaps:
        name = _id([(gap, gap) for gap in gaps], left.strip())
        return f"{name}{equals}{_option(gaps[name].options, right) if name in gaps else right}"
    return _option(item.options, word)


def _option(options: Sequence[Option], word: str) -> str:
    return _id([(option.id, option.text) for option in options], word)


def _id(named: Sequence[tuple[str, str]], word: str) -> str:
    """Return the id among ids with their texts that a word is, says or counts to; the word itself for none.

    A text is known without its signs of Markdown too, and whatever kinds of blanks are in it.
    """
    if any(word == name for name, _text in named):
        return word
    places = [(name, str(number)) for number, (name, _text) in enumerate(named, start=1)]
    plainly = [(name, _blanks(to_plain(text))) for name, text in named]
    said = [*named, *plainly, *places]
    return next((name for name, text in said if text in {word, _blanks(word)}), word)


def _blanks(text: str) -> str:
    return " ".join(text.split())
