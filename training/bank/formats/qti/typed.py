"""What may be typed and what it is worth: texts by trying every text the item names, numbers by trying around them.

A number's intervals are found between the numbers that key, mapping, rules and tolerances name.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from training.bank.formats import shapes, spans
from training.bank.formats.qti.expressions import tolerances
from training.bank.formats.qti.item import Item, Told
from training.bank.formats.qti.texts import joined
from training.bank.formats.qti.values import Declared, Value, number
from training.bank.formats.shapes import Choice
from training.bank.formats.shares import near
from training.bank.formats.trees import Element, XmlFault
from training.core.drafts import Draft

OTHER = "\ue0ff"
"""A text that nobody types."""
MOST_NUMBERS = 300
MOST_ANSWERS = 60
NO_ANSWER = "Give it a correct response, or a mapping."


class NothingCounts(XmlFault):
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


def typed(asked: Asked) -> Draft:
    """Return the answers of a number or of a text, with what the best one is worth as the whole mark."""
    return _number(asked) if asked.declared.is_number else _text(asked)


def best(asked: Asked) -> Fraction:
    """Return the most that can be got. Raises NothingCounts when nothing gives a mark."""
    if asked.declared.is_number:
        return _most(asked, [spans.most(_numbers(asked))])
    return _most(asked, [asked.score((text,)) for text in _texts(asked)])


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
        raise XmlFault(
            f"accepts {len(choices)} texts; at most {MOST_ANSWERS} fit", "Split it.", asked.item.element.line
        )
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
    found = spans.found(_numbers(asked))
    if not found.whole:
        raise NothingCounts("accepts no answer", NO_ANSWER, asked.item.element.line)
    if found.is_open:
        asked.item.texts.lose("A number on an edge counts here; there it does not.")
    if len(found.answers) > MOST_ANSWERS:
        message = f"accepts {len(found.answers)} ranges; at most {MOST_ANSWERS} fit"
        raise XmlFault(message, "Split it.", asked.item.element.line)
    wrong: dict[str, object] = {"wrong_rationale": found.wrong} if found.wrong else {}
    return {"kind": "numeric", "answers": list(found.answers)} | wrong


def _numbers(asked: Asked) -> spans.Asked:
    edges = _edges(asked)
    if len(edges) > MOST_NUMBERS:
        raise XmlFault("names too many numbers", "Split it.", asked.item.element.line)
    named, all_edges = frozenset(_named(asked)), frozenset(edges)
    return spans.Asked(lambda one: asked.score((one,)), lambda one: asked.shown((one,)), named, all_edges)


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
