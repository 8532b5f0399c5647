"""How QTI 1.2 marks: conditions over responses that set or add to a score and show feedback.

Rules are not translated but run, so that any way of writing the same marks is read as the same marks. Systems differ
in two points, which are read as all of them mean it: several tests of one single response, side by side, are texts
that are each accepted; and a condition that does not say whether to go on goes on, `<other>` being what no condition
that marks has met before.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from typing import TypeAlias

from training.bank.formats.trees import Element, XmlFault
from training.core.numbers import exact

Given: TypeAlias = Mapping[str, tuple[str, ...]]
"""A response: what was chosen or typed, by the name of what asks for it."""
SCORE = "SCORE"
NO_RULE = "Only marks that depend on the responses alone are read."
_COUNTED = ("D2L_Correct",)
"""Variables that systems count right answers in instead of SCORE."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a response brings: its score, and the names of the feedback shown, in their order."""

    score: Fraction
    feedback: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Processing:
    """The conditions of an item. ``single`` names the responses that hold one value at most."""

    conditions: tuple[Element, ...]
    most: Fraction | None
    single: frozenset[str]
    known: dict[tuple[tuple[str, tuple[str, ...]], ...], Outcome] = field(default_factory=dict)

    def outcome(self, given: Given) -> Outcome:
        """Return what a response brings. Raises XmlFault for a test that is not known here."""
        key = tuple(given.items())
        if key not in self.known:
            self.known[key] = self._outcome(given)
        return self.known[key]

    def score(self, given: Given) -> Fraction:
        """Return what a response is worth."""
        return self.outcome(given).score

    @property
    def marks(self) -> bool:
        """Return whether any condition sets a score."""
        return any(each.child("setvar") is not None for each in self.conditions)

    def tests(self, *names: str) -> Iterator[Element]:
        """Yield the tests of these names, wherever in the conditions they stand; those that mark come first."""
        for condition in sorted(self.conditions, key=lambda each: each.child("setvar") is None):
            yield from condition.all(*names)

    def holds(self, condition: Element, given: Given, *, met: bool = False) -> bool:
        """Return whether a condition holds; ``met`` tells that one that marks did before."""
        tested = condition.child("conditionvar")
        return tested is not None and self._all(tested.children, given, met)

    def _outcome(self, given: Given) -> Outcome:
        values: dict[str, Fraction] = {}
        feedback: list[str] = []
        met = False
        for condition in self.conditions:
            if not self.holds(condition, given, met=met):
                continue
            sets = condition.named("setvar")
            if _is_of_an_option(condition):
                self._add_share(sets, values)
                sets = []
            for each in sets:
                self._set(each, values)
            right = not sets and self._is_right(condition)
            if right:
                values[SCORE] = values.get(SCORE, Fraction(0)) + (self.most or 1)
            feedback += [each.get("linkrefid") for each in condition.named("displayfeedback")]
            met = met or bool(sets) or right
            if condition.get("continue").lower() == "no":
                break
        name = next((each for each in (SCORE, *_COUNTED, *values) if each in values), SCORE)
        return Outcome(values.get(name, Fraction(0)), tuple(dict.fromkeys(feedback)))

    def _add_share(self, sets: Sequence[Element], values: dict[str, Fraction]) -> None:
        """Add what one option gives, in per cent, as Blackboard writes it; the whole right answer needs none of it."""
        most, old = self.most or Fraction(1), values.get(SCORE, Fraction(0))
        if old < most:
            values[SCORE] = old + most * sum((number(each.own or "0", each.line) for each in sets), Fraction(0)) / 100

    def _is_right(self, condition: Element) -> bool:
        """Return whether a condition means the right answer by what it shows: Blackboard sets no mark for a text."""
        shown = any(each.get("linkrefid") == "correct" for each in condition.named("displayfeedback"))
        return shown and not any(_gives(each) for every in self.conditions for each in every.named("setvar"))

    def _set(self, element: Element, values: dict[str, Fraction]) -> None:
        name = element.get("varname") or element.get("variablename") or SCORE
        text = element.own
        value = (self.most or Fraction(1)) if text.endswith(".max") else number(text or "0", element.line)
        old = values.get(name, Fraction(0))
        action = element.get("action", "Set").lower()
        if action == "divide" and not value:
            raise XmlFault("divides a mark by 0", NO_RULE, element.line)
        results = {"add": old + value, "subtract": old - value, "multiply": old * value}
        values[name] = old / value if action == "divide" else results.get(action, value)

    def _all(self, tests: Sequence[Element], given: Given, met: bool) -> bool:  # noqa: FBT001 - the state of a run
        """Return whether all tests hold, those of texts for one single response being ways to answer it."""
        bounds = {test.name for test in tests}
        if {"vargte", "varlte"} <= bounds:  # the middle of a stretch, which Blackboard names beside its ends
            tests = [test for test in tests if test.name != "varequal"]
        for name, group in groupby(tests, key=self._asked_once):
            held = [self._holds(test, given, met) for test in group]
            if not (any(held) if name else all(held)):
                return False
        return bool(tests)

    def _asked_once(self, test: Element) -> str:
        name = test.get("respident")
        return name if test.name in {"varequal", "varsubstring"} and name in self.single else ""

    def _holds(self, test: Element, given: Given, met: bool) -> bool:  # noqa: FBT001 - the state of a run
        if test.name in {"and", "conditionvar"}:
            return self._all(test.children, given, met)
        if test.name == "or":
            return any(self._holds(each, given, met) for each in test.children)
        if test.name == "not":
            return not any(self._holds(each, given, met) for each in test.children)
        if test.name == "other":
            return not met
        known = _TESTS.get(test.name)
        if known is None:
            raise XmlFault(f"marks by <{test.name}>, which is not read", NO_RULE, test.line)
        return known(test, given)


