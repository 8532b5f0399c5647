"""What formulas can do with numbers: exact where that is possible, else to 15 digits, and never without bound."""

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import NamedTuple

from training.core.numbers import rounded

MOST_BITS = 4_000
MOST_PLACES = 30

_FINE = Context(prec=60)


class FormulaError(ValueError):
    """A formula cannot be read, or has no value for these numbers; the text says why."""


class Function(NamedTuple):
    """A function, and how many numbers it takes."""

    fewest: int
    most: int
    of: Callable[[Sequence[Fraction]], Fraction]


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """Return a power: exact for whole exponents. Raises FormulaError when there is none or it grows too large."""
    if not base and exponent < 0:
        raise FormulaError("divides by zero")
    if exponent.denominator != 1:
        return _float(math.pow, base, exponent)
    bits = max(base.numerator.bit_length(), base.denominator.bit_length()) * abs(exponent)
    if bits > MOST_BITS and abs(base) != 1:
        raise FormulaError("grows too large")
    return base ** int(exponent)


def square_root(number: Fraction) -> Fraction:
    """Return a square root: exact where there is an exact one, else to 50 digits. Raises FormulaError below 0."""
    if number < 0:
        raise FormulaError("takes the square root of a number below 0")
    top, bottom = math.isqrt(number.numerator), math.isqrt(number.denominator)
    if top * top == number.numerator and bottom * bottom == number.denominator:
        return Fraction(top, bottom)
    quotient = _FINE.divide(Decimal(number.numerator), Decimal(number.denominator))
    return Fraction(_FINE.sqrt(quotient))


def _round(arguments: Sequence[Fraction]) -> Fraction:
    number, *places = arguments
    wanted = places[0] if places else Fraction(0)
    if wanted.denominator != 1 or abs(wanted) > MOST_PLACES:
        raise FormulaError("rounds to a number of places that is none")
    return rounded(number, int(wanted))


def _float(function: Callable[..., float], *arguments: Fraction) -> Fraction:
    try:
        return Fraction(repr(function(*(float(argument) for argument in arguments))))
    except (ValueError, OverflowError, TypeError) as error:
        raise FormulaError("has no value") from error


def _by_float(function: Callable[..., float], fewest: int = 1, most: int = 1) -> Function:
    return Function(fewest, most, lambda arguments: _float(function, *arguments))


FUNCTIONS: Mapping[str, Function] = {
    "round": Function(1, 2, _round),
    "floor": Function(1, 1, lambda arguments: Fraction(math.floor(arguments[0]))),
    "ceil": Function(1, 1, lambda arguments: Fraction(math.ceil(arguments[0]))),
    "min": Function(1, 20, min),
    "max": Function(1, 20, max),
    "abs": Function(1, 1, lambda arguments: abs(arguments[0])),
    "sqrt": Function(1, 1, lambda arguments: square_root(arguments[0])),
    "pow": Function(2, 2, lambda arguments: power(*arguments)),
    "exp": _by_float(math.exp),
    "ln": _by_float(math.log),
    "log": _by_float(math.log, most=2),
    "log10": _by_float(math.log10),
    "sin": _by_float(math.sin),
    "cos": _by_float(math.cos),
    "tan": _by_float(math.tan),
    "asin": _by_float(math.asin),
    "acos": _by_float(math.acos),
    "atan": _by_float(math.atan),
    "pi": Function(0, 0, lambda _arguments: Fraction(repr(math.pi))),
}
