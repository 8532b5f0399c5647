"""Formulas over named numbers: read by a parser of our own, worked out exactly where that is possible.

``+ - * / ^``, brackets, numbers, names (also in braces, as other systems write them) and `FUNCTIONS`. Nothing else is
understood, so that a formula from anywhere can do nothing but arithmetic of a bounded size.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from training.core.arithmetic import FUNCTIONS, FormulaError, power
from training.core.numbers import exact, is_exact

MOST_LETTERS = 500
DEEPEST = 40
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,29}")

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|\{(?P<braced>\w+)\}|(?P<name>[A-Za-z]\w*)|(?P<sign>\*\*|[-+*/^(),]))"
)
_Values: TypeAlias = Mapping[str, Fraction]
_Node: TypeAlias = Callable[[_Values], Fraction]


class _Token(NamedTuple):
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was read; ``names`` are the variables in it."""

    names: frozenset[str]
    work_out: Callable[[Mapping[str, Fraction]], Fraction]
    """Return its value. Raises FormulaError when there is none, KeyError for a variable that is missing."""


@lru_cache(maxsize=2_000)
def read(text: str) -> Formula:
    """Return the formula of a text. Raises FormulaError with what is wrong, in words."""
    if len(text) > MOST_LETTERS:
        raise FormulaError(f"has {len(text)} characters; at most {MOST_LETTERS} fit")
    parser = _Parser(list(_tokens(text)))
    node = parser.whole()
    return Formula(frozenset(parser.names), node)


def _tokens(text: str) -> Iterator[_Token]:
    place, end = 0, len(text.rstrip())
    while place < end:
        found = _TOKEN.match(text, place)
        if found is None:
            raise FormulaError(f"is not understood at {text[place:].strip()[:20]!r}")
        kind = str(found.lastgroup)
        yield _Token("name" if kind == "braced" else kind, found[kind])
        place = found.end()


class _Parser:
    """Reads tokens from left to right; each method reads one rung of precedence."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0
        self.names: set[str] = set()

    def whole(self) -> _Node:
        """Return the formula all tokens make."""
        node = self._sum()
        if self._place < len(self._tokens):
            raise FormulaError(f"is not understood at {self._peek()!r}")
        return node

    def _peek(self) -> str:
        return self._tokens[self._place].text if self._place < len(self._tokens) else ""

    def _take(self, *signs: str) -> str:
        """Return the next token if it is one of these signs, ``""`` and stay otherwise."""
        token = self._tokens[self._place] if self._place < len(self._tokens) else _Token("", "")
        if token.kind != "sign" or token.text not in signs:
            return ""
        self._place += 1
        return token.text

    def _sum(self) -> _Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise FormulaError("has too many brackets in each other")
        node = self._product()
        while sign := self._take("+", "-"):
            node = _added(node, self._product(), minus=sign == "-")
        self._depth -= 1
        return node

    def _product(self) -> _Node:
        node = self._signed()
        while sign := self._take("*", "/"):
            node = _divided(node, self._signed()) if sign == "/" else _multiplied(node, self._signed())
        return node

    def _signed(self) -> _Node:
        minus = False
        while sign := self._take("+", "-"):
            minus ^= sign == "-"
        node = self._power()
        return (lambda values: -node(values)) if minus else node

    def _power(self) -> _Node:
        base = self._one()
        if not self._take("^", "**"):
            return base
        self._depth += 1
        if self._depth > DEEPEST:
            raise FormulaError("has too many powers in each other")
        exponent = self._signed()
        self._depth -= 1
        return lambda values: power(base(values), exponent(values))

    def _one(self) -> _Node:
        if self._take("("):
            node = self._sum()
            self._close()
            return node
        if self._place >= len(self._tokens):
            raise FormulaError("ends too early")
        kind, text = self._tokens[self._place]
        self._place += 1
        if kind == "number" and is_exact(text):
            number = exact(text)
            return lambda _values: number
        if kind == "name" and self._take("("):
            return self._call(text)
        if kind != "name":
            raise FormulaError(f"is not understood at {text!r}")
        self.names.add(text)
        return lambda values: values[text]

    def _call(self, name: str) -> _Node:
        arguments: list[_Node] = []
        while not self._take(")"):
            if arguments and not self._take(","):
                raise FormulaError(f"lacks a comma or bracket at {self._peek()!r}")
            arguments.append(self._sum())
        if name not in FUNCTIONS:
            raise FormulaError(f"knows no {name}; it knows {', '.join(FUNCTIONS)}")
        function = FUNCTIONS[name]
        if not function.fewest <= len(arguments) <= function.most:
            raise FormulaError(f"gives {name} {len(arguments)} numbers")
        return lambda values: function.of([argument(values) for argument in arguments])

    def _close(self) -> None:
        if not self._take(")"):
            raise FormulaError(f"lacks a closing bracket at {self._peek()!r}")


def _added(left: _Node, right: _Node, *, minus: bool) -> _Node:
    return (lambda values: left(values) - right(values)) if minus else (lambda values: left(values) + right(values))


def _multiplied(left: _Node, right: _Node) -> _Node:
    return lambda values: left(values) * right(values)


def _divided(left: _Node, right: _Node) -> _Node:
    def divide(values: _Values) -> Fraction:
        by = right(values)
        if not by:
            raise FormulaError("divides by zero")
        return left(values) / by

    return divide
