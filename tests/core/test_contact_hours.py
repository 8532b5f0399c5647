from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core.contact_hours import (
    LEAST,
    MOST,
    OLDEST,
    QUARTER,
    NoDay,
    NoHours,
    check_day,
    hours_in_words,
    minutes_of,
)

TODAY = date(2026, 11, 22)


@given(st.integers(LEAST // QUARTER, MOST // QUARTER).map(lambda number: number * QUARTER))
def test_quarter_hours_are_read_as_they_are_written(minutes):
    assert minutes_of(hours_in_words(minutes)) == minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("6", 360), ("1.5", 90), ("1,5", 90), (" 0.25 ", 15), ("1.50", 90), ("12", 720), ("12.0", 720)],
)
def test_hours_are_a_number_by_point_or_comma(text, minutes):
    assert minutes_of(text) == minutes


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "as a number"),
        ("six", "as a number"),
        ("1:30", "as a number"),
        ("-2", "as a number"),
        ("1e1", "as a number"),
        ("nan", "as a number"),
        ("\uff16", "as a number"),
        ("1.", "as a number"),
        ("9" * 40, "as a number"),
        ("0", "between 0.25 and 12"),
        ("12.25", "between 0.25 and 12"),
        ("999", "between 0.25 and 12"),
        ("0.2", "between 0.25 and 12"),
        ("1.1", "quarter hours"),
        ("1.2501", "quarter hours"),
    ],
)
def test_what_is_no_number_of_hours_says_what_to_enter(text, told):
    with pytest.raises(NoHours, match=told):
        minutes_of(text)


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=1), TODAY - OLDEST])
def test_a_day_may_be_today_and_three_years_back(day):
    check_day(day, today=TODAY)


def test_a_day_that_has_not_come_is_refused():
    with pytest.raises(NoDay, match="not come yet"):
        check_day(TODAY + timedelta(days=1), today=TODAY)


@pytest.mark.parametrize("day", [date(26, 11, 22), TODAY - OLDEST - timedelta(days=1)])
def test_a_day_years_back_asks_to_check_the_year(day):
    with pytest.raises(NoDay, match="Check the year"):
        check_day(day, today=TODAY)
