"""Passwords: which are refused, and what a stored one looks like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import people
from training.accounts import passwords

COST = passwords.Cost(memory_kib=8, time=1)
TARA = ("Tara Okafor", "tara.okafor@demo.test", "Test Institute")


@pytest.mark.parametrize(
    "password",
    [
        "elevenchars",
        "password1234",
        "P@ssw0rd1234",
        "Password2026!",
        "passwordpassword",
        "123456789012",
        "987654321098",
        "abcdefghijkl",
        "qwertyuiop12",
        "qwertyuiopasdf",
        "aaaaaaaaaaaa",
        "abababababab",
        "abcabcabcabc",
        "1q2w3e4r5t6y",
        "iloveyou2024",
        "1qaz2wsx3edc4rfv",
        "Needlewise2026",
        "needlewise-needlewise",
        "TaraOkafor2026",
        "okafor.tara!!",
        "TestInstitute1",
        "administrator",
        "............",
    ],
)
def test_a_common_or_personal_password_is_refused(password):
    assert passwords.complaint(password, about=TARA)


@pytest.mark.parametrize(
    "password",
    [
        people.PASSWORD,
        "copper kettle harbour",
        "gravel-owl-lantern",
        "vierzehnschildkröten",
        "пятьзеленыхокон",
        "蓝色的针和安静的手掌上有十二个",
        "Tara likes gravel paths",
        "kT9#vLq2!mZx",
    ],
)
def test_words_of_ones_own_will_do_whatever_their_characters(password):
    assert passwords.complaint(password, about=TARA) is None


def test_two_keyboards_type_one_password():
    stored = passwords.hash_of("cafe\u0301 on the corner", COST)

    assert passwords.matches(stored, "caf\u00e9 on the corner", COST)


def test_a_hash_is_argon2id_and_tells_its_cost():
    stored = passwords.hash_of("gravel-owl-lantern", COST)

    assert stored.startswith("$argon2id$")
    assert not passwords.is_dated(stored, COST)
    assert passwords.is_dated(stored, passwords.Cost(memory_kib=16, time=1))


@given(st.text(min_size=1, max_size=40))
def test_any_text_gets_an_answer_and_nothing_matches_nobody(password):
    passwords.complaint(password, about=TARA)

    assert not passwords.matches(None, password, COST)
