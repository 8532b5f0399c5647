"""One <item>, taken apart: what it asks, what it offers, how it is marked, and what it says of itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from training.bank.formats.cartridge.processing import Given, Processing
from training.bank.formats.cartridge.texts import Texts
from training.bank.formats.trees import Element, XmlFault
from training.core.numbers import exact

ASKING = ("response_lid", "response_str", "response_num", "response_xy", "response_grp")
COMPARING = ("varlt", "varlte", "vargt", "vargte")
_TYPES = ("question_type", "cc_profile", "bbmd_questiontype", "qmd_questiontype", "qmd_itemtype", "qmd_type")
"""What systems call the field that names the kind of a question, the surest first."""
_POINTS = ("points_possible", "cc_weighting", "qmd_absolutescore_max", "qmd_weighting", "qmd_points")


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked: its name, whether it is chosen or typed, and what it offers, by name."""

    element: Element
    offered: Mapping[str, Element]

    @property
    def name(self) -> str:
        """Return what conditions call it."""
        return self.element.get("ident")

    @property
    def cardinality(self) -> str:
        """Return how many values it may have: single, multiple or ordered."""
        return self.element.get("rcardinality", "Single").lower()

    @property
    def is_chosen(self) -> bool:
        """Return whether it is answered by choosing."""
        return self.element.name == "response_lid" and bool(self.offered)


@dataclass(frozen=True)
class Item:
    """An item. Losses are collected by its ``texts``."""

    element: Element
    texts: Texts

    @cached_property
    def presentation(self) -> Element:
        """Return what is shown."""
        return self.element.child("presentation") or Element("presentation", {}, self.element.line)

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """Return everything that is asked, in the order shown."""
        return tuple(Asked(each, _offered(each)) for each in self.presentation.all(*ASKING))

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """Return what the item says of itself, by the names of its fields in small letters."""
        return fields_of(self.element.child("itemmetadata"))

    @cached_property
    def type(self) -> str:
        """Return what its own system calls this kind of question, in small letters, ``""`` when it does not say."""
        return next((self.fields[name].lower() for name in _TYPES if self.fields.get(name)), "")

    @cached_property
    def points(self) -> str:
        """Return what its own system gives for it, ``""`` for one mark or when it does not say."""
        given = next((self.fields[name] for name in _POINTS if self.fields.get(name)), "")
        plain = given.rstrip("0").rstrip(".") if "." in given else given
        return "" if plain in {"", "0", "1", "100"} else plain

    @cached_property
    def processing(self) -> Processing:
        """Return how it is marked."""
        holders = self.element.named("resprocessing")
        conditions = tuple(each for holder in holders for each in holder.all("respcondition"))
        declared = [each.get("maxvalue") for holder in holders for each in holder.all("decvar")]
        single = frozenset(each.name for each in self.asked if not each.is_chosen)
        return Processing(conditions, _most(declared), single)

    @cached_property
    def feedback(self) -> Mapping[str, str]:
        """Return the feedback by its names, empty ones left out."""
        found = {each.get("ident"): self.texts.of(_without_solution(each)) for each in self.element.all("itemfeedback")}
        return {name: text for name, text in found.items() if text}

    def shown(self, given: Given) -> tuple[str, ...]:
        """Return the texts of the feedback that a response brings."""
        return tuple(self.feedback[name] for name in self.processing.outcome(given).feedback if name in self.feedback)

    def only_asked(self) -> Asked:
        """Return the one thing that is asked. Raises XmlFault where there are several."""
        if len(self.asked) > 1:
            raise XmlFault("asks several questions", "Make each an item of its own.", self.asked[1].element.line)
        return self.asked[0]

    def stem(self) -> str:
        """Return the question; the title stands for one that is missing."""
        text = self.texts.of(self.presentation)
        if text:
            return text
        self.texts.lose("It has no question; its title stands for one.")
        return self.title or self.element.get("ident")

    @property
    def title(self) -> str:
        """Return the title on one line."""
        return " ".join(self.element.get("title").split())

    def key_of(self, asked: Asked) -> list[str]:
        """Return the values that bring more than nothing by themselves."""
        return [name for name in asked.offered if self.processing.score({asked.name: (name,)}) > 0]

    @cached_property
    def together(self) -> Given:
        """Return the right answers of parts that bring marks only all together; nothing where one does alone."""
        tests = list(self.processing.tests("varequal", "varsubstring", *COMPARING))
        if len(self.asked) < 2 or any(self.processing.score({t.get("respident"): (t.own,)}) > 0 for t in tests):
            return {}
        keys = [self._named(condition) for condition in self.processing.conditions]
        keys = [key for key in keys if len(key) == len(self.asked)]
        best = max(keys, key=self.processing.score, default={})
        return best if self.processing.score(best) > 0 else {}

    def _named(self, condition: Element) -> dict[str, tuple[str, ...]]:
        """Return the first value that a condition names for each thing asked, those it rules out apart."""
        negated = {id(test) for each in condition.all("not") for test in each.every()}
        tests = [test for test in condition.all("varequal", "varsubstring", *COMPARING) if id(test) not in negated]
        names = {each.name for each in self.asked}
        found: dict[str, tuple[str, ...]] = {}
        for test in tests:
            if test.get("respident") in names:
                found.setdefault(test.get("respident"), (test.own,))
        return found

    def model_answer(self) -> str:
        """Return the solution that it shows."""
        solutions = [each for each in self.element.all("solution", "solutionmaterial") if each.name == "solution"]
        return self.texts.joined(solutions)


def fields_of(holder: Element | None) -> Mapping[str, str]:
    """Return the fields of metadata, both as a label with its entry and as elements of their own."""
    found: dict[str, str] = {}
    for each in () if holder is None else holder.every():
        if each.name.endswith("metadatafield"):
            label, entry = each.child("fieldlabel"), each.child("fieldentry")
            if label is not None and entry is not None:
                found.setdefault(label.own.lower(), entry.own)
        elif each.name.startswith(("bbmd_", "qmd_")) and each.own:
            found.setdefault(each.name, each.own)
    return found


def _offered(element: Element) -> dict[str, Element]:
    return {each.get("ident"): each for each in element.all("response_label")}


def _most(declared: Sequence[str]) -> Fraction | None:
    for text in declared:
        try:
            found = exact(text)
        except ValueError:
            continue
        if found > 0:
            return found
    return None


def _without_solution(element: Element) -> Element:
    kept = [each for each in element.children if each.name not in {"solution", "hint"}]
    return Element(element.name, element.attributes, element.line, [*kept], kept)
