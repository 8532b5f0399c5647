"""Reading numbers as people type them, and units with them: exact, and nothing guessed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core.drafts import Reader
from training.core.intervals import Interval, around
from training.core.numbers import exact, leading, rounded, written
from training.core.units import Units

LENGTHS = {"units": [{"name": "mm"}, {"name": "cm", "factor": "10"}, {"name": "µm", "factor": "1/1000"}]}


def units(rule, **more):
    return Units.read(Reader(LENGTHS | {"unit": rule} | more))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.5", "25/2"),
        ("12,5", "25/2"),
        (" 12 ", "12"),
        (".5", "1/2"),
        (",5", "1/2"),
        ("5.", "5"),
        ("+5", "5"),
        ("-5", "-5"),
        ("\u22125", "-5"),
        ("\u2013 5", "-5"),
        ("0.1", "1/10"),
        ("1,234", "617/500"),
        ("1,234,567", "1234567"),
        ("1.234.567,5", "2469135/2"),
        ("1,234,567.5", "2469135/2"),
        ("12 345", "12345"),
        ("12\u202f345,5", "24691/2"),
        ("12'345", "12345"),
        ("12\u2019345.5", "24691/2"),
        ("3.141 592", "392699/125000"),
        ("1e3", "1000"),
        ("1.2E-3", "3/2500"),
        ("1.2 \u00d7 10^3", "1200"),
        ("1.2\u00b710\u207b\u00b3", "3/2500"),
        ("\u0661\u0662\u066b\u0665", "25/2"),
        ("\uff11\uff12\uff0e\uff15", "25/2"),
    ],
)
def test_a_number_is_read_as_it_is_meant(text, number):
    assert leading(text) == (Fraction(number), "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "twelve",
        "12 5",
        "12,34,5",
        "1.2.3,4",
        "1'23",
        "e5",
        "½",
        "1e999",
        "1e1000000000",
        "9" * 400,
        "--5",
        "()",
    ],
)
def test_what_is_no_number_is_not_guessed_at(text):
    assert leading(text) is None


@given(st.text(max_size=40))
def test_no_text_raises(text):
    found = leading(text)

    assert found is None or isinstance(found[0], Fraction)


@given(st.fractions(max_denominator=10**6), st.integers(0, 12))
def test_a_number_that_is_written_is_read_as_rounded(value, places):
    assert leading(written(value, places)) == (rounded(value, places), "")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**6), max_value=10**6))
def test_a_short_decimal_is_written_exactly(value):
    assert exact(written(Fraction(value))) == Fraction(value)


@pytest.mark.parametrize(
    ("value", "places", "text"), [("5/2", 0, "3"), ("-5/2", 0, "-3"), ("1/3", 2, "0.33"), ("5", 1, "5.0")]
)
def test_halves_are_rounded_away_from_zero(value, places, text):
    assert written(Fraction(value), places) == text


@pytest.mark.parametrize("text", ["1e400", "1/0", "one", "1 000", "1,5", "0x10", "1_000", "nan", "inf", "9" * 300])
def test_a_draft_writes_numbers_one_way(text):
    with pytest.raises(ValueError, match="is no number"):
        exact(text)


def test_a_tolerance_holds_its_edges_exactly():
    assert Fraction(11, 10) in around(Fraction(1), "0.1")
    assert Fraction("1.1000000000000001") not in around(Fraction(1), "0.1")
    assert Fraction(-98) in around(Fraction(-100), "2%")


@given(st.lists(st.none() | st.integers(-5, 5), min_size=4, max_size=4), st.integers(-6, 6))
def test_stretches_meet_where_both_hold_a_number(ends, number):
    one, other = Interval(*ends[:2]), Interval(*ends[2:])

    if number in one and number in other:
        assert one.meets(other)
    assert one.meets(other) == other.meets(one)


@pytest.mark.parametrize(
    ("rule", "text", "number"),
    [
        ("optional", "1.5 cm", "15"),
        ("optional", "1.5cm", "15"),
        ("optional", "15", "15"),
        ("optional", "500 \u03bcm", "1/2"),
        ("optional", "cm 1.5", "15"),
        ("none", "15 mm", "15"),
        ("required", "15 mm", "15"),
        ("required", "15", None),
        ("optional", "15 MM", None),
        ("optional", "15 inches", None),
        ("optional", "mm", None),
    ],
)
def test_a_number_is_taken_in_the_first_unit(rule, text, number):
    assert units(rule).number(text) == (None if number is None else Fraction(number))


@pytest.mark.parametrize("posted", [("15", "1"), ("15", ""), ("", "2"), ("", ""), ("x", "1"), ("1 2", "3")])
def test_a_unit_from_a_list_goes_to_the_page_and_back(posted):
    response = units("choose").received(posted)

    assert response == () or units("choose").received(units("choose").posted(response[0])) == response


@pytest.mark.parametrize("posted", [("15", "9"), ("15", "mm"), ("15", "1", "1")])
def test_a_unit_that_is_not_in_the_list_is_no_answer(posted):
    assert units("choose").received(posted) is None


def test_a_missing_unit_is_asked_for():
    assert units("required").complaint("15") == "Give the unit too."
    assert units("optional").complaint("15") is None
    assert "number" in units("optional").complaint("fifteen")


def test_a_number_leaves_room_for_the_unit_that_is_chosen_beside_it():
    chosen = units("choose")
    places = [str(place) for place, _unit in enumerate(chosen.known, start=1)]

    full = ["".join(chosen.received(["7" * chosen.room, place])) for place in places]

    assert max(map(len, full)) == 500
    assert all("characters" not in (chosen.complaint(text) or "") for text in full)
    assert f"At most {chosen.room} characters" in chosen.complaint("7" * (chosen.room + 1))
