"""What a typed number is worth, found by trying: between the numbers that an item names, nothing can change.

Systems mark numbers by rules of many shapes; whatever the rules, what they give is one or several stretches.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise

from training.bank.formats import shapes
from training.bank.formats.shapes import Choice
from training.bank.formats.shares import near


@dataclass(frozen=True, slots=True)
class Asked:
    """How to find out what a number is worth and which reason it brings.

    ``edges`` are all numbers at which that may change, ``named`` those of them that may be the middle of a stretch.
    """

    score: Callable[[Fraction], Fraction]
    shown: Callable[[Fraction], str]
    named: frozenset[Fraction]
    edges: frozenset[Fraction]


@dataclass(frozen=True, slots=True)
class Found:
    """What is accepted, as a draft writes it, with the reason for every other number.

    ``whole`` is what the best is worth, 0 where nothing is worth anything; ``is_open`` tells that an edge of a stretch
    does not count there.
    """

    answers: tuple[dict[str, object], ...]
    wrong: str
    whole: Fraction
    is_open: bool


@dataclass(frozen=True, slots=True)
class _Span:
    """Numbers that are worth the same, from ``low`` to ``high`` (None without an end)."""

    low: Fraction | None
    high: Fraction | None
    tried: Fraction
    score: Fraction
    shown: str


def most(asked: Asked) -> Fraction:
    """Return the most that a number can be worth."""
    return max((span.score for span in _spans(asked)), default=Fraction(0))


def found(asked: Asked) -> Found:
    """Return the numbers that are worth something, and those that bring a reason of their own."""
    spans = _spans(asked)
    whole = max(span.score for span in spans)
    if whole <= 0:
        return Found((), "", Fraction(0), is_open=False)
    wrong = spans[0].shown if spans[0].score <= 0 else spans[-1].shown if spans[-1].score <= 0 else ""
    runs = list(_runs(spans))
    answers = [_answer(asked, run, whole) for run in runs]
    answers += [
        {"value": decimal(span.tried), "share": "0", "rationale": span.shown, "sources": []}
        for span in spans
        if span.score <= 0 and span.low == span.high and span.low is not None and span.shown not in {"", wrong}
    ]
    return Found(tuple(answers), wrong, whole, any(_is_open(run[0]) or _is_open(run[-1]) for run in runs))


def decimal(value: Fraction) -> str:
    """Return a number as a draft writes it: with a point where that is exact, or else as a fraction."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return str(value)
    places = next(number for number in range(400) if (value * 10**number).denominator == 1)
    digits = str(abs(int(value * 10**places))).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def _runs(spans: Sequence[_Span]) -> Iterator[list[_Span]]:
    """Yield the neighbours that are worth at least as much as one of them, the largest worth first."""
    for level in sorted({span.score for span in spans if span.score > 0}, reverse=True):
        for reaches, group in groupby(spans, key=lambda span: span.score >= level):
            run = list(group)
            if reaches and any(span.score == level for span in run):
                yield run


def _answer(asked: Asked, run: Sequence[_Span], whole: Fraction) -> dict[str, object]:
    level = min(span.score for span in run)
    low, high = run[0].low, run[-1].high
    middle = None if low is None or high is None else (low + high) / 2
    exact = [span for span in run if span.score == level]
    shown = next((span.shown for span in exact if span.low == span.high), exact[0].shown)
    ends: dict[str, object]
    if middle is not None and middle in asked.named:
        ends = {"value": decimal(middle)}
        ends |= {"tolerance": decimal(middle - low)} if low is not None and middle > low else {}
    else:
        ends = {name: decimal(end) for name, end in (("low", low), ("high", high)) if end is not None}
    return ends | shapes.shared(Choice("", near(level / whole), shown))


def _is_open(span: _Span) -> bool:
    return span.low != span.high and (span.low is not None and span.high is not None)


def _spans(asked: Asked) -> list[_Span]:
    """Return all numbers, apart where what they are worth may change: the edges, and those between."""
    points = sorted(asked.edges)
    if not points:
        return [_span(asked, None, None, Fraction(0))]
    ends: list[tuple[Fraction | None, Fraction | None, Fraction]] = [(None, points[0], points[0] - 1)]
    for one, other in pairwise(points):
        ends += [(one, one, one), (one, other, (one + other) / 2)]
    ends += [(points[-1], points[-1], points[-1]), (points[-1], None, points[-1] + 1)]
    return [_span(asked, *each) for each in ends]


def _span(asked: Asked, low: Fraction | None, high: Fraction | None, tried: Fraction) -> _Span:
    return _Span(low, high, tried, asked.score(tried), asked.shown(tried))
