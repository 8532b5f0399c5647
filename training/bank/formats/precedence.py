"""The first answer that fits counts in Moodle, the largest share here: making both give the same mark.

An answer that an earlier one with a smaller share covers whole is never reached there, so it gets that smaller share.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from training.bank.formats.shapes import Choice
from training.core.likeness import STAR, matches, pattern
from training.core.numbers import exact


def of_texts(choices: Sequence[Choice], *, case: bool) -> tuple[list[Choice], tuple[str, ...]]:
    """Return accepted texts with the shares they have there, and a sentence on each that changed."""
    folded = [pattern(choice.text, case=case, accents=True) for choice in choices]

    def covers(first: int, second: int) -> bool:
        return STAR not in folded[second] and matches(folded[first], folded[second])

    shares, changed = _reached([choice.share for choice in choices], covers)
    told = [replace(choice, share=share) for choice, share in zip(choices, shares, strict=True)]
    return told, tuple(_sentence(choices[place].text) for place in changed)


def of_numbers(answers: Sequence[dict[str, object]]) -> tuple[list[dict[str, object]], tuple[str, ...]]:
    """Return accepted numbers (with both ends) with the shares they have there, and a sentence on each that changed."""
    ends = [_ends(answer) for answer in answers]

    def covers(first: int, second: int) -> bool:
        return ends[first][0] <= ends[second][0] and ends[second][1] <= ends[first][1]

    given = [Fraction(str(answer.get("share", "1"))) for answer in answers]
    shares, changed = _reached(given, covers)
    told = [
        answer if share == old else answer | {"share": str(share)}
        for answer, share, old in zip(answers, shares, given, strict=True)
    ]
    return told, tuple(_sentence(str(answers[place].get("value") or answers[place].get("low"))) for place in changed)


def _reached(shares: Sequence[Fraction], covers: Callable[[int, int], bool]) -> tuple[list[Fraction], list[int]]:
    """Return the share that counts for each answer, and the places of those that an earlier one takes over."""
    found = list(shares)
    changed = []
    for place in range(len(found)):
        before = next((other for other in range(place) if covers(other, place)), None)
        if before is not None and found[before] < found[place]:
            found[place] = found[before]
            changed.append(place)
    return found, changed


def _ends(answer: dict[str, object]) -> tuple[Fraction, Fraction]:
    if "low" in answer:
        return exact(str(answer["low"])), exact(str(answer["high"]))
    value, about = exact(str(answer["value"])), exact(str(answer.get("tolerance", "0")))
    return value - about, value + about


def _sentence(text: str) -> str:
    return f"{text[:40]!r} stands after an answer that fits it too and is worth what that one is, as in Moodle."
