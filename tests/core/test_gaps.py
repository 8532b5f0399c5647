"""What is asked beside what is on record: never more said than that."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core import gaps
from training.core.gaps import Asks, Field, Held, Requirement, State

HOURS = Requirement(Asks.HOURS, "50 hours in person", hours=50, counts=("in-person", "supervised"))


def only(requirement, held):
    (gap,) = gaps.gaps([requirement], held)
    return gap


def test_only_the_kinds_that_count_are_added_up():
    gap = only(HOURS, Held(minutes={"online": 9000, "in-person": 600, "supervised": 90}))

    assert (gap.state, gap.have, gap.missing) == (State.MISSING, 690, 3000 - 690)


@pytest.mark.parametrize(
    ("minutes", "state"), [(2999, State.MISSING), (3000, State.ON_RECORD), (3001, State.ON_RECORD)]
)
def test_exactly_what_is_asked_is_enough(minutes, state):
    assert only(HOURS, Held(minutes={"in-person": minutes})).state == state


def test_a_session_short_is_one_missing():
    gap = only(Requirement(Asks.SESSIONS, "25 sessions", sessions=25), Held(sessions=24, waiting=3))

    assert (gap.state, gap.missing) == (State.MISSING, 1)


@pytest.mark.parametrize("asks", [Asks.WRITTEN_EXAM, Asks.PRACTICAL_EXAM])
def test_an_exam_is_on_record_once_there_is_a_day(asks):
    passed = Held(written_on=date(2026, 11, 1), practical_on=date(2026, 11, 2))

    assert only(Requirement(asks, "An exam"), Held()).state == State.MISSING
    assert only(Requirement(asks, "An exam"), passed).state == State.ON_RECORD


@pytest.mark.parametrize("asks", [Asks.CONDITION, Asks.DEADLINE, Asks.WORDING])
def test_what_nobody_records_is_not_known_whatever_there_is(asks):
    everything = Held({"in-person": 10**6}, 999, 0, date(2026, 1, 1), date(2026, 1, 1), dict.fromkeys(Field, "yes"))

    assert only(Requirement(asks, "Two years' practice"), everything).state == State.UNKNOWN


def test_a_field_is_on_record_missing_or_not_kept_at_all():
    held = Held(fields={Field.NAME: "Tara Okafor", Field.REGIONS: ""})
    found = [only(Requirement(Asks.FIELD, "It", field=field), held).state for field in (Field.NAME, Field.REGIONS)]

    assert found == [State.ON_RECORD, State.MISSING]
    assert only(Requirement(Asks.FIELD, "It", field=Field.LICENCE_NUMBER), held).state == State.UNKNOWN


def test_no_record_answers_what_is_not_permitted():
    assert only(Requirement(Asks.BARRED, "Not permitted"), Held({"in-person": 10**6}, 999)).state == State.BARRED


@given(st.integers(0, 10_000), st.integers(1, 200))
def test_what_is_there_and_what_is_missing_make_what_is_asked(minutes, hours):
    gap = only(Requirement(Asks.HOURS, "Hours", hours=hours, counts=("online",)), Held({"online": minutes}))

    assert gap.missing == max(0, hours * 60 - minutes)
    assert (gap.missing == 0) == (gap.state == State.ON_RECORD)


@pytest.mark.parametrize(
    ("today", "stale"),
    [(date(2026, 11, 22), False), (date(2027, 11, 22), False), (date(2027, 11, 23), True)],
)
def test_twelve_months_are_fresh_and_a_day_more_is_not(today, stale):
    assert gaps.is_stale(date(2026, 11, 22), today) is stale


def test_a_leap_day_is_fresh_until_the_last_of_february():
    assert not gaps.is_stale(date(2028, 2, 29), date(2029, 2, 28))
    assert gaps.is_stale(date(2028, 2, 29), date(2029, 3, 1))
