"""What stands in the braces of a GIFT question, taken apart."""

import re
from dataclasses import dataclass
from fractions import Fraction

from training.bank.formats.gift.signs import shown
from training.bank.formats.shares import share_of
from training.core.numbers import exact

_SIGN = re.compile(r"[=~]")
WEIGHT = re.compile(r"\s*%\s*([+-]?\d{1,3}(?:[.,]\d*)?)\s*%")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it stands: its sign, all of it, and whether it begins on the line the one before ends on."""

    sign: str
    whole: str
    same_line: bool = False

    @property
    def weight(self) -> Fraction | None:
        """Return the share that a weight before the text names."""
        found = WEIGHT.match(self.whole)
        return share_of(found[1].replace(",", ".")) if found else None

    @property
    def text(self) -> str:
        """Return the answer without weight and feedback, signs still hidden."""
        return self.unweighted.partition("#")[0]

    @property
    def feedback(self) -> str:
        """Return what stands after the first #, signs still hidden."""
        return self.whole.partition("#")[2]

    @property
    def unweighted(self) -> str:
        """Return all of it but the weight."""
        found = WEIGHT.match(self.whole)
        return self.whole[found.end() :] if found and self.weight is not None else self.whole

    @property
    def choice(self) -> tuple[str, Fraction]:
        """Return text and share of an answer to choose: what follows = is right and has no weight, as in Moodle."""
        if self.sign == "=":
            return self.whole.partition("#")[0], Fraction(1)
        return self.text, self.weight or Fraction(0)

    @property
    def share_of_typed(self) -> Fraction:
        """Return what typing it gives: its weight, everything without one."""
        return Fraction(1) if self.weight is None else self.weight


def answers(body: str) -> list[Answer]:
    """Return the answers of hidden text; one before the first sign is kept, and is wrong where others have signs."""
    places = [found.start() for found in _SIGN.finditer(body)]
    first = body[: places[0]] if places else body
    found = [Answer("", first)] if first.strip() else []
    for place, end in zip(places, [*places[1:], len(body)], strict=False):
        before = body[:place].rstrip(" \t")
        found.append(Answer(body[place], body[place + 1 : end], same_line=bool(before) and not before.endswith("\n")))
    return found


def interval(text: str) -> dict[str, object] | None:
    """Return the numbers of a numerical answer as a draft holds them, None for what is none.

    >>> interval("3.14:0.01"), interval("1..5"), interval("1,5"), interval("x")
    ({'value': '3.14', 'tolerance': '0.01'}, {'low': '1', 'high': '5'}, {'value': '1.5'}, None)
    """
    text = text.strip()
    low, dots, high = text[:1] + text[1:].partition("..")[0], *text[1:].partition("..")[1:]
    if dots:
        ends = [_number(low), _number(high)]
        if None in ends:
            return None
        first, last = sorted((end for end in ends if end is not None), key=exact)
        return {"low": first, "high": last}
    value, _, tolerance = (part.strip() for part in text.partition(":"))
    number, about = _number(value), _number(tolerance or "0")
    if number is None or about is None or exact(about) < 0:
        return None
    given: dict[str, object] = {"value": number}
    return given | ({"tolerance": about} if exact(about) else {})


def _number(text: str) -> str | None:
    """Return a number as a draft writes it; a comma may be the decimal sign."""
    plain = shown(text).removeprefix("+").replace("\u2212", "-")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        exact(plain)
    except ValueError:
        return None
    return None if "/" in plain else plain
