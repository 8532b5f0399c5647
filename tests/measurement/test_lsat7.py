"""A second published set: LSAT section 7 (Bock & Lieberman 1970), as mirt's manual prints it at its own tolerance."""

import pytest

from training.measurement.analysis import analyse

PATTERNS = """
    00000 12  00001 19  00010 1  00011 7  00100 3  00101 19  00110 3  00111 17  01000 10  01001 5  01010 3  01011 7
    01100 7  01101 23  01110 8  01111 28  10000 7  10001 39  10010 11  10011 34  10100 14  10101 51  10110 15
    10111 90  11000 6  11001 25  11010 7  11011 35  11100 18  11101 136  11110 32  11111 308
"""
WORDS = PATTERNS.split()
MATRIX = [[int(mark) for mark in pattern] for pattern in WORDS[0::2]]
COUNTS = [int(count) for count in WORDS[1::2]]


def test_the_two_parameter_model_is_that_of_mirt():
    found = analyse(MATRIX, weight=COUNTS, model="two-parameter")

    assert found.log_likelihood == pytest.approx(-2658.805, abs=6e-4)
    assert list(found.slope) == pytest.approx([0.988, 1.081, 1.706, 0.765, 0.736], abs=2e-3)
    assert list(found.easiness) == pytest.approx([1.856, 0.808, 1.804, 0.486, 1.855], abs=2e-3)


def test_the_rasch_model_is_that_of_mirt():
    found = analyse(MATRIX, weight=COUNTS)

    assert list(found.easiness) == pytest.approx([1.868, 0.791, 1.461, 0.521, 1.993], abs=2e-3)
    assert found.spread**2 == pytest.approx(1.022, abs=2e-3)
