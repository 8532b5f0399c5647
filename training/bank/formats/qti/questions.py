"""From drafts to the parts of QTI 2.2 items: declarations, body, rules and feedback of each kind."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from training.bank.formats import shapes
from training.bank.formats.embedded import MARKER
from training.bank.formats.markup import to_html, to_plain
from training.bank.formats.qti.passages import STEM
from training.bank.formats.qti.typed import decimal
from training.bank.formats.shapes import Choice
from training.core.drafts import Draft
from training.core.numbers import exact

RESPONSE = "RESPONSE"
FEEDBACK = "FEEDBACK"
PLACES = 6
FIGURES = "../figures/"
_NO_ATTRIBUTE = re.compile(r' (?:style|start)="[^"]*"')
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class Untold(ValueError):
    """QTI cannot say this; the message says why."""


@dataclass(frozen=True, slots=True)
class Question:
    """The parts of an item. ``rules`` follow SCORE; ``told`` is feedback as (outcome, identifier, Markdown)."""

    body: str
    responses: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    template: str = ""
    told: tuple[tuple[str, str, str], ...] = ()
    by_person: bool = False


def question(draft: Draft) -> Question:
    """Return the parts of an item. Raises Untold for what QTI, or this bank's use of it, cannot say."""
    kind = shapes.text(draft, "kind")
    known = _KINDS.get(kind)
    if known is None:
        raise Untold(f"a question of the kind {kind.replace('_', ' ')} is not written as QTI")
    return known(draft)


def html(markdown: str) -> str:
    """Return Markdown as the HTML that QTI has, pictures by their address in a package."""
    text = _CONTROL.sub("", to_html(markdown)).replace('src="figure:', f'src="{FIGURES}')
    return _NO_ATTRIBUTE.sub("", text).replace("<s>", '<span class="struck">').replace("</s>", "</span>")


def shown(text: str) -> str:
    """Return a plain text as it stands in XML."""
    return escape(_CONTROL.sub("", text))


def _choice(draft: Draft) -> Question:
    options, choices = shapes.tables(draft, "options"), shapes.choices_of(draft)
    single = draft.get("kind") == "single_choice"
    names = [shapes.text(option, "id") for option in options]
    worth = dict(zip(names, (choice.share for choice in choices), strict=True))
    right = [name for name, share in worth.items() if share > 0]
    whole = max(worth.values(), default=Fraction(0)) if single else sum((worth[name] for name in right), Fraction(0))
    if whole != 1:
        raise Untold("its weights do not give the whole mark for the right answer")
    key = [name for name in right if not single or worth[name] == 1][: 1 if single else None]
    plain = all(share in {0, 1} for share in worth.values()) if single else _is_critical(draft)
    mapping = "" if plain else _mapping(worth, bounds="" if single else ' lowerBound="0" upperBound="1"')
    cardinality = "single" if single else "multiple"
    offered = "".join(
        f'<simpleChoice identifier="{name}">{html(choice.text)}</simpleChoice>'
        for name, choice in zip(names, choices, strict=True)
    )
    body = (
        f'{html(shapes.asked(draft))}<choiceInteraction responseIdentifier="{RESPONSE}" shuffle="true" '
        f'maxChoices="{int(single)}">{offered}</choiceInteraction>'
    )
    told = tuple(
        (FEEDBACK, name, choice.rationale) for name, choice in zip(names, choices, strict=True) if choice.rationale
    )
    responses = (_response(RESPONSE, cardinality, "identifier", key, mapping),)
    if not told:
        return Question(body, responses, template="match_correct" if plain else "map_response")
    rules = (_by_key(RESPONSE) if plain else _add_mapped(RESPONSE), _set(FEEDBACK, _variable(RESPONSE)))
    return Question(body, responses, (_outcome(FEEDBACK, cardinality),), rules, told=told)


def _is_critical(draft: Draft) -> bool:
    return any(option.get("dangerous") for option in shapes.tables(draft, "options"))


def _ordering(draft: Draft) -> Question:
    steps = "".join(
        f'<simpleChoice identifier="{shapes.text(step, "id")}">{html(shapes.text(step, "text"))}</simpleChoice>'
        for step in shapes.tables(draft, "options")
    )
    body = (
        f'{html(shapes.asked(draft))}<orderInteraction responseIdentifier="{RESPONSE}" shuffle="true">{steps}'
        "</orderInteraction>"
    )
    key = shapes.texts(draft, "key")
    return Question(body, (_response(RESPONSE, "ordered", "identifier", key),), template="match_correct")


