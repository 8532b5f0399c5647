import tomllib

import pytest

from training.practicals import catalogue

FORM = catalogue.forms()["foundations-practical"]


def test_the_form_has_twenty_steps_at_two_stations():
    assert {station: len(steps) for station, steps in FORM.steps.items()} == {"superficial": 20, "deep": 20}


def test_the_critical_steps_are_those_of_the_dossier():
    assert [step.number for step in FORM.steps["deep"] if step.critical] == [2, 3, 4, 5, 6, 9, 10, 11, 13, 14]


def test_the_twelfth_step_is_worded_for_its_station():
    assert FORM.steps["superficial"][11].text != FORM.steps["deep"][11].text


def test_the_pass_rule_is_shown_as_provisional():
    assert FORM.minimum == 32
    assert "provisional" in FORM.standing


@pytest.mark.parametrize("field", ["title", "minimum", "standing"])
def test_a_change_of_one_word_is_another_version(field):
    text = (catalogue.CONTENT / "foundations-practical.toml").read_text(encoding="utf-8")
    content = tomllib.loads(text)

    assert catalogue.parse(content | {field: content[field] * 2}).version != FORM.version


def test_a_stored_version_reads_back_as_the_same_form():
    assert catalogue.parse(FORM.content) == FORM
