"""People, for administrators: inviting, roles, blocking, extra time; and nobody for themselves."""

import re
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests import people
from tests.accounts.doing import is_signed_in, link_in, mails, sign_in
from tests.accounts.test_sessions import statements
from tests.conftest import NOON
from training import db as database
from training.accounts import queries, service
from training.accounts.links import LinkOver, Site
from training.accounts.models import PersonState
from training.core.roles import Role
from training.db import db

SITE = Site("http://localhost", "Test Institute", "Europe/London")
TARA, ADA = people.identity("tara"), people.identity("ada")
ZOE = {"email": "Zoe@Demo.test", "name": "Zoe Adler", "roles": ["trainee"]}


def invite_zoe(browser_of, app):
    browser_of("ada").post("/people/invite", data=ZOE)
    return link_in(mails(app, "zoe@demo.test")[-1])


def test_an_invitation_opens_an_account_with_a_name_for_certificates(browser_of, app, client):
    path = invite_zoe(browser_of, app)
    page = client.get(path)
    client.post(path, data={"password": "gravel-owl-lantern", "certificate_name": "Zoë Adler"})

    assert "Welcome, Zoe Adler" in page.text
    assert is_signed_in(client)
    with app.app_context():
        zoe = queries.person_by_email("zoe@demo.test")
        assert (zoe.state, zoe.certificate_name) == (PersonState.ACTIVE, "Zoë Adler")


def test_a_name_no_certificate_can_print_is_refused_while_the_invitation_stays_open(browser_of, app, client):
    path = invite_zoe(browser_of, app)
    refused = client.post(path, data={"password": "gravel-owl-lantern", "certificate_name": "Zoë ᚠ"})

    assert refused.status_code == 422
    assert "cannot print ᚠ" in refused.text
    assert client.post(path, data={"password": "gravel-owl-lantern", "certificate_name": "Zoë"}).status_code == 303


def test_an_invitation_works_once(browser_of, app, client):
    path = invite_zoe(browser_of, app)
    client.post(path, data={"password": "gravel-owl-lantern"})

    assert app.test_client().post(path, data={"password": "another-owl-lantern"}).status_code == 410


def test_an_invitation_is_good_for_fourteen_days(context, app):
    service.invite("zoe@demo.test", "Zoe", [Role.TRAINEE], by=ADA, site=SITE, now=NOON)
    database.commit_step()
    token = link_in(mails(app)[-1]).rsplit("/", 1)[1]

    with pytest.raises(LinkOver):
        service.accept(token, "hash", name=None, now=NOON + timedelta(days=14, seconds=1))
    assert service.accept(token, "hash", name=None, now=NOON + timedelta(days=13, hours=23))


def test_a_new_invitation_ends_the_old_one(browser_of, app, client):
    old = invite_zoe(browser_of, app)
    with app.app_context():
        zoe = queries.person_by_email("zoe@demo.test").id
    browser_of("ada").post(f"/people/{zoe}/invite-again")
    new = link_in(mails(app, "zoe@demo.test")[-1])

    assert client.get(old).status_code == 410
    assert client.get(new).status_code == 200


def test_an_invitation_that_a_block_ended_is_not_said_to_be_opened(browser_of, app):
    invite_zoe(browser_of, app)
    with app.app_context():
        zoe = queries.person_by_email("zoe@demo.test").id
    page = browser_of("ada").post(f"/people/{zoe}/block", follow_redirects=True)

    assert re.search(r"Sent [^<]+, ended", page.text)


def test_an_address_is_unique_without_regard_to_case_and_to_how_an_accent_was_typed(browser_of):
    browser_of("ada").post("/people/invite", data=ZOE | {"email": "zo\u00eb@demo.test"})
    for email in (people.email("tara").upper(), "ZOE\u0308@demo.test"):
        answer = browser_of("ada").post("/people/invite", data=ZOE | {"email": email})

        assert answer.status_code == 422
        assert "There is an account with this address" in answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "nobody"),
        ("email", "a" * 300 + "@demo.test"),
        ("name", "   "),
        ("name", "two\nlines"),
        ("name", "a\u202eb"),
        ("roles", []),
    ],
)
def test_what_cannot_be_is_named_in_the_form(browser_of, field, value):
    answer = browser_of("ada").post("/people/invite", data=ZOE | {field: value})

    assert answer.status_code == 422
    assert "Check what you entered" in answer.text


