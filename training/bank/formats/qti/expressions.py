"""Expressions of response processing, evaluated exactly; NULL goes through them as the specification says."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from training.bank.formats.qti.values import Atom, Declared, Scores, Value, atom, number
from training.bank.formats.trees import Element, XmlFault

NO_RULE = "Only marks that depend on the responses alone are read."


@dataclass(slots=True)
class State:
    """What is known while responses are processed: the declarations, and the value of each variable."""

    responses: Mapping[str, Declared]
    outcomes: Mapping[str, Declared]
    values: dict[str, Value] = field(default_factory=dict)
    literals: dict[int, Value] = field(default_factory=dict)

    def declared(self, name: str) -> Declared:
        """Return the declaration of a variable."""
        found = self.responses.get(name) or self.outcomes.get(name)
        return found or Declared(name, "single", "float")


def evaluate(element: Element, state: State) -> Value:
    """Return the value of an expression. Raises XmlFault for one that is not known here."""
    known = _EXPRESSIONS.get(element.name)
    if known is None:
        raise XmlFault(f"marks by <{element.name}>, which is not read", NO_RULE, element.line)
    return known(element, state)


def is_true(value: Value) -> bool:
    """Return whether a condition holds; NULL does not."""
    return value == (True,)


def mapped(declared: Declared, value: Value) -> Fraction:
    """Return what a response is worth by its mapping: each of its values counts once."""
    scores = declared.mapping or Scores()
    total = sum((_entry(scores, one) for one in dict.fromkeys(value)), Fraction(0))
    return scores.bounded(total)


def same(cardinality: str, one: Value, other: Value) -> bool:
    """Return whether two values match: lists by place, anything else whatever the order."""
    return one == other if cardinality == "ordered" else Counter(one) == Counter(other)


def _entry(scores: Scores, value: Atom) -> Fraction:
    for entry in scores.entries:
        if entry.key == value or (not entry.case and str(entry.key).lower() == str(value).lower()):
            return entry.score
    return scores.default


def _base_value(element: Element, state: State) -> Value:
    found = state.literals.get(id(element))
    if found is None:
        text = element.letters().strip()
        found = (atom(text, element.get("baseType"), element.line),) if text else ()
        state.literals[id(element)] = found
    return found


def _variable(element: Element, state: State) -> Value:
    return state.values.get(element.get("identifier"), ())


def _correct(element: Element, state: State) -> Value:
    return state.declared(element.get("identifier")).correct


def _default(element: Element, state: State) -> Value:
    return state.declared(element.get("identifier")).default


def _map_response(element: Element, state: State) -> Value:
    name = element.get("identifier")
    return (mapped(state.declared(name), state.values.get(name, ())),)


def _parts(element: Element, state: State) -> list[Value]:
    return [evaluate(child, state) for child in element.children]


def _pair(element: Element, state: State) -> tuple[Value, Value]:
    parts = _parts(element, state)
    if len(parts) != 2:
        raise XmlFault(f"has a <{element.name}> without its two expressions", NO_RULE, element.line)
    return parts[0], parts[1]


def _only(element: Element, state: State) -> Value:
    parts = _parts(element, state)
    if not parts:
        raise XmlFault(f"has a <{element.name}> without its expression", NO_RULE, element.line)
    return parts[0]


def _match(element: Element, state: State) -> Value:
    one, other = _pair(element, state)
    if not one or not other:
        return ()
    names = [child.get("identifier") for child in element.children if child.get("identifier")]
    ordered = any(state.declared(name).cardinality == "ordered" for name in names)
    return (same("ordered" if ordered else "multiple", one, other),)


def _is_null(element: Element, state: State) -> Value:
    return (not any(_parts(element, state)),)


def _and(element: Element, state: State) -> Value:
    parts = _parts(element, state)
    if (False,) in parts:
        return (False,)
    return () if () in parts else (True,)


def _or(element: Element, state: State) -> Value:
    parts = _parts(element, state)
    if (True,) in parts:
        return (True,)
    return () if () in parts else (False,)


def _not(element: Element, state: State) -> Value:
    value = _only(element, state)
    return (not is_true(value),) if value else ()


def _any_n(element: Element, state: State) -> Value:
    true = sum(is_true(part) for part in _parts(element, state))
    low, high = element.get("min", "0"), element.get("max", "0")
    return (number(low, element.line) <= true <= number(high, element.line),)


def _string_match(element: Element, state: State) -> Value:
    one, other = _pair(element, state)
    if not one or not other:
        return ()
    first, second = str(one[0]), str(other[0])
    if element.get("caseSensitive", "true") not in {"true", "1"}:
        first, second = first.lower(), second.lower()
    return (second in first if element.get("substring") == "true" else first == second,)


def _equal(element: Element, state: State) -> Value:
    one, other = _numbers(element, state)
    if one is None or other is None:
        return ()
    mode = element.get("toleranceMode", "exact")
    if mode == "exact":
        return (one == other,)
    below, above = tolerances(element)
    if mode == "relative":
        ends = sorted((one * (1 - below / 100), one * (1 + above / 100)))
    else:
        ends = [one - below, one + above]
    low, high = ends
    from_low = low <= other if element.get("includeLowerBound", "true") in {"true", "1"} else low < other
    to_high = other <= high if element.get("includeUpperBound", "true") in {"true", "1"} else other < high
    return (from_low and to_high,)


def tolerances(element: Element) -> tuple[Fraction, Fraction]:
    """Return both tolerances of an <equal>; a single one holds for both sides."""
    texts = element.get("tolerance", "0").replace(",", " ").split() or ["0"]
    return number(texts[0], element.line), number(texts[-1], element.line)


def _numbers(element: Element, state: State) -> tuple[Fraction | None, Fraction | None]:
    one, other = _pair(element, state)
    return _number(one, element), _number(other, element)


def _number(value: Value, element: Element) -> Fraction | None:
    if not value:
        return None
    return value[0] if isinstance(value[0], Fraction) else number(str(value[0]), element.line)


def _compared(holds: Callable[[Fraction, Fraction], bool]) -> Callable[[Element, State], Value]:
    def compare(element: Element, state: State) -> Value:
        one, other = _numbers(element, state)
        return () if one is None or other is None else (holds(one, other),)

    return compare


def _computed(result: Callable[[Fraction, Fraction], Fraction | None]) -> Callable[[Element, State], Value]:
    def compute(element: Element, state: State) -> Value:
        parts = _parts(element, state)
        if not parts or () in parts:
            return ()
        found = [_number((one,), element) or Fraction(0) for part in parts for one in part]
        total: Fraction | None = found[0]
        for one in found[1:]:
            total = None if total is None else result(total, one)
        return () if total is None else (total,)

    return compute


def _divided(one: Fraction, other: Fraction) -> Fraction | None:
    return one / other if other else None


def _member(element: Element, state: State) -> Value:
    one, other = _pair(element, state)
    return (one[0] in other,) if one and other else ()


def _contains(element: Element, state: State) -> Value:
    one, other = _pair(element, state)
    return (not Counter(other) - Counter(one),) if one and other else ()


def _index(element: Element, state: State) -> Value:
    value = _only(element, state)
    place = number(element.get("n", "1"), element.line)
    return value[int(place) - 1 :][:1] if place >= 1 else ()


def _size(element: Element, state: State) -> Value:
    return (Fraction(len(_only(element, state))),)


def _joined(element: Element, state: State) -> Value:
    return tuple(one for part in _parts(element, state) for one in part)


def _delete(element: Element, state: State) -> Value:
    one, other = _pair(element, state)
    return tuple(each for each in other if each not in one)


def _rounded(element: Element, state: State) -> Value:
    value = _number(_only(element, state), element)
    return () if value is None else (Fraction((value + Fraction(1, 2)).__floor__()),)


def _truncated(element: Element, state: State) -> Value:
    value = _number(_only(element, state), element)
    return () if value is None else (Fraction(int(value)),)


_EXPRESSIONS: Mapping[str, Callable[[Element, State], Value]] = {
    "baseValue": _base_value,
    "variable": _variable,
    "correct": _correct,
    "default": _default,
    "mapResponse": _map_response,
    "mapResponsePoint": lambda _element, _state: (Fraction(0),),
    "null": lambda _element, _state: (),
    "match": _match,
    "isNull": _is_null,
    "and": _and,
    "or": _or,
    "not": _not,
    "anyN": _any_n,
    "stringMatch": _string_match,
    "equal": _equal,
    "gt": _compared(lambda one, other: one > other),
    "gte": _compared(lambda one, other: one >= other),
    "lt": _compared(lambda one, other: one < other),
    "lte": _compared(lambda one, other: one <= other),
    "sum": _computed(lambda one, other: one + other),
    "subtract": _computed(lambda one, other: one - other),
    "product": _computed(lambda one, other: one * other),
    "divide": _computed(_divided),
    "min": _computed(min),
    "max": _computed(max),
    "member": _member,
    "contains": _contains,
    "index": _index,
    "containerSize": _size,
    "multiple": _joined,
    "ordered": _joined,
    "delete": _delete,
    "round": _rounded,
    "truncate": _truncated,
}
