"""Response processing: what responses are worth and which feedback they bring, by templates and by rules.

Rules are not translated but run: a reader asks what each response is worth, so that any way of writing the same
marks is read as the same marks.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from training.bank.formats.qti.expressions import NO_RULE, Run, Values, compiled, is_true, mapped, same
from training.bank.formats.qti.values import Atom, Declared, Value, atom, number
from training.bank.formats.trees import Element, XmlFault

RESPONSE = "RESPONSE"
SCORE = "SCORE"
Step: TypeAlias = Callable[[Values], None]


class _Exit(Exception):
    """The rules say that nothing more is to be done."""


@dataclass(frozen=True, slots=True)
class Processing:
    """How an item is marked. ``rules`` is its <responseProcessing>, None when it has none."""

    responses: Mapping[str, Declared]
    outcomes: Mapping[str, Declared]
    rules: Element | None
    tables: Mapping[str, Element]
    known: dict[tuple[tuple[str, Value], ...], Mapping[str, Value]] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    """What was found out before: outcomes of responses, and what the rules do."""

    @property
    def template(self) -> str:
        """Return the name of its template, the last part of the address: it is spelled in many ways."""
        address = "" if self.rules is None else self.rules.get("template").strip()
        return address.rstrip("/").rpartition("/")[2].removesuffix(".xml")

    @property
    def marks(self) -> bool:
        """Return whether the item says how it is marked."""
        return self.rules is not None and (bool(self.template) or bool(self.rules.children))

    def outcome(self, given: Mapping[str, Value]) -> Mapping[str, Value]:
        """Return all outcomes of responses. Raises XmlFault for a rule or template that is not known here."""
        key = tuple(given.items())
        if key not in self.known:
            self.known[key] = self._outcome(given)
        return self.known[key]

    def score(self, given: Mapping[str, Value]) -> Fraction:
        """Return the SCORE of responses, 0 where none is set."""
        value = self.outcome(given).get(SCORE, ())
        return value[0] if value and isinstance(value[0], Fraction) else Fraction(0)

    def declared(self, name: str) -> Declared:
        """Return the declaration of a variable."""
        found = self.responses.get(name) or self.outcomes.get(name)
        return found or Declared(name, "single", "float")

    def _outcome(self, given: Mapping[str, Value]) -> Mapping[str, Value]:
        values = {**given, **{name: one.default or _nothing(one) for name, one in self.outcomes.items()}}
        if self.rules is not None and self.rules.children:
            if not self.steps:
                self.steps.extend(_steps(self.rules.children, self))
            with suppress(_Exit):
                _run(self.steps, values)
        elif self.template:
            self._by_template(values)
        return values

    def _by_template(self, values: Values) -> None:
        known = _TEMPLATES.get(self.template)
        if known is None:
            remedy = "Use match_correct, map_response, or rules."
            raise XmlFault(f"is marked by the template {self.template[:60]!r}, which is not read", remedy)
        declared = self.responses.get(RESPONSE)
        if declared is not None:
            values[SCORE] = (known(declared, values.get(RESPONSE, ())),)


def _nothing(outcome: Declared) -> Value:
    return (Fraction(0),) if outcome.cardinality == "single" and outcome.is_number else ()


def _by_key(declared: Declared, value: Value) -> Fraction:
    return Fraction(bool(value) and same(declared.cardinality, value, declared.correct))


def _by_mapping(declared: Declared, value: Value) -> Fraction:
    return mapped(declared, value) if value else Fraction(0)


# What points are worth is read from their areas, not tried.
_TEMPLATES: Mapping[str, Callable[[Declared, Value], Fraction]] = {
    "match_correct": _by_key,
    "CC2_match": _by_key,
    "CC2_match_basic": _by_key,
    "map_response": _by_mapping,
    "CC2_map_response": _by_mapping,
    "map_response_point": lambda _declared, _value: Fraction(0),
    "CC2_map_response_point": lambda _declared, _value: Fraction(0),
}


def _run(steps: Sequence[Step], values: Values) -> None:
    for step in steps:
        step(values)


def _steps(rules: Sequence[Element], processing: Processing) -> list[Step]:
    """Return what rules do to the values of variables."""
    return [_BUILT.get(rule.name, _unknown)(rule, processing) for rule in rules]


def _unknown(rule: Element, _processing: Processing) -> Step:
    def refuse(_values: Values) -> None:
        raise XmlFault(f"is marked by <{rule.name}>, which is not read", NO_RULE, rule.line)

    return refuse


def _exit(_rule: Element, _processing: Processing) -> Step:
    def leave(_values: Values) -> None:
        raise _Exit

    return leave


def _fragment(rule: Element, processing: Processing) -> Step:
    steps = _steps(rule.children, processing)
    return lambda values: _run(steps, values)


def _choose(condition: Element, processing: Processing) -> Step:
    """Return what runs the first branch whose condition holds."""
    branches: list[tuple[Run | None, list[Step]]] = []
    for branch in condition.children:
        tested = branch.name != "responseElse"
        if tested and not branch.children:
            raise XmlFault(f"has an empty <{branch.name}>", NO_RULE, branch.line)
        test = compiled(branch.children[0], processing.declared) if tested else None
        branches.append((test, _steps(branch.children[1:] if tested else branch.children, processing)))

    def choose(values: Values) -> None:
        for test, steps in branches:
            if test is None or is_true(test(values)):
                _run(steps, values)
                return

    return choose


def _set(rule: Element, processing: Processing) -> Step:
    name = rule.get("identifier")
    declared, expression = processing.declared(name), _expression(rule, processing)

    def put(values: Values) -> None:
        found = expression(values)
        values[name] = tuple([_cast(one, declared) for one in found]) if declared.is_number else found

    return put


def _expression(rule: Element, processing: Processing) -> Run:
    if not rule.children:
        raise XmlFault(f"has an empty <{rule.name}>", NO_RULE, rule.line)
    return compiled(rule.children[0], processing.declared)


def _cast(value: Atom, declared: Declared) -> Atom:
    """Return a value as a number where one is wanted: rules write 1 for 1.0, and true for 1."""
    if declared.is_number and not isinstance(value, Fraction):
        return Fraction(value) if isinstance(value, bool) else number(value)
    return value


def _look_up(rule: Element, processing: Processing) -> Step:
    name = rule.get("identifier")
    table, base, expression = processing.tables.get(name), processing.declared(name).base, _expression(rule, processing)

    def look_up(values: Values) -> None:
        value = expression(values)
        if table is None or not value or not isinstance(value[0], Fraction):
            values[name] = ()
            return
        of_table = value[0]
        found = next((row for row in table.children if _holds(row, of_table)), table)
        text = found.get("targetValue") or table.get("defaultValue")
        values[name] = (atom(text, base, rule.line),) if text else ()

    return look_up


def _holds(row: Element, value: Fraction) -> bool:
    source = number(row.get("sourceValue", "0"), row.line)
    if row.name == "matchTableEntry":
        return value == source
    return value > source or (value == source and row.get("includeBoundary", "true") in {"true", "1"})


_BUILT: Mapping[str, Callable[[Element, Processing], Step]] = {
    "responseCondition": _choose,
    "setOutcomeValue": _set,
    "lookupOutcomeValue": _look_up,
    "responseProcessingFragment": _fragment,
    "exitResponse": _exit,
}