def _gives(setvar: Element) -> bool:
    return setvar.own.strip("0.") != ""


def _is_of_an_option(condition: Element) -> bool:
    """Return whether a condition asks of one option whether it was chosen, by its name alone, as Blackboard does."""
    tests = condition.all("varequal")
    return bool(tests) and not any(test.own for test in tests)


def number(text: str, line: int | None = None) -> Fraction:
    """Return a number. Raises XmlFault for what is none."""
    try:
        return exact(text.strip().replace(",", "."))
    except ValueError as error:
        raise XmlFault(f"has {text[:40]!r} where a number is wanted", "Write a number.", line) from error


def _values(test: Element, given: Given) -> tuple[str, ...]:
    """Return what was answered; the name of an option stands for whether it was chosen, as in Blackboard."""
    name = test.get("respident")
    if name in given:
        return given[name]
    return (test.own,) if any(name in chosen for chosen in given.values()) else ()


def _equal(test: Element, given: Given) -> bool:
    wanted, values = test.own, _values(test, given)
    place = test.get("index")
    if place.isdecimal() and int(place):
        values = values[int(place) - 1 : int(place)]
    if test.get("case", "No").lower() == "yes":
        return wanted in values
    return wanted.lower() in {value.lower() for value in values} or _same_number(wanted, values)


def _same_number(wanted: str, values: Sequence[str]) -> bool:
    """Return whether a number was typed that is the one wanted, however it is written."""
    try:
        return any(exact(value) == exact(wanted) for value in values)
    except ValueError:
        return False


def _substring(test: Element, given: Given) -> bool:
    wanted = test.own
    if test.get("case", "No").lower() == "yes":
        return any(wanted in value for value in _values(test, given))
    return any(wanted.lower() in value.lower() for value in _values(test, given))


def _compared(holds: Callable[[Fraction, Fraction], bool]) -> Callable[[Element, Given], bool]:
    def compare(test: Element, given: Given) -> bool:
        limit = number(test.own, test.line)
        try:
            return any(holds(exact(value), limit) for value in _values(test, given))
        except ValueError:
            return False

    return compare


_TESTS: Mapping[str, Callable[[Element, Given], bool]] = {
    "varequal": _equal,
    "varsubstring": _substring,
    "varlt": _compared(lambda one, other: one < other),
    "varlte": _compared(lambda one, other: one <= other),
    "vargt": _compared(lambda one, other: one > other),
    "vargte": _compared(lambda one, other: one >= other),
    "unanswered": lambda test, given: not _values(test, given),
}
