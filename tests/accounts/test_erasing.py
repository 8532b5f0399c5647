"""What counts as naming a person in words about something else."""

from pathlib import Path

import pytest

from tests.conftest import NOON
from training.erasing import Erasing


def erasing(*words):
    return Erasing(person_id=7, by=8, now=NOON, words=frozenset(words), data=Path())


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Ask TARA OKAFOR today.", "Ask [erased] today."),
        ("mail tara@demo.test.", "mail [erased]."),
        ("Tara O&#39;Hara", "[erased]"),
        ("/people?name=Tara+Okafor", "/people?name=[erased]"),
        ("Tara Okafor-Brandt and Tara Okafor", "[erased] and [erased]"),
        ("Tara Okaforova", "Tara Okaforova"),
        ("The mark will count.", "The mark will count."),
        ("Łukasz Żółć", "[erased]"),
    ],
)
def test_full_names_and_addresses_go_and_nothing_else(words, left):
    person = erasing("Tara Okafor", "Tara Okafor-Brandt", "Tara O'Hara", "tara@demo.test", "Mark", "Łukasz Żółć")

    assert person.without(words) == left


def test_names_go_wherever_they_stand_in_a_json_value():
    value = {"rows": [{"name": "Tara Okafor", "number": 2}], "right": True, "none": None}

    left = erasing("Tara Okafor").without(value)

    assert left == {"rows": [{"name": "[erased]", "number": 2}], "right": True, "none": None}
