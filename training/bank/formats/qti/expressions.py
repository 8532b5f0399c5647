"""Expressions of response processing, evaluated exactly; NULL goes through them as the specification says.

An expression is made into a function of the variables' values once, since an item is asked what many responses are
worth.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from training.bank.formats.qti.values import Atom, Declared, Scores, Value, atom, number
from training.bank.formats.trees import Element, XmlFault

NO_RULE = "Only marks that depend on the responses alone are read."
TRUE: Value = (True,)
FALSE: Value = (False,)
NULL: Value = ()
Values: TypeAlias = dict[str, Value]
"""The value of each variable while responses are processed."""
Run: TypeAlias = Callable[[Values], Value]
Known: TypeAlias = Callable[[str], Declared]
"""Gives the declaration of a variable."""


def compiled(element: Element, known: Known) -> Run:
    """Return what an expression gives. What it returns raises XmlFault for an expression that is not known here."""
    build = _BUILDERS.get(element.name)
    if build is not None:
        return build(element, known)
    combine = _COMBINED.get(element.name)
    if combine is None:
        return _refused(f"marks by <{element.name}>, which is not read", element)
    return combine(element, [compiled(child, known) for child in element.children])


def is_true(value: Value) -> bool:
    """Return whether a condition holds; NULL does not."""
    return value == TRUE


def mapped(declared: Declared, value: Value) -> Fraction:
    """Return what a response is worth by its mapping: each of its values counts once."""
    scores = declared.mapping or Scores()
    if len(value) == 1:
        return scores.bounded(_entry(scores, value[0]))
    total = sum((_entry(scores, one) for one in dict.fromkeys(value)), Fraction(0))
    return scores.bounded(total)


def of_areas(declared: Declared, value: Value) -> Fraction:
    """Return what points are worth; each is told by the place of the area that it lies in, ``"0"`` for the first."""
    scores = declared.mapping or Scores()
    return scores.bounded(
        sum((area.score for place, area in enumerate(scores.areas) if str(place) in value), Fraction(0))
    )


def same(cardinality: str, one: Value, other: Value) -> bool:
    """Return whether two values match: lists by place, anything else whatever the order."""
    return one == other or (cardinality != "ordered" and len(one) > 1 and Counter(one) == Counter(other))


def tolerances(element: Element) -> tuple[Fraction, Fraction]:
    """Return both tolerances of an <equal>; a single one holds for both sides."""
    texts = element.get("tolerance", "0").replace(",", " ").split() or ["0"]
    return number(texts[0], element.line), number(texts[-1], element.line)


def _entry(scores: Scores, value: Atom) -> Fraction:
    for entry in scores.entries:
        if entry.key == value or (not entry.case and str(entry.key).lower() == str(value).lower()):
            return entry.score
    return scores.default


def _refused(message: str, element: Element) -> Run:
    def refuse(_values: Values) -> Value:
        raise XmlFault(message, NO_RULE, element.line)

    return refuse


def _always(value: Value) -> Run:
    return lambda _values: value


def _base_value(element: Element, _known: Known) -> Run:
    text = element.letters().strip()
    return _always((atom(text, element.get("baseType"), element.line),) if text else NULL)


def _variable(element: Element, _known: Known) -> Run:
    name = element.get("identifier")
    return lambda values: values.get(name, NULL)


def _correct(element: Element, known: Known) -> Run:
    return _always(known(element.get("identifier")).correct)


def _default(element: Element, known: Known) -> Run:
    return _always(known(element.get("identifier")).default)


def _map_response(element: Element, known: Known) -> Run:
    name = element.get("identifier")
    declared = known(name)
    return lambda values: (mapped(declared, values.get(name, NULL)),)


def _map_response_point(element: Element, known: Known) -> Run:
    name = element.get("identifier")
    declared = known(name)
    return lambda values: (of_areas(declared, values.get(name, NULL)),)


def _match(element: Element, known: Known) -> Run:
    names = [child.get("identifier") for child in element.children if child.get("identifier")]
    cardinality = "ordered" if any(known(name).cardinality == "ordered" for name in names) else "multiple"

    def holds(one: Value, other: Value) -> Value:
        return (TRUE if same(cardinality, one, other) else FALSE) if one and other else NULL

    return _of_two(holds)(element, [compiled(child, known) for child in element.children])


Combine: TypeAlias = Callable[[Element, Sequence[Run]], Run]


def _of_all(result: Callable[[list[Value]], Value]) -> Combine:
    return lambda _element, parts: lambda values: result([part(values) for part in parts])


def _of_two(result: Callable[[Value, Value], Value]) -> Combine:
    def combine(element: Element, parts: Sequence[Run]) -> Run:
        if len(parts) != 2:
            return _refused(f"has a <{element.name}> without its two expressions", element)
        one, other = parts
        return lambda values: result(one(values), other(values))

    return combine


def _of_one(result: Callable[[Value, Element], Value]) -> Combine:
    def combine(element: Element, parts: Sequence[Run]) -> Run:
        if not parts:
            return _refused(f"has a <{element.name}> without its expression", element)
        only = parts[0]
        return lambda values: result(only(values), element)

    return combine


def _and(parts: list[Value]) -> Value:
    return FALSE if FALSE in parts else NULL if NULL in parts else TRUE


def _or(parts: list[Value]) -> Value:
    return TRUE if TRUE in parts else NULL if NULL in parts else FALSE


def _not(value: Value, _element: Element) -> Value:
    return (not is_true(value),) if value else NULL


def _any_n(element: Element, parts: Sequence[Run]) -> Run:
    low, high = (number(element.get(name, "0"), element.line) for name in ("min", "max"))
    return lambda values: (low <= sum(is_true(part(values)) for part in parts) <= high,)


def _string_match(element: Element, parts: Sequence[Run]) -> Run:
    small = element.get("caseSensitive", "true") not in {"true", "1"}
    within = element.get("substring") == "true"

    def holds(one: Value, other: Value) -> Value:
        if not one or not other:
            return NULL
        first, second = (str(each[0]).lower() if small else str(each[0]) for each in (one, other))
        return (second in first if within else first == second,)

    return _of_two(holds)(element, parts)


def _numbers(element: Element, parts: Sequence[Run], result: Callable[[Fraction, Fraction], bool]) -> Run:
    def holds(one: Value, other: Value) -> Value:
        if not one or not other:
            return NULL
        return TRUE if result(_number(one, element), _number(other, element)) else FALSE

    return _of_two(holds)(element, parts)


def _equal(element: Element, parts: Sequence[Run]) -> Run:
    mode = element.get("toleranceMode", "exact")
    if mode == "exact":
        return _numbers(element, parts, lambda one, other: one == other)
    below, above = tolerances(element)
    counts_low, counts_high = (
        element.get(name, "true") in {"true", "1"} for name in ("includeLowerBound", "includeUpperBound")
    )

    def near(one: Fraction, other: Fraction) -> bool:
        if mode == "relative":
            low, high = sorted((one * (1 - below / 100), one * (1 + above / 100)))
        else:
            low, high = one - below, one + above
        return (low <= other if counts_low else low < other) and (other <= high if counts_high else other < high)

    return _numbers(element, parts, near)


def _compared(holds: Callable[[Fraction, Fraction], bool]) -> Combine:
    return lambda element, parts: _numbers(element, parts, holds)


def _number(value: Value, element: Element) -> Fraction:
    found = value[0]
    return found if isinstance(found, Fraction) else number(str(found), element.line)


def _computed(result: Callable[[Fraction, Fraction], Fraction | None]) -> Combine:
    def combine(element: Element, parts: Sequence[Run]) -> Run:
        def compute(values: Values) -> Value:
            found = [part(values) for part in parts]
            if not found or NULL in found:
                return NULL
            first, *rest = [_number((one,), element) for part in found for one in part]
            total: Fraction | None = first
            for one in rest:
                total = None if total is None else result(total, one)
            return NULL if total is None else (total,)

        return compute

    return combine


def _divided(one: Fraction, other: Fraction) -> Fraction | None:
    return one / other if other else None


def _index(element: Element, parts: Sequence[Run]) -> Run:
    place = number(element.get("n", "1"), element.line)

    def at(value: Value, _element: Element) -> Value:
        return value[int(place) - 1 :][:1] if place >= 1 else NULL

    return _of_one(at)(element, parts)


def _rounded(value: Value, element: Element) -> Value:
    return (Fraction((_number(value, element) + Fraction(1, 2)).__floor__()),) if value else NULL


def _truncated(value: Value, element: Element) -> Value:
    return (Fraction(int(_number(value, element))),) if value else NULL


def _joined(parts: list[Value]) -> Value:
    return tuple(one for part in parts for one in part)


_BUILDERS: Mapping[str, Callable[[Element, Known], Run]] = {
    "baseValue": _base_value,
    "variable": _variable,
    "correct": _correct,
    "default": _default,
    "mapResponse": _map_response,
    "mapResponsePoint": _map_response_point,
    "null": lambda _element, _known: _always(NULL),
    "match": _match,
}
_COMBINED: Mapping[str, Combine] = {
    "isNull": _of_all(lambda parts: (not any(parts),)),
    "and": _of_all(_and),
    "or": _of_all(_or),
    "not": _of_one(_not),
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
    "member": _of_two(lambda one, other: (one[0] in other,) if one and other else NULL),
    "contains": _of_two(lambda one, other: (not Counter(other) - Counter(one),) if one and other else NULL),
    "index": _index,
    "containerSize": _of_one(lambda value, _element: (Fraction(len(value)),)),
    "multiple": _of_all(_joined),
    "ordered": _of_all(_joined),
    "delete": _of_two(lambda one, other: tuple(each for each in other if each not in one)),
    "round": _of_one(_rounded),
    "truncate": _of_one(_truncated),
}
