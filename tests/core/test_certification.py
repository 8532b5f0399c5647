"""The rules of certificates, by example and by property."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core import certification
from training.core.certification import REASONS, Act, Change, Status

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ZONES = ("Europe/London", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Kiritimati")

WIDE = 0xFEE0
"""From a letter, digit or hyphen to the wide one that a Japanese keyboard writes."""


def status(*acts, until=None, zone="Europe/London", now=NOON):
    changes = tuple(Change(act, NOON - timedelta(days=30 - place)) for place, act in enumerate(acts))
    return certification.status(valid_until=until, zone=zone, changes=changes, now=now)


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ((), Status.VALID),
        ((Act.SUSPENDED,), Status.SUSPENDED),
        ((Act.SUSPENDED, Act.REINSTATED), Status.VALID),
        ((Act.SUSPENDED, Act.REINSTATED, Act.SUSPENDED), Status.SUSPENDED),
        ((Act.SUSPENDED, Act.REVOKED), Status.REVOKED),
        ((Act.REVOKED,), Status.REVOKED),
        ((Act.SUPERSEDED,), Status.SUPERSEDED),
    ],
)
def test_the_history_decides_while_the_last_day_is_ahead(acts, expected):
    assert status(*acts, until=date(2027, 1, 1)) is expected


@pytest.mark.parametrize("zone", ZONES)
def test_a_certificate_is_valid_through_the_whole_of_its_last_day_where_it_was_issued(zone):
    midnight = datetime(2027, 4, 1, tzinfo=ZoneInfo(zone))
    last_second = midnight.astimezone(UTC) - timedelta(microseconds=1)

    assert status(until=date(2027, 3, 31), zone=zone, now=last_second) is Status.VALID
    assert status(until=date(2027, 3, 31), zone=zone, now=midnight.astimezone(UTC)) is Status.EXPIRED


def test_a_last_day_with_a_clock_change_has_23_hours():
    # London, 28 March 2027: the clocks go forward at one in the morning.
    assert certification.expires_at(date(2027, 3, 28), "Europe/London") == datetime(2027, 3, 28, 23, tzinfo=UTC)


def test_where_midnight_is_left_out_the_next_day_begins_with_the_change():
    # São Paulo, 4 November 2018: 00:00 did not exist; the day began at 01:00, which was 03:00 UTC.
    assert certification.expires_at(date(2018, 11, 3), "America/Sao_Paulo") == datetime(2018, 11, 4, 3, tzinfo=UTC)


def test_accident_12_expired_and_revoked_never_read_valid():
    assert status(until=date(2026, 11, 21)) is Status.EXPIRED
    assert status(Act.SUSPENDED, Act.REINSTATED, until=date(2026, 11, 21)) is Status.EXPIRED
    assert status(Act.REVOKED, until=date(2026, 11, 21)) is Status.REVOKED
    assert status(Act.SUSPENDED, until=date(2026, 11, 21)) is Status.EXPIRED


@given(st.lists(st.sampled_from(list(Act)), max_size=8), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_final_act_is_never_undone_by_time_or_later_acts(acts, until):
    found = status(*acts, until=until)

    assert (found is Status.REVOKED) == (Act.REVOKED in acts)
    assert (found is Status.VALID) <= ({Act.REVOKED, Act.SUPERSEDED}.isdisjoint(acts))


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("current", [Status.REVOKED, Status.SUPERSEDED])
def test_nothing_follows_a_final_status(act, current):
    assert not certification.allows(act, current=current, suspended=False)
    assert not certification.allows(act, current=current, suspended=True)


def test_only_what_is_suspended_is_reinstated_and_it_is_not_suspended_twice():
    assert certification.allows(Act.REINSTATED, current=Status.SUSPENDED, suspended=True)
    assert not certification.allows(Act.REINSTATED, current=Status.VALID, suspended=False)
    assert not certification.allows(Act.SUSPENDED, current=Status.SUSPENDED, suspended=True)
    assert certification.allows(Act.SUSPENDED, current=Status.VALID, suspended=False)


def test_what_is_suspended_is_not_replaced_but_what_expired_is():
    assert not certification.allows(Act.SUPERSEDED, current=Status.SUSPENDED, suspended=True)
    assert certification.allows(Act.SUPERSEDED, current=Status.EXPIRED, suspended=False)


def test_every_act_has_reasons():
    assert set(REASONS) == set(Act)
    assert all(REASONS.values())


@given(st.integers(0, 2**80 - 1))
def test_a_number_survives_being_copied_by_hand(bits):
    number = certification.number_of(bits)
    copied = number.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert certification.read_number(copied) == number
    assert certification.read_number(number.replace("-", "").replace("1", "I").replace("0", "O")) == number
    assert certification.read_number("".join(chr(ord(sign) + WIDE) for sign in number)) == number


@given(st.integers(0, 2**80 - 1), st.integers(0, 2**80 - 1))
def test_two_numbers_are_the_same_only_for_the_same_bits(one, other):
    assert (certification.number_of(one) == certification.number_of(other)) == (one == other)


@pytest.mark.parametrize("text", ["", "7KQ4", "7KQ4-M2XD-91TB-000U", "7KQ4-M2XD-91TB-00011", "7KQ4-M2XD-91TB-000é"])
def test_what_cannot_be_a_number_is_none(text):
    assert certification.read_number(text) is None


@given(st.text())
def test_any_text_may_be_read(text):
    certification.read_number(text)


@pytest.mark.parametrize("bits", [-1, 2**80])
def test_a_number_takes_80_bits(bits):
    with pytest.raises(ValueError, match="80 bits"):
        certification.number_of(bits)


def test_without_a_last_day_a_certificate_does_not_expire():
    assert certification.expires_at(None, "Europe/London") is None
    assert status(now=NOON + timedelta(days=36500)) is Status.VALID
