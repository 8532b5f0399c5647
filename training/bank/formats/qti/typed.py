"""What may be typed and what it is worth: texts by trying every text the item names, numbers by trying around them.

A number's intervals are found between the numbers that key, mapping, rules and tolerances name; between two of them
nothing can change.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise, product

from training.bank.formats import shapes
from training.bank.formats.qti.elements import Element, NotRead
from training.bank.formats.qti.expressions import tolerances
from training.bank.formats.qti.item import Item, Told
from training.bank.formats.qti.texts import joined
from training.bank.formats.qti.values import Declared, Value, near, number
from training.bank.formats.shapes import Choice
from training.core.drafts import Draft

OTHER = "\ue0ff"
"""A text that nobody types."""
MOST_NUMBERS = 300
MOST_ANSWERS = 60
NO_ANSWER = "Give it a correct response, or a mapping."


class NothingCounts(NotRead):
    """Whatever is typed, there is no mark."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How to find out what a typed value is worth, and which feedback it brings."""

    item: Item
    declared: Declared
    score: Callable[[Value], Fraction]
    common: tuple[Told, ...] = ()
    """Feedback that other responses bring too, left out."""

    def shown(self, value: Value) -> str:
        """Return the feedback that a value brings."""
        return joined(told for told in self.item.shown({self.declared.name: value}) if told not in self.common)


@dataclass(frozen=True, slots=True)
class _Span:
    """Numbers that are worth the same, from ``low`` to ``high`` (None without an end)."""

    low: Fraction | None
    high: Fraction | None
    tried: Fraction
    score: Fraction
    shown: str


def typed(asked: Asked) -> Draft:
    """Return the answers of a number or of a text, with what the best one is worth as the whole mark."""
    return _number(asked) if asked.declared.is_number else _text(asked)


def best(asked: Asked) -> Fraction:
    """Return the most that can be got. Raises NothingCounts when nothing gives a mark."""
    if asked.declared.is_number:
        return _most(asked, [span.score for span in _spans(asked)])
    return _most(asked, [asked.score((text,)) for text in _texts(asked)])


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


def _most(asked: Asked, scores: Sequence[Fraction]) -> Fraction:
    if max(scores, default=Fraction(0)) <= 0:
        raise NothingCounts("accepts no answer", NO_ANSWER, asked.item.element.line)
    return max(scores)


def _text(asked: Asked) -> Draft:
    whole = best(asked)
    wrong = asked.shown((OTHER,))
    choices = []
    for text in _texts(asked):
        share, shown = near(asked.score((text,)) / whole), asked.shown((text,))
        if share > 0 or (shown and shown != wrong):
            choices.append(Choice(text.replace("*", "\\*"), share, shown))
    rest = asked.score((OTHER,))
    if rest > 0:
        choices.append(Choice("*", near(rest / whole), wrong))
    case = any(asked.score((text.swapcase(),)) != asked.score((text,)) for text in _texts(asked)[:5])
    if len(choices) > MOST_ANSWERS:
        raise NotRead(f"accepts {len(choices)} texts; at most {MOST_ANSWERS} fit", "Split it.", asked.item.element.line)
    return shapes.typed(_each_once(choices, case=case), case=case, wrong=wrong)


def _each_once(choices: Sequence[Choice], *, case: bool) -> list[Choice]:
    """Return choices without those that say again what an earlier one says."""
    found: dict[str, Choice] = {}
    for choice in sorted(choices, key=lambda each: -each.share):
        found.setdefault(choice.text if case else choice.text.lower(), choice)
    return [choice for choice in choices if choice in found.values()]


def _texts(asked: Asked) -> list[str]:
    """Return every text that the item names for a response."""
    named = [*asked.declared.keys, *(each.letters().strip() for each in _constants(asked, {"string", "identifier"}))]
    return [text for text in dict.fromkeys(map(str, named)) if text]


def _constants(asked: Asked, bases: set[str]) -> Iterator[Element]:
    """Yield the values of some types that rules name."""
    rules = asked.item.processing.rules
    if rules is not None:
        yield from (each for each in rules.all("baseValue") if each.get("baseType") in bases)


def _number(asked: Asked) -> Draft:
    spans = _spans(asked)
    whole = _most(asked, [span.score for span in spans])
    wrong = spans[0].shown if spans[0].score <= 0 else spans[-1].shown if spans[-1].score <= 0 else ""
    answers = [_answer(asked, run, whole) for run in _runs(spans)]
    answers += [
        {"value": decimal(span.tried), "share": "0", "rationale": span.shown, "sources": []}
        for span in spans
        if span.score <= 0 and span.low == span.high and span.low is not None and span.shown not in {"", wrong}
    ]
    if len(answers) > MOST_ANSWERS:
        raise NotRead(
            f"accepts {len(answers)} ranges; at most {MOST_ANSWERS} fit", "Split it.", asked.item.element.line
        )
    return {"kind": "numeric", "answers": answers} | ({"wrong_rationale": wrong} if wrong else {})


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
    if _is_open(run[0]) or _is_open(run[-1]):
        asked.item.texts.lose("A number on an edge counts here; there it does not.")
    ends: dict[str, object]
    if middle is not None and middle in _named(asked):
        ends = {"value": decimal(middle)}
        ends |= {"tolerance": decimal(middle - low)} if low is not None and middle > low else {}
    else:
        ends = {name: decimal(end) for name, end in (("low", low), ("high", high)) if end is not None}
    return ends | shapes.shared(Choice("", near(level / whole), shown))


def _is_open(span: _Span) -> bool:
    return span.low != span.high and (span.low is not None and span.high is not None)


def _spans(asked: Asked) -> list[_Span]:
    """Return all numbers, apart where what they are worth may change: the named ones, and those between."""
    points = sorted(_edges(asked))
    if len(points) > MOST_NUMBERS:
        raise NotRead("names too many numbers", "Split it.", asked.item.element.line)
    if not points:
        return [_span(asked, None, None, Fraction(0))]
    ends: list[tuple[Fraction | None, Fraction | None, Fraction]] = [(None, points[0], points[0] - 1)]
    for one, other in pairwise(points):
        ends += [(one, one, one), (one, other, (one + other) / 2)]
    ends += [(points[-1], points[-1], points[-1]), (points[-1], None, points[-1] + 1)]
    return [_span(asked, *each) for each in ends]


def _span(asked: Asked, low: Fraction | None, high: Fraction | None, tried: Fraction) -> _Span:
    return _Span(low, high, tried, asked.score((tried,)), asked.shown((tried,)))


def _named(asked: Asked) -> set[Fraction]:
    """Return every number that key, mapping or rules name."""
    found = {value for value in asked.declared.keys if isinstance(value, Fraction)}
    constants = _constants(asked, {"float", "integer"})
    return found | {number(each.letters().strip(), each.line) for each in constants}


def _edges(asked: Asked) -> set[Fraction]:
    """Return the named numbers and the ends of their tolerances, whichever side of <equal> they stand on."""
    rules = asked.item.processing.rules
    edges = _named(asked)
    keys = {value for value in asked.declared.keys if isinstance(value, Fraction)}
    for each in () if rules is None else rules.all("equal"):
        inside = {number(one.letters().strip(), one.line) for one in each.all("baseValue")}
        for value, about in product(inside or keys, {*tolerances(each)}):
            if each.get("toleranceMode") == "absolute":
                edges |= {value + about, value - about}
            elif each.get("toleranceMode") == "relative" and about < 100:
                part = about / 100
                edges |= {value / (1 + part), value / (1 - part), value * (1 + part), value * (1 - part)}
    return edges
