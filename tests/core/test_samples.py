"""Until when a sample quiz is open, what may stand in it, and what is drawn for it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core.domains import Pool
from training.core.samples import Absence, Possible, Standing, absence, clashes, draw, standing

NIGHT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
SHOWN = {"pool": Pool.PRACTICE, "drawable": True, "retired": False, "withdrawn": False, "alone": True}


@pytest.mark.parametrize(
    ("ends_on", "ended_at", "zone", "expected"),
    [
        (None, None, "Europe/London", Standing.OPEN),
        (date(2026, 11, 22), None, "Europe/London", Standing.OPEN),
        (date(2026, 11, 22), None, "Europe/Berlin", Standing.OVER),
        (date(2026, 11, 21), None, "Europe/London", Standing.OVER),
        (None, NIGHT, "Europe/London", Standing.ENDED),
        (date(2026, 11, 21), NIGHT, "Europe/London", Standing.ENDED),
    ],
)
def test_a_quiz_is_open_through_the_whole_of_its_last_day(ends_on, ended_at, zone, expected):
    assert standing(ends_on=ends_on, ended_at=ended_at, zone=zone, now=NIGHT) is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"withdrawn": True}, None),
        ({"pool": Pool.EXAM}, Absence.POOL),
        ({"alone": False}, Absence.PEOPLE),
        ({"drawable": False, "retired": True}, Absence.RETIRED),
        ({"drawable": False, "withdrawn": True}, Absence.WITHDRAWN),
        ({"drawable": False}, Absence.UNAPPROVED),
    ],
)
def test_an_item_is_shown_only_where_practice_draws_it_and_the_site_marks_it(changes, expected):
    assert absence(**(SHOWN | changes)) is expected


CODES = st.sampled_from([f"safety/x/{letter}" for letter in "abcdef"])
ITEMS = st.lists(st.builds(Possible, CODES, st.frozensets(CODES, max_size=2)), unique_by=lambda each: each.code)


@given(possible=ITEMS, number=st.integers(0, 8), seed=st.integers(0, 99))
def test_what_is_drawn_holds_no_enemies_and_follows_from_the_seed(possible, number, seed):
    drawn = draw(possible, [], number=number, seed=seed)

    assert len(set(drawn)) == len(drawn) <= number
    assert clashes(each for each in possible if each.code in drawn) == ()
    assert drawn == draw(list(reversed(possible)), [], number=number, seed=seed)


def test_what_is_drawn_leaves_out_what_is_there_and_its_enemies():
    there = Possible("safety/x/a", frozenset({"safety/x/b"}))
    possible = [there, Possible("safety/x/b", frozenset()), Possible("safety/x/c", frozenset())]

    assert draw(possible, [there], number=3, seed=1) == ("safety/x/c",)