def _matching(draft: Draft) -> Question:
    premises, options = shapes.tables(draft, "premises"), shapes.tables(draft, "options")
    left = _set_of(premises, 1)
    right = _set_of(options, 0)
    body = (
        f'{html(shapes.asked(draft))}<matchInteraction responseIdentifier="{RESPONSE}" shuffle="true" '
        f'maxAssociations="{len(premises)}">{left}{right}</matchInteraction>'
    )
    pairs = [f"{shapes.text(each, 'id')} {shapes.text(each, 'match')}" for each in premises]
    mapping = _mapping(dict.fromkeys(pairs, Fraction(1)))
    return Question(body, (_response(RESPONSE, "multiple", "directedPair", pairs, mapping),), template="map_response")


def _set_of(entries: Sequence[Mapping[str, object]], most: int) -> str:
    rows = "".join(
        f'<simpleAssociableChoice identifier="{shapes.text(each, "id")}" matchMax="{most}">'
        f"{html(shapes.text(each, 'text'))}</simpleAssociableChoice>"
        for each in entries
    )
    return f"<simpleMatchSet>{rows}</simpleMatchSet>"


def _extended(draft: Draft) -> Question:
    model = shapes.text(draft, "model_answer").strip()
    rubric = f'<rubricBlock view="scorer">{html(model)}</rubricBlock>' if model else ""
    body = f'{html(shapes.asked(draft))}<extendedTextInteraction responseIdentifier="{RESPONSE}"/>{rubric}'
    return Question(body, (_response(RESPONSE, "single", "string"),), by_person=True)


def _typed(draft: Draft) -> Question:
    field = _Field(RESPONSE, FEEDBACK, draft, Fraction(1))
    body = f'{html(shapes.asked(draft))}<p><textEntryInteraction responseIdentifier="{RESPONSE}"/></p>'
    told = tuple(field.told())
    outcomes = (_outcome(FEEDBACK, "single"),) if told else ()
    return Question(body, (field.response(),), outcomes, tuple(field.rules()), told=told)


def _cloze(draft: Draft) -> Question:
    fields = {
        shapes.text(gap, "id"): _Field(
            shapes.text(gap, "id"), f"F_{shapes.text(gap, 'id')}", gap, shapes.fraction(gap, "weight", Fraction(1))
        )
        for gap in shapes.tables(draft, "gaps")
    }
    asked = shapes.asked(draft)
    stem = "" if asked == shapes.COMPLETE else f'<div class="{STEM}">{html(asked)}</div>'
    passage = html(shapes.text(draft, "passage"))
    body = stem + MARKER.sub(lambda found: fields[found[1]].body() if found[1] in fields else found[0], passage)
    told = tuple(one for field in fields.values() for one in field.told())
    outcomes = tuple(_outcome(name, "single") for name in dict.fromkeys(outcome for outcome, _id, _text in told))
    rules = tuple(rule for field in fields.values() for rule in field.rules())
    return Question(body, tuple(field.response() for field in fields.values()), outcomes, rules, told=told)


