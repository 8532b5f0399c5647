"""Response processing: what responses are worth and which feedback they bring, by templates and by rules.

Rules are not translated but run: a reader asks what each response is worth, so that any way of writing the same
marks is read as the same marks.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction

from training.bank.formats.qti.expressions import NO_RULE, State, evaluate, is_true, mapped, same
from training.bank.formats.qti.values import Atom, Declared, Value, atom, number
from training.bank.formats.trees import Element, XmlFault

RESPONSE = "RESPONSE"
SCORE = "SCORE"


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
    literals: dict[int, Value] = field(default_factory=dict)
    """What was found out before: outcomes of responses, and values of literals by their elements."""

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

    def _outcome(self, given: Mapping[str, Value]) -> Mapping[str, Value]:
        state = State(self.responses, self.outcomes, dict(given), self.literals)
        for name, one in self.outcomes.items():
            state.values[name] = one.default or _nothing(one)
        if self.rules is not None and self.rules.children:
            with suppress(_Exit):
                _run(self.rules.children, state, self.tables)
        elif self.template:
            self._by_template(state)
        return state.values

    def _by_template(self, state: State) -> None:
        known = _TEMPLATES.get(self.template)
        if known is None:
            remedy = "Use match_correct, map_response, or rules."
            raise XmlFault(f"is marked by the template {self.template[:60]!r}, which is not read", remedy)
        declared = self.responses.get(RESPONSE)
        if declared is not None:
            state.values[SCORE] = (known(declared, state.values.get(RESPONSE, ())),)


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


def _run(rules: Sequence[Element], state: State, tables: Mapping[str, Element]) -> None:
    for rule in rules:
        if rule.name == "responseCondition":
            _choose(rule, state, tables)
        elif rule.name == "setOutcomeValue":
            _set(rule, _expression(rule), state)
        elif rule.name == "lookupOutcomeValue":
            _look_up(rule, state, tables)
        elif rule.name == "responseProcessingFragment":
            _run(rule.children, state, tables)
        elif rule.name == "exitResponse":
            raise _Exit
        else:
            raise XmlFault(f"is marked by <{rule.name}>, which is not read", NO_RULE, rule.line)


def _choose(condition: Element, state: State, tables: Mapping[str, Element]) -> None:
    """Run the first branch whose condition holds."""
    for branch in condition.children:
        tested = branch.name != "responseElse"
        if tested and not branch.children:
            raise XmlFault(f"has an empty <{branch.name}>", NO_RULE, branch.line)
        if not tested or is_true(evaluate(branch.children[0], state)):
            _run(branch.children[1:] if tested else branch.children, state, tables)
            return


def _set(rule: Element, expression: Element, state: State) -> None:
    name = rule.get("identifier")
    state.values[name] = tuple(_cast(one, state.declared(name)) for one in evaluate(expression, state))


def _expression(rule: Element) -> Element:
    if not rule.children:
        raise XmlFault(f"has an empty <{rule.name}>", NO_RULE, rule.line)
    return rule.children[0]


def _cast(value: Atom, declared: Declared) -> Atom:
    """Return a value as a number where one is wanted: rules write 1 for 1.0, and true for 1."""
    if declared.is_number and not isinstance(value, Fraction):
        return Fraction(value) if isinstance(value, bool) else number(value)
    return value


def _look_up(rule: Element, state: State, tables: Mapping[str, Element]) -> None:
    name = rule.get("identifier")
    value = evaluate(_expression(rule), state)
    table, base = tables.get(name), state.declared(name).base
    if table is None or not value or not isinstance(value[0], Fraction):
        state.values[name] = ()
        return
    found = next((row for row in table.children if _holds(row, value[0])), table)
    text = found.get("targetValue") or table.get("defaultValue")
    state.values[name] = (atom(text, base, rule.line),) if text else ()


def _holds(row: Element, value: Fraction) -> bool:
    source = number(row.get("sourceValue", "0"), row.line)
    if row.name == "matchTableEntry":
        return value == source
    return value > source or (value == source and row.get("includeBoundary", "true") in {"true", "1"})
