"""A NUL in what is sent is dropped, on either database; PostgreSQL could not store it."""

import pytest

from tests import people
from tests.bank.bank import load
from tests.items import samples
from training.accounts import queries as accounts


def test_in_the_values_of_an_address(app, browser_of):
    with app.app_context():
        load(samples.draft("plain"))

    answer = browser_of("ines").get("/bank?text=lu%00ng")

    assert answer.status_code == 200
    assert 'value="lung"' in answer.text


def test_in_a_form(app, browser_of):
    answer = browser_of("tara").post("/profile/edit", data={"name": "Ta\0ra of Ahi", "zone": "Europe/Madrid"})

    assert answer.status_code == 303
    with app.app_context():
        assert accounts.person_by_email(people.email("tara")).name == "Tara of Ahi"


def test_in_what_a_script_sends(app, browser_of):
    body = {"code": "", "kind": "single_choice", "revision": 0, "fields": [["st\0em", "Wh\0y?"]]}

    assert browser_of("ines").post("/api/bank/unsaved", json=body).status_code == 200
    assert "Why?" in browser_of("ines").get("/bank/new/single_choice?unsaved=1").text


@pytest.mark.parametrize("path", ["/check/%00", "/bank/items/a/b/c%00", "/people/%00"])
def test_in_a_path_nothing_is_found(browser_of, path):
    assert browser_of("ada").get(path).status_code == 404
