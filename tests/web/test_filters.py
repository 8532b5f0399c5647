"""How numbers and names appear on a page."""

import pytest

from training.web import filters


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [([], ""), ([7], "7"), ([4, 5], "4, 5"), ([9, 1, 2, 4, 5, 6], "1, 2, 4 to 6, 9"), (range(1, 91), "1 to 90")],
)
def test_three_and_more_numbers_in_a_row_are_shown_in_short(numbers, shown):
    assert filters.runs(numbers) == shown


def test_digits_after_a_name_from_right_to_left_stay_where_they_are():
    assert filters.isolated("Tara Okafor") == "Tara Okafor"
    assert filters.isolated("\u05ea\u05de\u05e8") == "\u2068\u05ea\u05de\u05e8\u2069"
    assert filters.isolated("\u0645\u062d\u0645\u062f") == "\u2068\u0645\u062d\u0645\u062f\u2069"
