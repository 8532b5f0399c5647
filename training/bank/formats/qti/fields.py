"""Fields to type in and lists to choose from, of an item of its own or of a gap: how they are written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from training.bank.formats import shapes
from training.bank.formats.markup import to_plain
from training.bank.formats.qti.parts import (
    Untold,
    added,
    added_by_mapping,
    assigned,
    base_value,
    condition,
    is_null,
    mapping,
    response,
    rounded,
    shown,
    variable,
)
from training.bank.formats.shapes import Choice
from training.bank.formats.spans import decimal
from training.core.drafts import Draft
from training.core.numbers import exact


@dataclass(frozen=True, slots=True)
class Field:
    """A field or a list: of an item of its own, or a gap; ``weight`` is what its right answer adds to SCORE."""

    name: str
    feedback: str
    draft: Draft
    weight: Fraction

    @property
    def kind(self) -> str:
        return {"short_text": "text", "numeric": "number"}.get(shapes.text(self.draft, "kind"), "") or shapes.text(
            self.draft, "kind"
        )

    def answers(self) -> list[Choice]:
        """Return what it accepts. Raises Untold where nothing gives the whole mark."""
        options = shapes.tables(self.draft, "options")
        found = shapes.answers_of(self.draft)
        if self.kind == "choice":
            found = [
                Choice(
                    shapes.text(one, "id"),
                    shapes.fraction(one, "weight", Fraction(bool(one.get("correct")))),
                    shapes.text(one, "rationale"),
                )
                for one in options
            ]
        if max((each.share for each in found), default=Fraction(0)) != 1:
            raise Untold("no answer gives the whole mark")
        if self.kind == "text":
            return [Choice(_letters(each.text), each.share, each.rationale) for each in found]
        return found

    def response(self) -> str:
        """Return the declaration of its response."""
        answers = self.answers()
        if self.kind == "number":
            return response(self.name, "single", "float", _middles(self.draft))
        best = next(each.text for each in answers if each.share == 1)
        worth = {each.text: each.share * self.weight for each in answers}
        scores = mapping(worth, case=None if self.kind == "choice" else bool(self.draft.get("case")))
        return response(self.name, "single", "identifier" if self.kind == "choice" else "string", [best], scores)

    def body(self) -> str:
        """Return its interaction."""
        if self.kind != "choice":
            return f'<textEntryInteraction responseIdentifier="{self.name}"/>'
        rows = "".join(
            f'<inlineChoice identifier="{shapes.text(one, "id")}">{shown(to_plain(shapes.text(one, "text")))}'
            "</inlineChoice>"
            for one in shapes.tables(self.draft, "options")
        )
        return (
            f'<inlineChoiceInteraction responseIdentifier="{self.name}" shuffle="true">{rows}</inlineChoiceInteraction>'
        )

    def told(self) -> Iterator[tuple[str, str, str]]:
        """Yield the reasons of its answers, then that of every other one."""
        for number, answer in enumerate(self.answers(), start=1):
            if answer.rationale.strip():
                yield self.feedback, f"a{number}", answer.rationale
        wrong = shapes.text(self.draft, "wrong_rationale")
        if wrong.strip():
            yield self.feedback, "other", wrong

    def rules(self) -> Iterator[str]:
        """Yield the rules that add its mark to SCORE and set its feedback."""
        if self.kind != "number":
            yield added_by_mapping(self.name)
        branches = [(is_null(self.name), "")]
        answers = list(enumerate(self.answers(), start=1))
        for number, answer in sorted(answers, key=lambda each: -each[1].share if self.kind == "number" else 0):
            branches.append((self._test(number, answer), self._results(number, answer)))
        last = (
            assigned(self.feedback, base_value("identifier", "other"))
            if shapes.text(self.draft, "wrong_rationale")
            else ""
        )
        if self.kind == "number" or any(self.told()):
            yield condition(branches, last)

    def _results(self, number: int, answer: Choice) -> str:
        score = added(base_value("float", rounded(answer.share * self.weight))) if self.kind == "number" else ""
        return score + (
            assigned(self.feedback, base_value("identifier", f"a{number}")) if answer.rationale.strip() else ""
        )

    def _test(self, number: int, answer: Choice) -> str:
        if self.kind == "number":
            return _holds(self.name, shapes.tables(self.draft, "answers")[number - 1])
        if self.kind == "choice":
            return f"<match>{variable(self.name)}{base_value('identifier', answer.text)}</match>"
        case = "true" if self.draft.get("case") else "false"
        return (
            f'<stringMatch caseSensitive="{case}" substring="false">{variable(self.name)}'
            f"{base_value('string', answer.text)}</stringMatch>"
        )


def _letters(text: str) -> str:
    r"""Return an accepted text letter by letter; ``\*`` is a star. Raises Untold for one with a run of any letters."""
    if "*" in text.replace("\\*", ""):
        raise Untold("an accepted text stands for many (*)")
    return text.replace("\\*", "*").strip()


def _middles(draft: Draft) -> list[str]:
    """Return the number that is shown as right: of the first answer that gives everything, where it is one number."""
    best = next(each for each in shapes.tables(draft, "answers") if shapes.fraction(each, "share", Fraction(1)) == 1)
    return [_exact(best, "value")] if shapes.text(best, "value") else []


def _holds(name: str, answer: Mapping[str, object]) -> str:
    """Return the test whether a number is accepted."""
    given = variable(name)
    if shapes.text(answer, "value"):
        value, about = _exact(answer, "value"), shapes.text(answer, "tolerance")
        if about.endswith("%"):
            about = rounded(abs(exact(value)) * exact(about.removesuffix("%")) / 100)
        mode = f'toleranceMode="absolute" tolerance="{about} {about}"' if about else 'toleranceMode="exact"'
        return f"<equal {mode}>{given}{base_value('float', value)}</equal>"
    tests = [
        f"<{test}>{given}{base_value('float', _exact(answer, end))}</{test}>"
        for end, test in (("low", "gte"), ("high", "lte"))
        if shapes.text(answer, end)
    ]
    return tests[0] if len(tests) == 1 else f"<and>{''.join(tests)}</and>"


def _exact(answer: Mapping[str, object], name: str) -> str:
    value = decimal(exact(shapes.text(answer, name)))
    if "/" in value:
        raise Untold("a number has no end of decimals")
    return value
