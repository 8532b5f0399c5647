from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from training.core import timing
from training.core.timing import Arrival, Limits

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FACTORS = st.fractions(1, 4, max_denominator=20)


def limits(**changes):
    values = {"minutes": 45, "factor": Fraction(1), "closes_at": None, "hard_close": False}
    return Limits(**values | changes)


def at(minutes):
    return NOON + timedelta(minutes=minutes)


def test_half_as_much_again_is_in_the_deadline_to_the_second():
    assert timing.deadline(NOON, limits(factor=Fraction(3, 2)), extra_minutes=0) == at(67.5)


def test_accident_15_a_closing_window_does_not_cut_extra_time():
    given_ = limits(factor=Fraction(3, 2), closes_at=at(5))

    assert timing.deadline(NOON, given_, extra_minutes=0) == at(67.5)


def test_a_hard_close_ends_running_attempts_but_moves_by_the_persons_own_extra_time():
    assert timing.deadline(NOON, limits(closes_at=at(5), hard_close=True), extra_minutes=0) == at(5)
    assert timing.deadline(
        NOON, limits(closes_at=at(5), hard_close=True, factor=Fraction(3, 2)), extra_minutes=0
    ) == at(27.5)


def test_a_hard_close_without_an_end_cuts_nothing():
    assert timing.deadline(NOON, limits(hard_close=True), extra_minutes=0) == at(45)


def test_a_clock_change_inside_the_attempt_changes_nothing():
    berlin = datetime(2026, 10, 25, 1, 45, tzinfo=ZoneInfo("Europe/Berlin"))

    end = timing.deadline(berlin.astimezone(UTC), limits(minutes=90), extra_minutes=0)

    assert end.astimezone(ZoneInfo("Europe/Berlin")).strftime("%H:%M %Z") == "02:15 CET"


@given(st.integers(1, 600), FACTORS, st.integers(0, 120), st.one_of(st.none(), st.integers(-60, 600)), st.booleans())
def test_invariant_7_extra_time_granted_is_extra_time_had(minutes, factor, extra, window, hard):
    closes_at = None if window is None else at(window)
    plain = limits(minutes=minutes, closes_at=closes_at, hard_close=hard)
    more = limits(minutes=minutes, factor=factor, closes_at=closes_at, hard_close=hard)

    gained = timing.deadline(NOON, more, extra_minutes=extra) - timing.deadline(NOON, plain, extra_minutes=0)

    wanted = timedelta(minutes=extra) + timing.allowed(more) - timing.allowed(plain)
    assert abs(gained - wanted) <= timedelta(microseconds=1)


@given(st.integers(1, 600), FACTORS)
def test_an_allowance_is_never_shorter_than_its_exact_length(minutes, factor):
    exact = minutes * factor * 60_000_000
    microseconds = timing.allowed(limits(minutes=minutes, factor=factor)) // timedelta(microseconds=1)

    assert 0 <= microseconds - exact < 1


def test_an_attempt_is_over_at_its_deadline_and_not_before():
    assert not timing.is_over(NOON, NOON - timedelta(microseconds=1))
    assert timing.is_over(NOON, NOON)


def test_the_server_closes_half_a_minute_after_the_deadline_or_later_where_late_answers_count():
    assert timing.closing(NOON, late_minutes=0) == NOON + timedelta(seconds=30)
    assert timing.closing(NOON, late_minutes=10) == NOON + timedelta(minutes=10, seconds=30)


def test_the_time_left_is_never_negative():
    assert timing.remaining_ms(NOON, NOON - timedelta(seconds=2)) == 2000
    assert timing.remaining_ms(NOON, at(3)) == 0


def test_within_the_grace_every_answer_counts():
    made = NOON + timedelta(seconds=20)

    assert timing.arrival(NOON, at(0.5), made_at=made, now=NOON + timedelta(seconds=29)) is Arrival.IN_TIME


def test_after_the_grace_only_what_was_made_before_the_deadline_counts_until_the_closing():
    closing = timing.closing(NOON, late_minutes=10)

    assert timing.arrival(NOON, closing, made_at=NOON, now=at(5)) is Arrival.IN_TIME
    assert timing.arrival(NOON, closing, made_at=at(1), now=at(5)) is Arrival.LATE
    assert timing.arrival(NOON, closing, made_at=NOON, now=at(11)) is Arrival.LATE


def test_without_a_late_policy_nothing_counts_after_the_grace():
    closing = timing.closing(NOON, late_minutes=0)

    assert timing.arrival(NOON, closing, made_at=NOON, now=closing) is Arrival.LATE


def test_the_next_attempt_may_start_when_the_days_have_passed():
    assert timing.next_attempt_at(NOON, waiting_days=7) == datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
