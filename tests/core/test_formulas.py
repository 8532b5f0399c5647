"""Formulas: right, exact, and unable to do anything but arithmetic."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core import formulas
from training.core.arithmetic import FormulaError

VALUES = {"m": Fraction(50), "a": Fraction(1, 3)}


def value(text):
    return formulas.read(text).work_out(VALUES)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("8 - 3 - 2", "3"),
        ("8 / 4 / 2", "1"),
        ("-2 ^ 2", "-4"),
        ("2 ^ 3 ^ 2", "512"),
        ("2 ** -1", "1/2"),
        ("0.1 + 0.2", "3/10"),
        ("a * 3", "1"),
        ("{m} * 0.5 + 1", "26"),
        ("round(2.5)", "3"),
        ("round(-2.45, 1)", "-5/2"),
        ("round(m, -2)", "100"),
        ("min(3, 1, 2) + max(3, 1, 2)", "4"),
        ("abs(-3) + floor(2.7) + ceil(2.1)", "8"),
        ("sqrt(2.25)", "3/2"),
        ("pow(2, 10)", "1024"),
        ("1e3", "1000"),
        ("- - 2", "2"),
    ],
)
def test_a_formula_is_worked_out_exactly(text, result):
    assert value(text) == Fraction(result)


@pytest.mark.parametrize(
    ("text", "result"), [("sqrt(2)", 2**0.5), ("exp(1)", 2.718281828459045), ("sin(pi() / 6)", 0.5)]
)
def test_what_has_no_exact_value_has_fifteen_digits(text, result):
    assert float(value(text)) == pytest.approx(result, rel=1e-14)


@pytest.mark.parametrize(
    "text",
    [
        "", "1 +", "(1", "1)", "1 2", "m m", "* 2", "max()", "sqrt(1, 2)", "foo(1)", "m(2)", "1 / 0", "0 ^ -1",
        "2 ^ 1e9", "1e99 ^ 99", "sqrt(-1)", "ln(0)", "exp(9999)", "__import__('os')", "m.real", "m[0]", "lambda: 1",
        "1 if m else 2", "round(1, 0.5)", "round(1, 10 ^ 9)", "(" * 400 + "1" + ")" * 400, "2^" * 200 + "2",
        "1" * 600, "\u0661 +",
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_words(text):
    with pytest.raises(FormulaError) as caught:
        value(text)

    assert str(caught.value)


@given(st.text("0123456789+-*/^().,{}ma esqrt", max_size=30))
def test_no_text_does_anything_else(text):
    try:
        result = value(text)
    except (FormulaError, KeyError):
        return
    assert isinstance(result, Fraction)


@given(st.integers(-99, 99), st.integers(-99, 99), st.integers(1, 99), st.sampled_from("+-*"))
def test_arithmetic_is_that_of_fractions(one, two, three, sign):
    wanted = {
        "+": Fraction(one) + Fraction(two, three),
        "-": Fraction(one) - Fraction(two, three),
        "*": Fraction(one * two, three),
    }

    assert value(f"({one}) {sign} ({two}) / {three}") == wanted[sign]
