"""Choices and hot texts as single choice and multiple response, their marks found by asking what each is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from training.bank.formats import shapes
from training.bank.formats.qti.item import KEY_COUNTS, Item
from training.bank.formats.qti.texts import joined
from training.bank.formats.qti.values import Declared, Value
from training.bank.formats.shapes import Choice
from training.bank.formats.shares import by_rule, near
from training.bank.formats.trees import Element, XmlFault
from training.core.drafts import Draft

DIFFER = "Some answers get other marks there: its rules say what the kind here does not."
NO_KEY = "Give it a correct response, or a mapping."


@dataclass(frozen=True, slots=True)
class Worth:
    """What each choice adds to the mark; ``whole`` where they count only all together."""

    shares: Sequence[Fraction]
    whole: bool = False


def choice(item: Item, interaction: Element) -> Draft:
    """Return a choice: of one where the response is single, or else of several."""
    offered = list(interaction.all("simpleChoice", "hottext"))
    declared = item.response(interaction)
    if len(offered) < 2:
        raise XmlFault("offers fewer than two choices", "Offer two or more.", interaction.line)
    names = [each.get("identifier") for each in offered]
    texts = [item.text(each) for each in offered]
    _note_order(item, interaction, offered)
    if interaction.name == "hottextInteraction":
        item.texts.lose("Words are marked in the text there; here they are chosen from a list.")
    worth = worth_of(item, declared, names)
    most = interaction.get("maxChoices", "0")
    if declared.cardinality != "single" and most.isdecimal() and 1 < int(most) < len(names):
        item.texts.lose(f"At most {most} may be chosen there; here any number.")
    reasons, feedback = reasons_of(item, declared, names)
    choices = [Choice(*each) for each in zip(texts, worth.shares, reasons, strict=True)]
    single = declared.cardinality == "single"
    draft = shapes.single(choices) if single else shapes.several(choices, whole=worth.whole)
    return draft | {"stem": item.stem()} | ({"feedback": feedback} if feedback else {})


def worth_of(item: Item, declared: Declared, names: Sequence[str]) -> Worth:
    """Return what each choice is worth. Raises XmlFault when none is right."""
    return (_single if declared.cardinality == "single" else _several)(item, declared, names)


def reasons_of(item: Item, declared: Declared, names: Sequence[str]) -> tuple[list[str], str]:
    """Return the feedback of each choice that others do not bring, and what every choice brings."""
    shown = [item.shown({declared.name: (name,)}) for name in names]
    everywhere = [text for text in shown[0] if all(text in each for each in shown)]
    whole: Value = declared.correct or tuple(names[:1])
    key = [] if declared.cardinality == "single" else item.shown({declared.name: whole})
    known = {text for each in shown for text in each}
    if not known.issuperset(key):
        item.texts.lose("Feedback on the whole answer is left out.")
    if declared.cardinality != "single":
        gone = [text for text in everywhere if text not in key]
        everywhere = [text for text in everywhere if text in key]
        shown = [tuple(text for text in each if text not in gone) for each in shown]
    return [joined([text for text in each if text not in everywhere]) for each in shown], joined(everywhere)


def _single(item: Item, declared: Declared, names: Sequence[str]) -> Worth:
    scores = [item.score({declared.name: (name,)}) for name in names]
    best = max(scores)
    if best <= 0:
        return Worth([Fraction(each) for each in _right(item, declared, names)])
    if min(scores) < 0:
        item.texts.lose("Marks under 0 count 0 here.")
    return Worth([near(score / best) for score in scores])


def _several(item: Item, declared: Declared, names: Sequence[str]) -> Worth:
    """Return what each choice adds; where nothing can be added up, the rule of this bank."""
    scores = {name: item.score({declared.name: (name,)}) for name in names}
    key = [name for name in names if name in declared.correct] or [name for name in names if scores[name] > 0]
    whole = item.score({declared.name: tuple(key)})
    if not key or whole <= 0:
        return Worth(by_rule(_right(item, declared, names)))
    gains = [
        near(scores[name] / whole) if name in key else near((item.score({declared.name: (*key, name)}) - whole) / whole)
        for name in names
    ]
    by_name = dict(zip(names, gains, strict=True))
    given = [*([name] for name in names), *([other for other in key if other != name] for name in key), list(names)]
    given += [[*key, name] for name in names if name not in key]
    apart = [each for each in given if not _agrees(item, declared, each, whole, by_name)]
    if not apart and sum(by_name[name] for name in key) >= Fraction(999, 1000):
        return Worth(gains)
    parts = any(item.score({declared.name: tuple(each)}) > 0 for each in given if set(each) != set(key))
    if parts:
        item.texts.lose(DIFFER)
    return Worth(by_rule([name in key for name in names]), whole=not parts)


def _agrees(item: Item, declared: Declared, given: Sequence[str], whole: Fraction, gains: dict[str, Fraction]) -> bool:
    """Return whether a choice is worth what its parts add up to, between 0 and everything."""
    there = item.score({declared.name: tuple(given)}) / whole
    here = sum((gains[name] for name in given), Fraction(0))
    one, zero = Fraction(1), Fraction(0)
    return abs(max(zero, min(one, there)) - max(zero, min(one, here))) < Fraction(1, 1000)


def _right(item: Item, declared: Declared, names: Sequence[str]) -> list[bool]:
    """Return which choices are the key of an item whose rules give no marks. Raises XmlFault when it has none."""
    right = [name in declared.correct for name in names]
    if not any(right):
        raise XmlFault("has no right answer", NO_KEY, item.element.line)
    item.texts.lose(KEY_COUNTS)
    return right


def _note_order(item: Item, interaction: Element, offered: Sequence[Element]) -> None:
    if interaction.get("shuffle") in {"false", "0"}:
        item.texts.lose("Its choices keep their order there; here they stand in a random one.")
    elif any(each.get("fixed") in {"true", "1"} for each in offered):
        item.texts.lose("A choice keeps its place there; here all stand in a random order.")