def test_blocking_ends_access_at_once_and_unblocking_gives_it_back(browser_of, app):
    tara = app.test_client()
    sign_in(tara, "tara")
    page = browser_of("ada").get(f"/people/{TARA}").text
    browser_of("ada").post(f"/people/{TARA}/block")
    blocked = is_signed_in(tara), sign_in(tara, "tara").status_code
    browser_of("ada").post(f"/people/{TARA}/unblock")

    assert "Blocking signs Tara Okafor out everywhere at once and deletes nothing." in page
    assert blocked == (False, 422)
    assert sign_in(tara, "tara").status_code == 303


def test_whoever_was_blocked_in_mid_exam_is_told_so_there_for_the_right_password_only(browser_of, app):
    browser_of("ada").post(f"/people/{TARA}/block")
    stranger = app.test_client()

    inside = stranger.post("/api/sign-in", data={"email": people.email("tara"), "password": people.PASSWORD})
    wrong = stranger.post("/api/sign-in", data={"email": people.email("tara"), "password": "not this one at all"})

    assert (inside.status_code, inside.json["error"]) == (422, "blocked")
    assert "What was saved is submitted when the time ends" in inside.json["remedy"]
    assert wrong.json["error"] == "password"


def test_a_block_ends_links_that_were_mailed(browser_of, app, client):
    client.post("/sign-in/link", data={"email": people.email("tara")})
    browser_of("ada").post(f"/people/{TARA}/block")
    browser_of("ada").post(f"/people/{TARA}/unblock")

    assert client.post(link_in(mails(app)[-1])).status_code == 410


def test_roles_are_given_and_taken(browser_of, app):
    browser_of("ada").post(f"/people/{TARA}/roles", data={"roles": ["assessor", "reviewer"]})

    with app.app_context():
        assert queries.person(TARA).roles == {Role.ASSESSOR, Role.REVIEWER}


def test_a_role_taken_away_counts_at_once(browser_of):
    sam = browser_of("sam")
    browser_of("ada").post(f"/people/{people.identity('sam')}/roles", data={"roles": ["trainee"]})

    assert sam.get("/practicals").status_code == 403


ACTS = {
    "roles": lambda by: service.set_roles(ADA, [Role.ADMINISTRATOR, Role.TRAINEE], by=by, now=NOON),
    "block": lambda by: service.block(ADA, by=by, now=NOON),
    "unblock": lambda by: service.unblock(ADA, by=by, now=NOON),
    "extra time": lambda by: service.accommodate(ADA, Fraction(2), "", by=by, now=NOON),
    "name": lambda by: service.decide_name(ADA, "Ada", accept=True, by=by, now=NOON),
}


@pytest.mark.parametrize("act", ACTS)
def test_nobody_acts_on_their_own_account(context, act):
    with pytest.raises(service.OwnAccount):
        ACTS[act](ADA)


@pytest.mark.parametrize("path", ["roles", "block", "unblock", "extra-time", "name", "code-app"])
def test_nobody_does_so_through_the_pages(browser_of, path):
    ada = browser_of("ada")
    form = {"roles": ["trainee"], "factor": "2", "decision": "accept"}
    answer = ada.post(f"/people/{ADA}/{path}", data=form, follow_redirects=True)

    assert "Nobody acts on their own account" in answer.text
    assert ada.get("/people").status_code == 200


def test_the_database_grants_nobody_time_for_themselves(context):
    with pytest.raises(IntegrityError):
        db.session.execute(
            text(
                "INSERT INTO accommodation (person_id, factor_num, factor_den, note, granted_by, granted_at)"
                " VALUES (1, 2, 1, '', 1, '2026-11-22 12:00:00')"
            )
        )
    db.session.rollback()


def test_the_last_administrator_stays(context):
    with pytest.raises(service.LastAdministrator):
        service.set_roles(ADA, [Role.TRAINEE], by=TARA, now=NOON)
    database.rollback()
    with pytest.raises(service.LastAdministrator):
        service.block(ADA, by=TARA, now=NOON)


