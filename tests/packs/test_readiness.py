"""What activating is refused for: no source, none that was seen, no day, one to come, something not settled."""

from dataclasses import replace
from datetime import date

import pytest

from tests.packs.samples import changed, read
from training import sources
from training.packs import readiness

TODAY = date(2026, 11, 22)
FIRST = 'sources = ["FL-R"]\nchecked_on = 2026-11-20\n'


def lacking(text, register=None):
    found = readiness.lacking(read(text), register or sources.register(), today=TODAY)
    assert all(fault.message and fault.remedy for fault in found)
    return [fault.field for fault in found]


def test_a_pack_with_a_source_and_a_day_for_every_line_lacks_nothing():
    assert lacking(changed()) == []


@pytest.mark.parametrize(
    ("new", "missing"),
    [
        ("checked_on = 2026-11-20\n", ["sources"]),
        ("sources = []\nchecked_on = 2026-11-20\n", ["sources"]),
        ('sources = ["FL-R"]\n', ["checked_on"]),
        ("", ["sources", "checked_on"]),
        ('sources = ["FL-R"]\nchecked_on = 2026-11-23\n', ["checked_on"]),
        ('sources = ["MASTERDN"]\nchecked_on = 2026-11-20\n', ["sources"]),
        ('sources = ["MASTERDN", "FL-R"]\nchecked_on = 2026-11-20\n', []),
        ('sources = ["FL-R"]\nchecked_on = 2026-11-20\nunsettled = "A bill may change it."\n', ["unsettled"]),
        ('sources = ["FL-R"]\nchecked_on = 2026-11-22\n', []),
    ],
)
def test_what_is_missing_is_named_by_its_field(new, missing):
    assert lacking(changed((FIRST, new))) == [f"requirements[1].{field}" for field in missing]


def test_everything_missing_is_named_at_once():
    text = changed((FIRST, ""), ('sources = ["FL-R"]\nchecked_on = 2026-11-21\n', "checked_on = 2027-01-01\n"))

    assert lacking(text) == [
        "requirements[1].sources",
        "requirements[1].checked_on",
        "requirements[2].sources",
        "requirements[2].checked_on",
    ]


def test_a_source_nobody_opened_is_none_to_rest_on():
    known_only = {"FL-R": replace(sources.register()["FL-R"], tag="K")}

    assert lacking(changed(), known_only) == [f"requirements[{number}].sources" for number in (1, 2, 3)]


def test_a_source_that_left_the_register_is_missing():
    assert lacking(changed(), {"PPHC26": sources.register()["PPHC26"]})[0] == "requirements[1].sources"


def test_a_pack_that_asks_for_nothing_is_not_shown_to_anybody():
    text = changed()

    assert lacking(text[: text.index("[[requirements]]")]) == ["requirements"]