@dataclass(frozen=True, slots=True)
class _Field:
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
            return _response(self.name, "single", "float", _middles(self.draft))
        best = next(each.text for each in answers if each.share == 1)
        worth = {each.text: each.share * self.weight for each in answers}
        mapping = _mapping(worth, case=None if self.kind == "choice" else bool(self.draft.get("case")))
        return _response(self.name, "single", "identifier" if self.kind == "choice" else "string", [best], mapping)

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
            yield _add_mapped(self.name)
        branches = [(_null(self.name), "")]
        answers = list(enumerate(self.answers(), start=1))
        for number, answer in sorted(answers, key=lambda each: -each[1].share if self.kind == "number" else 0):
            branches.append((self._test(number, answer), self._results(number, answer)))
        last = _set(self.feedback, _base("identifier", "other")) if shapes.text(self.draft, "wrong_rationale") else ""
        if self.kind == "number" or any(self.told()):
            yield _condition(branches, last)

    def _results(self, number: int, answer: Choice) -> str:
        score = _add(_base("float", _decimal(answer.share * self.weight))) if self.kind == "number" else ""
        return score + (_set(self.feedback, _base("identifier", f"a{number}")) if answer.rationale.strip() else "")

    def _test(self, number: int, answer: Choice) -> str:
        if self.kind == "number":
            return _holds(self.name, shapes.tables(self.draft, "answers")[number - 1])
        if self.kind == "choice":
            return f"<match>{_variable(self.name)}{_base('identifier', answer.text)}</match>"
        case = "true" if self.draft.get("case") else "false"
        return (
            f'<stringMatch caseSensitive="{case}" substring="false">{_variable(self.name)}'
            f"{_base('string', answer.text)}</stringMatch>"
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
    variable = _variable(name)
    if shapes.text(answer, "value"):
        value, about = _exact(answer, "value"), shapes.text(answer, "tolerance")
        if about.endswith("%"):
            about = _decimal(abs(exact(value)) * exact(about.removesuffix("%")) / 100)
        mode = f'toleranceMode="absolute" tolerance="{about} {about}"' if about else 'toleranceMode="exact"'
        return f"<equal {mode}>{variable}{_base('float', value)}</equal>"
    tests = [
        f"<{test}>{variable}{_base('float', _exact(answer, end))}</{test}>"
        for end, test in (("low", "gte"), ("high", "lte"))
        if shapes.text(answer, end)
    ]
    return tests[0] if len(tests) == 1 else f"<and>{''.join(tests)}</and>"


def _exact(answer: Mapping[str, object], name: str) -> str:
    value = decimal(exact(shapes.text(answer, name)))
    if "/" in value:
        raise Untold("a number has no end of decimals")
    return value


def _decimal(value: Fraction) -> str:
    """Return a share as a decimal, rounded where it has no end."""
    whole = decimal(value)
    return f"{float(value):.{PLACES}f}" if "/" in whole else whole


def _response(name: str, cardinality: str, base: str, key: Sequence[str] = (), mapping: str = "") -> str:
    values = "".join(f"<value>{shown(value)}</value>" for value in key)
    right = f"<correctResponse>{values}</correctResponse>" if values else ""
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">{right}{mapping}'
        "</responseDeclaration>"
    )


def _mapping(worth: Mapping[str, Fraction], *, case: bool | None = None, bounds: str = "") -> str:
    sensitive = "" if case is None else f' caseSensitive="{str(case).lower()}"'
    rows = "".join(
        f'<mapEntry mapKey="{shown(key)}" mappedValue="{_decimal(share)}"{sensitive}/>' for key, share in worth.items()
    )
    return f'<mapping{bounds} defaultValue="0">{rows}</mapping>'


def _outcome(name: str, cardinality: str) -> str:
    return f'<outcomeDeclaration identifier="{name}" cardinality="{cardinality}" baseType="identifier"/>'


def _variable(name: str) -> str:
    return f'<variable identifier="{name}"/>'


def _base(base: str, value: str) -> str:
    return f'<baseValue baseType="{base}">{shown(value)}</baseValue>'


def _set(name: str, expression: str) -> str:
    return f'<setOutcomeValue identifier="{name}">{expression}</setOutcomeValue>'


def _add(expression: str) -> str:
    return _set("SCORE", f"<sum>{_variable('SCORE')}{expression}</sum>")


def _add_mapped(name: str) -> str:
    return _add(f'<mapResponse identifier="{name}"/>')


def _by_key(name: str) -> str:
    test = f'<match>{_variable(name)}<correct identifier="{name}"/></match>'
    return _condition([(test, _set("SCORE", _base("float", "1")))], "")


def _null(name: str) -> str:
    return f"<isNull>{_variable(name)}</isNull>"


def _condition(branches: Sequence[tuple[str, str]], last: str) -> str:
    names = ["responseIf", *["responseElseIf"] * (len(branches) - 1)]
    parts = "".join(f"<{name}>{test}{results}</{name}>" for name, (test, results) in zip(names, branches, strict=True))
    return f"<responseCondition>{parts}{f'<responseElse>{last}</responseElse>' if last else ''}</responseCondition>"


def _numeric(draft: Draft) -> Question:
    if shapes.tables(draft, "units"):
        raise Untold("QTI has numbers without units only")
    return _typed(draft)


_KINDS: Mapping[str, Callable[[Draft], Question]] = {
    "single_choice": _choice,
    "multiple_response": _choice,
    "ordering": _ordering,
    "matching": _matching,
    "short_text": _typed,
    "numeric": _numeric,
    "cloze": _cloze,
    "extended_text": _extended,
}
