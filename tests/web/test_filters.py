"""How numbers appear on a page."""

import pytest

from training.web import filters


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [([], ""), ([7], "7"), ([4, 5], "4, 5"), ([9, 1, 2, 4, 5, 6], "1, 2, 4 to 6, 9"), (range(1, 91), "1 to 90")],
)
def test_three_and_more_numbers_in_a_row_are_shown_in_short(numbers, shown):
    assert filters.runs(numbers) == shown
