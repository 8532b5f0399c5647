"""One's own account: what can be changed, the name on certificates, and taking one's data away."""

from functools import partial

import pytest
from sqlalchemy import text

from tests import people
from tests.accounts.doing import is_signed_in, sign_in
from tests.conftest import NOON
from tests.racing import at_once
from training import db as database
from training.accounts import queries, service
from training.db import db

TARA, ADA = people.identity("tara"), people.identity("ada")


def confirm(browser, name="Tara N. Okafor", **more):
    return browser.post("/profile/certificate-name", data={"certificate_name": name, "right": "y"} | more)


def test_name_and_zone_are_changed(browser_of):
    tara = browser_of("tara")
    tara.post("/profile/edit", data={"name": "Tara O.", "zone": "Pacific/Auckland"})

    page = tara.get("/profile").text
    assert "Tara O." in page
    assert "Pacific/Auckland" in page


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "CET"])
def test_a_zone_that_is_not_offered_is_refused(browser_of, zone):
    assert browser_of("tara").post("/profile/edit", data={"name": "Tara", "zone": zone}).status_code == 422


def test_other_devices_are_signed_out_and_this_one_stays(app):
    here, elsewhere = app.test_client(), app.test_client()
    sign_in(here, "tara")
    sign_in(elsewhere, "tara")
    here.post("/profile/sessions/end-others")

    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)


def test_the_devices_are_named_as_people_name_them(client):
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
    client.post(
        "/sign-in",
        data={"email": people.email("tara"), "password": people.PASSWORD},
        headers={"User-Agent": agent},
    )

    assert "Firefox on Linux" in client.get("/profile").text


def test_a_name_is_written_as_its_script_is(browser_of, app):
    tara = browser_of("tara")
    confirm(tara, "\u5c71\u7530\u3000\u592a\u90ce")
    with app.app_context():
        assert queries.person(TARA).certificate_name == "\u5c71\u7530 \u592a\u90ce"

    refused = confirm(tara, "Ta\u202era")

    assert "The name holds what nobody can see: U+202E RIGHT-TO-LEFT OVERRIDE." in refused.text


def test_the_name_on_certificates_is_confirmed_by_its_owner(browser_of, app):
    tara = browser_of("tara")
    with app.app_context():
        db.session.execute(text("UPDATE person SET certificate_name = name, certificate_name_confirmed_at = NULL"))
        db.session.commit()
    before = tara.get("/profile").text
    confirm(tara)

    assert "(to be confirmed)" in before
    assert "(to be confirmed)" not in tara.get("/profile").text
    with app.app_context():
        tara = queries.person(TARA)
        assert tara.certificate_name == "Tara N. Okafor"
        assert tara.certificate_name_confirmed_at


def test_it_is_not_confirmed_without_the_tick(browser_of, app):
    answer = browser_of("tara").post("/profile/certificate-name", data={"certificate_name": "Tara"})

    assert answer.status_code == 422
    with app.app_context():
        assert queries.person(TARA).certificate_name is None


def test_confirming_leads_back_to_where_it_was_asked_for(browser_of):
    tara = browser_of("tara")
    form = {"certificate_name": "Tara", "right": "y"}

    assert tara.post("/profile/certificate-name?next=/exams/1", data=form).location == "/exams/1"
    assert tara.post("/profile/certificate-name?next=//evil.example", data=form).location == "/profile"


@pytest.mark.parametrize(
    ("name", "said"),
    [("Tara \U0001fa7a", "U+1FA7A STETHOSCOPE"), ("Tara \U00012000", "U+12000 CUNEIFORM SIGN A")],
)
def test_a_character_no_font_has_is_named_when_the_name_is_entered(browser_of, app, name, said):
    answer = confirm(browser_of("tara"), name)

    assert answer.status_code == 422
    assert "cannot print" in answer.text
    assert said in answer.text
    with app.app_context():
        assert queries.person(TARA).certificate_name is None


@pytest.fixture
def issued(app):
    """Tara's name is confirmed and stands on a certificate."""
    with app.app_context():
        service.confirm_certificate_name(TARA, "Tara Okafor", now=NOON)
        service.fix_certificate_name(TARA, now=NOON)
        database.commit_step()


def test_after_a_certificate_a_correction_is_asked_for_not_made(issued, browser_of, app):
    tara = browser_of("tara")
    refused = confirm(tara)
    tara.post("/profile/certificate-name/wish", data={"certificate_name": "Tara Ökafor", "reason": "misspelt"})

    assert refused.location == "/profile/certificate-name"
    with app.app_context():
        assert queries.person(TARA).certificate_name == "Tara Okafor"
        assert queries.open_name_request(TARA).name == "Tara Ökafor"


@pytest.mark.parametrize(("decision", "name"), [("accept", "Tara Ökafor"), ("refuse", "Tara Okafor")])
def test_an_administrator_decides_and_the_history_stays(issued, browser_of, app, decision, name):
    form = {"certificate_name": "Tara Ökafor", "reason": "misspelt"}
    browser_of("tara").post("/profile/certificate-name/wish", data=form)
    browser_of("ada").post(f"/people/{TARA}/name", data={"decision": decision, "name": "Tara Ökafor"})

    with app.app_context():
        assert queries.person(TARA).certificate_name == name
        assert queries.certificate_names(TARA)[-1].name == "Tara Okafor"
        assert queries.open_name_request(TARA) is None


def test_a_wish_waits_on_the_administrators_page_and_leads_on_to_the_certificates(issued, browser_of):
    form, ada = {"certificate_name": "Tara Ökafor", "reason": "misspelt"}, browser_of("ada")
    browser_of("tara").post("/profile/certificate-name/wish", data=form)

    waits = ada.get("/admin").text
    decided = ada.post(f"/people/{TARA}/name", data={"decision": "accept", "name": "Tara Ökafor"})
    late = ada.post(f"/people/{TARA}/name", data={"decision": "accept", "name": "Tara Ökafor"})

    assert "1 correction of a name waits" in waits
    assert f'<a href="/people/{TARA}">Tara Okafor</a>' in waits
    assert decided.location == f"/register?person={TARA}"
    assert late.location == f"/people/{TARA}"
    assert "of a name waits" not in ada.get("/admin").text


def test_asking_twice_leaves_one_wish(issued, browser_of, app):
    tara = browser_of("tara")
    for name in ("One", "Two"):
        tara.post("/profile/certificate-name/wish", data={"certificate_name": name, "reason": "x"})

    with app.app_context():
        assert queries.open_name_request(TARA).name == "Two"


def test_own_data_comes_as_a_file_without_secrets(browser_of, app):
    app.extensions["needlewise_exporters"] = {"modules": lambda person_id: [{"module": "a", "person": person_id}]}
    answer = browser_of("tara").post("/profile/download")

    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.json["account"]["email"] == people.email("tara")
    assert answer.json["modules"] == [{"module": "a", "person": TARA}]
    assert "argon2" not in answer.text
    with app.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM audit_row WHERE action = 'downloaded own data'")) == 1


def test_of_two_wishes_for_a_name_at_the_same_moment_one_is_left(app):
    def wish(name):
        service.ask_name(TARA, name, "Tara married", now=NOON)
        database.commit_step()

    names = ["Tara Lind", "Tara Brandt", "Tara Okafor-Lind"]
    at_once(app, *[partial(wish, name) for name in names], refusals=())

    with app.app_context():
        assert queries.open_name_request(TARA).name in names
