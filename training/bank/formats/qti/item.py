"""One <assessmentItem>, taken apart: its body, its responses, its marks and its feedback."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from training.bank.formats.qti.processing import Processing
from training.bank.formats.qti.texts import OPEN, SHUT, Put, Texts, html_of, is_for_candidates, joined
from training.bank.formats.qti.values import Declared, Value, by_name
from training.bank.formats.trees import Element, XmlFault

OTHERWISE = "Rewrite it there as one question of another kind."
FEEDBACK = ("modalFeedback", "feedbackInline", "feedbackBlock")
KEY_COUNTS = "It does not say how it is marked; here its key counts."


Told: TypeAlias = tuple[int, str]
MARK = f"{OPEN}{SHUT}"
_FIELD = {"textEntryInteraction": MARK}


@dataclass(frozen=True, slots=True)
class Item:
    """An item. Reasons and losses are collected by its ``texts``."""

    element: Element
    body: Element
    processing: Processing
    texts: Texts
    named: Mapping[str, Sequence[Element]]
    """Its elements by their names, in the order written."""
    told: list[list[tuple[Element, str]]] = field(default_factory=list)

    def response(self, interaction: Element) -> Declared:
        """Return the response that an interaction gives. Raises XmlFault when none is declared."""
        name = interaction.get("responseIdentifier")
        if name not in self.processing.responses:
            message = f"has a <{interaction.name}> whose response {name[:60]!r} is not declared"
            raise XmlFault(message, "Declare the response.", interaction.line)
        return self.processing.responses[name]

    def score(self, given: Mapping[str, Value]) -> Fraction:
        """Return what responses are worth."""
        return self.processing.score(given)

    def feedback(self) -> list[tuple[Element, str]]:
        """Return every element of feedback with its text, found out once."""
        if not self.told:
            kinds = [self.named[name] for name in FEEDBACK if name in self.named]
            elements = kinds[0] if len(kinds) == 1 else self.element.all(*FEEDBACK) if kinds else ()
            self.told.append([(each, self.texts.of(each)) for each in elements])
        return self.told[0]

    def shown(self, given: Mapping[str, Value]) -> tuple[Told, ...]:
        """Return the feedback that responses bring: the place of each element among all, and its text."""
        found = self.feedback()
        if not found:
            return ()
        values = self.processing.outcome(given)
        return tuple(
            (place, text)
            for place, (each, text) in enumerate(found)
            if text
            and (each.get("identifier") in values.get(each.get("outcomeIdentifier"), ()))
            == (each.get("showHide", "show") == "show")
        )

    def stem(self) -> str:
        """Return what is asked: the body with the prompts in the places of their interactions.

        A field that stands within the text leaves a blank to be filled in, one that stands at its end leaves nothing.
        """

        def put(element: Element) -> str | None:
            if not element.name.endswith("Interaction") or element.name == "hottextInteraction":
                return None
            prompt = next((child for child in element.children if child.name == "prompt"), None)
            return f"<div>{html_of(prompt)}</div>" if prompt is not None else _FIELD.get(element.name, "")

        text = self.texts.of(self.body, put)
        text = text.removesuffix(f"\n\n{MARK}")
        text = re.sub(f"^{MARK}$", "\\\\_" * 5, text, flags=re.MULTILINE).replace(MARK, "_" * 5)
        if text:
            return text
        self.texts.lose("It has no question; its title stands for one.")
        return self.element.get("title") or self.element.get("identifier")

    def text(self, element: Element, put: Put | None = None) -> str:
        """Return the text of an element of the item."""
        return self.texts.of(element) if put is None else self.texts.of(element, put)

    def model_answer(self) -> str:
        """Return what the rubrics for who marks say."""
        rubrics = [each for each in self.named.get("rubricBlock", ()) if "scorer" in each.get("view").split()]
        return joined(enumerate(self.texts.of(each) for each in rubrics))

    def note_rubrics(self) -> None:
        """Note rubrics that are not for candidates; those for candidates stand in the question."""
        hidden = [each for each in self.named.get("rubricBlock", ()) if not is_for_candidates(each)]
        if any("scorer" not in each.get("view").split() for each in hidden):
            self.texts.lose("A rubric that candidates do not see is left out.")


def item_of(element: Element, named: Mapping[str, Sequence[Element]], texts: Texts) -> Item:
    """Return the item of an element. Raises XmlFault for one that draws values or waits for more than one answer."""
    parts = {child.name: child for child in element.children}
    if element.get("adaptive") in {"true", "1"}:
        raise XmlFault("is adaptive: it answers and asks again", OTHERWISE, element.line)
    if "templateDeclaration" in parts or "templateProcessing" in parts:
        raise XmlFault("draws values (templateProcessing)", "Write it here as a calculated item.", element.line)
    body = parts.get("itemBody")
    if body is None:
        raise XmlFault("has no <itemBody>", OTHERWISE, element.line)
    outcomes = [child for child in element.children if child.name == "outcomeDeclaration"]
    tables = {
        child.get("identifier"): table
        for child in outcomes
        for table in child.children
        if table.name in {"matchTable", "interpolationTable"}
    }
    responses = by_name([child for child in element.children if child.name == "responseDeclaration"])
    processing = Processing(responses, by_name(outcomes), parts.get("responseProcessing"), tables)
    return Item(element, body, processing, texts, named)
