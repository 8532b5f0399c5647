"""Certificates of simulated people say so in what was signed, on paper, on every page, and at the command."""

import json
from dataclasses import replace

import pytest

from tests.certificates.samples import THEORY
from tests.certificates.test_formats import text_of
from tests.certificates.test_service import issue
from tests.conftest import NOON
from tests.people import identity
from training import db as database
from training.certificates import facts, queries, service
from training.certificates.formats import facts_json, pdf
from training.core.simulated import MARK

SIMULATED = replace(THEORY, holder=f"Simone Weber {MARK}", simulated=True)


def test_the_facts_of_others_are_the_bytes_they_always_were():
    assert b"simulated" not in THEORY.canonical()
    assert not facts.read(THEORY.canonical().decode()).simulated


def test_it_stands_in_the_facts_and_changes_their_hash():
    plain = replace(SIMULATED, simulated=False)

    assert json.loads(facts_json.write(SIMULATED))["simulated"] is True
    assert SIMULATED.digest() != plain.digest()
    assert facts.read(SIMULATED.canonical().decode()) == SIMULATED


def test_it_stands_on_the_paper():
    shown = text_of(pdf.write(SIMULATED))

    assert "SIMULATED. The person and all that they did were made by a simulation" in shown
    assert f"Simone Weber {MARK}" in shown
    assert "SIMULATED" not in text_of(pdf.write(THEORY))


@pytest.mark.parametrize("page", ["/check/{}", "/register/{}", "/certificates/{}"])
def test_every_page_about_it_says_so(app, browser_of, page):
    with app.app_context():
        number = issue(SIMULATED)
    reader = browser_of("tara" if page.startswith("/certificates") else "ada")

    shown = reader.get(page.format(number)).get_data(as_text=True)

    assert "simulated" in shown.replace(MARK, "").lower()
    assert MARK in shown


def test_the_register_says_so_beside_what_each_states(app, browser_of):
    with app.app_context():
        issue(SIMULATED)

    assert "theory (simulated)" in browser_of("ada").get("/register").get_data(as_text=True)


def test_another_name_and_a_renewal_stay_simulated(context):
    number = issue(SIMULATED)
    with database.commit_command():
        named = service.correct_name(number, holder="Simone Wolf", reason="Married.", by=identity("ada"), now=NOON)
        second = named.number
    with database.commit_command():
        third = service.renew(second, valid_until=None, reason="Renewed.", by=identity("ada"), now=NOON).number

    for each in (second, third):
        stated = queries.standing(each, now=NOON).facts
        assert (stated.simulated, stated.holder) == (True, f"Simone Wolf {MARK}")