def test_an_administrator_who_cannot_sign_in_does_not_count_as_another(context):
    service.set_roles(TARA, [Role.ADMINISTRATOR], by=ADA, now=NOON)
    service.block(TARA, by=ADA, now=NOON)

    with pytest.raises(service.LastAdministrator):
        service.block(ADA, by=None, now=NOON)


def test_of_two_administrators_one_may_go(context):
    service.set_roles(TARA, [Role.ADMINISTRATOR], by=ADA, now=NOON)
    service.block(ADA, by=TARA, now=NOON)

    assert queries.person(ADA).state == PersonState.BLOCKED


@pytest.mark.parametrize(
    ("form", "factor"),
    [
        ({"factor": "3/2"}, Fraction(3, 2)),
        ({"factor": "other", "other": "1.75"}, Fraction(7, 4)),
        ({"factor": "other", "other": "7/4"}, Fraction(7, 4)),
        ({"factor": "other", "other": "1,75"}, Fraction(7, 4)),
    ],
)
def test_extra_time_is_granted_exactly(browser_of, app, form, factor):
    browser_of("ada").post(f"/people/{TARA}/extra-time", data=form | {"note": "separate room"})

    with app.app_context():
        granted = queries.accommodation(TARA)
        assert (granted.factor, granted.note_public, granted.granted_by) == (factor, "separate room", ADA)


@pytest.mark.parametrize("other", ["", "0.5", "6", "1/0", "much", "nan", "1e400", "1.00000001"])
def test_time_that_cannot_be_granted_is_named(browser_of, app, other):
    answer = browser_of("ada").post(f"/people/{TARA}/extra-time", data={"factor": "other", "other": other})

    assert answer.status_code == 422
    with app.app_context():
        assert queries.accommodation(TARA).factor == 1


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ({"factor": "3/2"}, r'value="3/2"[^>]*checked|checked[^>]*value="3/2"'),
        ({"factor": "other", "other": "7/4"}, r'name="other"[^>]*value="1.75"|value="1.75"[^>]*name="other"'),
    ],
)
def test_the_form_shows_the_time_in_force(browser_of, form, shown):
    ada = browser_of("ada")
    ada.post(f"/people/{TARA}/extra-time", data=form)

    assert re.search(shown, ada.get(f"/people/{TARA}").text)


def test_what_was_granted_before_stays_on_record(browser_of, app):
    for factor in ("2", "5/4", "1"):
        browser_of("ada").post(f"/people/{TARA}/extra-time", data={"factor": factor})

    with app.app_context():
        assert [row.factor for row in queries.accommodations(TARA)] == [1, Fraction(5, 4), 2]
    assert "2 times the time" in browser_of("ada").get(f"/people/{TARA}").text


def test_people_are_found_by_part_of_name_or_address_and_by_role(browser_of):
    ada = browser_of("ada")

    assert "Tara Okafor" in ada.get("/people?q=okaf").text
    assert "Tom Brandt" not in ada.get("/people?q=okaf").text
    assert "Ivo Marković" in ada.get("/people?q=ivo@DEMO&role=reviewer").text
    assert "Nobody found" in ada.get("/people?q=100%25_").text


def test_a_list_of_hundreds_comes_in_pages_at_the_same_cost(app, browser_of):
    with app.app_context():
        for number in range(120):
            service.add(f"p{number}@demo.test", f"Person {number:03}", [Role.TRAINEE], by=None, zone="UTC", now=NOON)
        database.commit_step()
    ada = browser_of("ada")
    page = ada.get("/people?q=person&page=2")

    assert "51 to 100 of 120 people" in page.text
    assert len(statements(app, lambda: ada.get("/people"))) == 4


def test_who_is_no_administrator_sees_nobody(browser_of):
    for first in ("tara", "ines", "otto"):
        assert browser_of(first).get("/people").status_code == 403
        assert browser_of(first).get(f"/people/{TARA}").status_code == 403


def test_acts_are_on_record_without_names_in_the_facts(browser_of, app):
    invite_zoe(browser_of, app)

    with app.app_context():
        facts = db.session.execute(text("SELECT facts FROM audit_row WHERE action = 'added person'")).scalar()
        assert "Zoe" not in str(facts)
