"""Numbers in addresses that no row can have."""

import pytest
from sqlalchemy import select
from werkzeug.routing import IntegerConverter

from training.accounts.models import Person
from training.db import OutOfRange, db


def test_a_number_that_no_row_can_have_names_nothing_anywhere(app, browser_of):
    ada, ines, tara = (browser_of(name) for name in ("ada", "ines", "tara"))
    asked = [rule for rule in app.url_map.iter_rules() if _numbers(rule)]
    assert len(asked) > 20
    for rule in asked:
        values = {name: 2**31 if name in _numbers(rule) else "a/b/c" for name in rule.arguments}
        path = "".join(text if is_text else str(values[text]) for is_text, text in _pieces(rule))
        method = min(rule.methods - {"HEAD", "OPTIONS"})
        for browser in (ada, ines, tara):
            assert browser.open(path, method=method).status_code in (404, 405), path


def _numbers(rule):
    return {name for name, converter in rule._converters.items() if isinstance(converter, IntegerConverter)}


def _pieces(rule):
    """Yield the parts of an address: what stands there, and the names of its values."""
    for part in rule.rule.replace(">", "<").split("<"):
        name = part.rpartition(":")[2]
        yield (name not in rule.arguments, part if name not in rule.arguments else name)


ASKED = [
    ("ada", "/register?person={}"),
    ("ada", "/register?page={}"),
    ("ada", "/people?page={}"),
    ("ada", "/audit?before={}"),
    ("ines", "/bank?page={}"),
    ("lena", "/bank/sign-off?page={}"),
]
"""Who may ask with a number in a query, and where."""
BEYOND = ["9" * 20, f"-{'9' * 20}", str(2**31), str(2**63), "9" * 5_000]


@pytest.mark.parametrize("number", BEYOND, ids=["large", "negative", "2^31", "2^63", "long"])
@pytest.mark.parametrize(("name", "path"), ASKED)
def test_a_query_with_a_number_that_no_row_can_have_is_no_failure(browser_of, name, path, number):
    assert browser_of(name).get(path.format(number)).status_code < 500


def test_the_register_of_a_person_that_cannot_be_holds_nobodys_certificates(browser_of):
    assert "Show all" in browser_of("ada").get(f"/register?person={10**20}").text


SENT = [
    ("sam", "/sessions/confirm", "session", 404),
    ("ines", "/bank/desk/read", "upto", 303),
    ("lena", "/bank/sign-off", "page", 303),
]
"""Who may send a number in a form, where, under which name, and the answer that is right for one that cannot be."""


@pytest.mark.parametrize("number", BEYOND[:-1], ids=["large", "negative", "2^31", "2^63"])
@pytest.mark.parametrize(("name", "path", "field", "status"), SENT)
def test_a_form_with_a_number_that_no_row_can_have_is_answered(browser_of, name, path, field, status, number):
    assert browser_of(name).post(path, data={field: number}).status_code == status


@pytest.mark.parametrize("number", [10**20, -(10**20)])
def test_the_database_refuses_a_number_it_cannot_hold_by_its_name(context, number):
    with pytest.raises(OutOfRange):
        db.session.scalar(select(Person.name).where(Person.id == number))


@pytest.fixture
def careless(app):
    """A site on which some pages look for a row that no column can number."""

    def look(**_values):
        return db.session.scalar(select(Person.name).where(Person.id == 10**20)) or "found"

    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions |= dict.fromkeys(("register.index", "bank.desk.read", "modules.edit.unsaved.keep"), look)
    return app


def test_a_page_that_asks_for_it_all_the_same_is_not_found(careless, browser_of):
    assert browser_of("ada").get("/register").status_code == 404


def test_a_form_that_names_it_all_the_same_is_given_back_whole(careless, browser_of):
    sent = {"upto": "9" * 20, "words": "Two <are> the same.", "password": "not to be shown"}

    answer = browser_of("ines").post("/bank/desk/read", data=sent)

    assert answer.status_code == 422
    assert "Nothing was saved: no number here can be so large." in answer.text
    assert "9" * 20 in answer.text
    assert "Two &lt;are&gt; the same." in answer.text
    assert "not to be shown" not in answer.text


def test_a_script_that_sends_it_all_the_same_is_told_so(careless, browser_of):
    answer = browser_of("ines").post("/api/modules/unsaved", json={"revision": 10**20})

    assert (answer.status_code, answer.json["error"]) == (422, "A number is too large")
