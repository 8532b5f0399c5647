"""Questions with drawn numbers: Moodle's formulas and sets of values, to and from the variables of this bank."""

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from training.bank.formats import shapes
from training.bank.formats.moodle.texts import Texts
from training.bank.formats.moodle.typed import units, without_rest
from training.bank.formats.shapes import Choice
from training.bank.formats.trees import Element, XmlFault
from training.core import formulas
from training.core.arithmetic import FormulaError
from training.core.numbers import exact, is_exact, written

RELATIVE, ABSOLUTE, GEOMETRIC = "1", "2", "3"
"""How Moodle means a tolerance (tolerancetype)."""
MOST_SETS = 100
FUNCTIONS = frozenset(
    {"abs", "acos", "asin", "atan", "ceil", "cos", "exp", "floor", "log", "log10", "max", "min", "pi", "pow", "round",
     "sin", "sqrt", "tan"}
)  # fmt: skip
"""What Moodle's formulas know of ours; ln is its log."""
_PLACE = re.compile(r"\{=((?:[^{}]|\{\w+\})+)\}")
_BRACED = re.compile(rf"\{{({formulas.NAME.pattern})\}}")
_WORD = re.compile(r"\{(\w+)\}|(?<![\w.])([A-Za-z]\w*)(\s*\()?")


def calculated(question: Element, texts: Texts) -> dict[str, object]:
    """Return a calculated question: each of its numbers is drawn from the values that its sets hold."""
    texts.rewrite = _plain_text
    found, wrong = without_rest([each for each in texts.typed(question) if each.text])
    nodes = [node for node in question.named("answer") if node.said][: len(found)]
    answers = [_answer(node, choice, texts) for node, choice in zip(nodes, found, strict=True)]
    if not answers:
        raise XmlFault("has no formula", "Write an <answer> with a formula as its <text>.")
    holder = question.child("dataset_definitions")
    variables = [_variable(each) for each in (holder.named("dataset_definition") if holder else [])]
    if not variables:
        raise XmlFault("draws no numbers", "Export it from Moodle with its <dataset_definitions>.")
    if len(variables) > 1:
        texts.losses.append("Its numbers are drawn one by one here, in sets there.")
    reason: dict[str, object] = {"wrong_rationale": wrong} if wrong else {}
    return {"kind": "calculated", "variables": variables, "answers": answers} | units(question, texts) | reason


def formula_of(formula: str, names: Sequence[str]) -> str:
    """Return a formula as Moodle writes it. Raises ValueError for one it does not understand.

    >>> formula_of("mass * 0.5 / ln(hours)", ["mass", "hours"])
    '{mass} * 0.5 / log({hours})'
    """
    if "^" in formula or "**" in formula:
        message = "Moodle has no sign for powers in formulas"
        raise ValueError(message)

    def told(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        if found[3]:
            if name != "ln" and name not in FUNCTIONS:
                message = f"Moodle has no {name} in formulas"
                raise ValueError(message)
            return f"{'log' if name == 'ln' else name}("
        return f"{{{name}}}" if name in names else found[0]

    return _WORD.sub(told, formula)


def telling(draft: Mapping[str, object]) -> Callable[[str], str]:
    """Return what writes a text of a draft, its formulas as Moodle does. It raises ValueError as `formula_of` does."""
    names = [shapes.text(each, "name") for each in shapes.tables(draft, "variables")]
    if not names:
        return str
    return lambda text: _PLACE.sub(lambda found: f"{{={formula_of(found[1], names)}}}", text)


def values_of(variables: Sequence[Mapping[str, object]]) -> list[list[str]]:
    """Return for each variable its values in the sets that Moodle draws from, as many for each.

    Each value is in one of the sets; each round through a variable begins one later than that of the variable before,
    so that no two go together.
    """
    own = [_values(variable) for variable in variables]
    most = MOST_SETS if len(own) > 1 else max((len(values) for values in own), default=0)
    return [
        [values[(number + place * (number // len(values))) % len(values)] for number in range(most)]
        for place, values in enumerate(own)
    ]


def _plain_text(text: str) -> str:
    """Return a text whose formulas are written as here, names without braces."""
    return _PLACE.sub(lambda found: f"{{={_plain_formula(found[1])}}}", text)


def _plain_formula(formula: str) -> str:
    return _BRACED.sub(r"\1", formula)


def _answer(node: Element, choice: Choice, texts: Texts) -> dict[str, object]:
    try:
        formulas.read(choice.text)
    except FormulaError as error:
        message = f"has the formula {choice.text[:40]!r}, which {error}"
        raise XmlFault(message, "Write it with + - * / and functions such as pow().", node.line) from error
    return {"formula": _plain_formula(choice.text)} | _tolerance(node, texts) | shapes.shared(choice)


def _tolerance(node: Element, texts: Texts) -> dict[str, object]:
    given, kind = node.value("tolerance", "0").removeprefix("-"), node.value("tolerancetype", RELATIVE)
    if not is_exact(given):
        raise XmlFault(f"has the tolerance {given[:40]!r}", "Write a number such as 0.01.", node.line)
    if not exact(given):
        return {}
    if kind == ABSOLUTE or kind.lower() == "nominal":
        return {"tolerance": given}
    if kind == GEOMETRIC or kind.lower() == "geometric":
        texts.losses.append("Its geometric tolerance is a relative one here, whose lower end is a little wider.")
    return {"tolerance": f"{written(exact(given) * 100)}%"}


def _variable(definition: Element) -> dict[str, object]:
    """Return a variable with the values that are drawn there; without any, with the stretch they are drawn from."""
    name = definition.value("name")
    if not formulas.NAME.fullmatch(name):
        raise XmlFault(
            f"draws a number called {name[:40]!r}", "Use a letter, then letters, digits or _.", definition.line
        )
    holder = definition.child("dataset_items")
    values = [item.value("value") for item in (holder.named("dataset_item") if holder else [])]
    if not all(is_exact(value) for value in values):
        raise XmlFault(f"draws for {name} what is no number", "Write numbers as values.", definition.line)
    if values:
        different: dict[Fraction, str] = {}
        for value in values:
            different.setdefault(exact(value), value)
        return {"name": name, "values": list(different.values())}
    low, high, places = (definition.value(tag, "0") for tag in ("minimum", "maximum", "decimals"))
    if not (is_exact(low) and is_exact(high) and places.isdecimal() and exact(low) <= exact(high)):
        raise XmlFault(f"has no numbers to draw for {name}", "Write minimum, maximum and decimals.", definition.line)
    return {"name": name, "low": low, "high": high, "step": written(Fraction(1, 10 ** min(int(places[:2]), 9)))}


def _values(variable: Mapping[str, object]) -> list[str]:
    """Return the values of a variable, evenly chosen where there are more than fit."""
    values = shapes.texts(variable, "values")
    if values:
        return [values[place] for place in _chosen(len(values))]
    low, high, step = (exact(shapes.text(variable, name) or "1") for name in ("low", "high", "step"))
    return [written(low + place * step) for place in _chosen(int((high - low) / step) + 1)]


def _chosen(count: int) -> list[int]:
    if count <= MOST_SETS:
        return list(range(count))
    return [place * (count - 1) // (MOST_SETS - 1) for place in range(MOST_SETS)]
