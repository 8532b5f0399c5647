"""A sign-in that ran out in the middle of a form comes back to the form, filled (issue 2, first hour, 11)."""

import re
from datetime import timedelta

import pytest
from flask import session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import text

from tests import people
from tests.accounts.doing import link_in, mails, sign_in
from training import clock
from training import db as database
from training.accounts import authorship, kept_forms
from training.db import db

FORM = {"name": 'Tara "Tee" Okafor', "zone": "Europe/Oslo"}
PAGE = {"Referer": "http://localhost/profile/edit"}


@pytest.fixture
def tara(client):
    """Tara's browser, with the profile's form open when her session ends."""
    sign_in(client, "tara")
    client.get("/profile/edit")
    with client.application.app_context():
        db.session.execute(text("UPDATE user_session SET revoked_at = created_at"))
        db.session.commit()
    return client


def kept(app):
    with app.app_context():
        return db.session.scalar(text("SELECT count(*) FROM kept_form"))


def test_the_form_comes_back_filled_and_can_be_sent(tara, app):
    sent = tara.post("/profile/edit", data=FORM, headers=PAGE)
    back = sign_in(tara, "tara", next="/profile/edit")
    page = tara.get(back.location).text
    done = tara.post("/profile/edit", data=FORM)

    assert sent.location == "/sign-in?next=/profile/edit"
    assert 'value="Tara &quot;Tee&quot; Okafor"' in page
    assert '<option value="Europe/Oslo" selected>' in page
    assert "Nothing was sent yet" in page
    assert done.location == "/profile"
    assert kept(app) == 0


def test_a_page_that_saves_by_itself_is_told_and_keeps_its_form_on_the_page(tara, app):
    answer = tara.post("/profile/edit", data=FORM, headers=PAGE | {"Accept": "application/json"})

    assert (answer.status_code, answer.json["error"]) == (401, "signed out")
    assert kept(app) == 0


def test_after_it_was_sent_the_page_is_as_it_always_is(tara):
    tara.post("/profile/edit", data=FORM, headers=PAGE)
    sign_in(tara, "tara")
    tara.get("/profile/edit")
    tara.post("/profile/edit", data=FORM)

    assert "What you typed is kept" not in tara.get("/profile/edit").text


def test_nothing_was_stored_while_nobody_was_signed_in(tara, app):
    tara.post("/profile/edit", data=FORM, headers=PAGE)

    with app.app_context():
        assert db.session.scalar(text("SELECT name FROM person WHERE email = 'tara@demo.test'")) == "Tara Okafor"


def test_somebody_else_at_the_same_browser_does_not_get_it(tara):
    tara.post("/profile/edit", data=FORM, headers=PAGE)
    sign_in(tara, "tom")

    assert "Tee" not in tara.get("/profile/edit").text
    assert "Tee" not in tara.get("/kept-form").text


def test_another_browser_of_the_same_person_does_not_get_it(tara, app):
    tara.post("/profile/edit", data=FORM, headers=PAGE)
    other = app.test_client()
    sign_in(other, "tara")

    assert "Tee" not in other.get("/profile/edit").text


def test_passwords_are_never_kept(tara, app):
    tara.post("/profile/password", data={"old_password": "secret one", "password": "secret two", "x": "y"})

    with app.app_context():
        assert "secret" not in str(db.session.execute(text("SELECT fields FROM kept_form")).all())


def test_a_stranger_fills_no_database(client, app):
    client.post("/profile/edit", data=FORM)

    assert kept(app) == 0


def test_what_finds_no_field_is_shown_whole_and_can_be_sent(tara):
    tara.post("/profile/edit", data=FORM | {"gone": "a value"}, headers=PAGE)
    sign_in(tara, "tara")

    assert "Some of it found no field" in tara.get("/profile/edit").text
    assert "a value" in tara.get("/kept-form").text


def test_a_page_that_is_gone_leads_to_everything_that_was_sent(tara):
    tara.post("/people/2/extra-time", data={"factor": "2", "note": "a careful note"})
    sign_in(tara, "tara")

    assert "a careful note" in tara.get("/kept-form").text


def test_it_can_be_dropped(tara, app):
    tara.post("/profile/edit", data=FORM, headers=PAGE)
    sign_in(tara, "tara")
    tara.post("/kept-form/drop")

    assert kept(app) == 0
    assert "Nothing is waiting" in tara.get("/kept-form").text


def test_a_button_without_fields_is_not_a_form(tara, app):
    answer = tara.post("/profile/sessions/end-others", headers={"Referer": "http://localhost/profile"})

    assert answer.location == "/sign-in?next=/profile"
    assert kept(app) == 0
    assert "press the button again" in tara.get("/sign-in").text


def test_a_form_too_long_is_said_not_kept(tara, app):
    tara.post("/profile/edit", data={"name": "x" * (kept_forms.LARGEST + 1)}, headers=PAGE)

    assert kept(app) == 0
    assert "too long to be kept" in tara.get("/sign-in").text


def test_a_page_elsewhere_is_never_where_it_leads(tara):
    answer = tara.post("/profile/edit", data=FORM, headers={"Referer": "https://evil.example/profile/edit"})

    assert answer.location == "/sign-in?next=/profile/edit"


def test_a_day_later_it_is_gone(app):
    with app.app_context():
        now = clock.now()
        sent = kept_forms.Sent("/profile/edit", "/profile/edit", (("name", "x"),))
        token = kept_forms.keep(sent, person_id=people.identity("tara"), now=now)
        database.commit_step()

        assert kept_forms.kept(token, person_id=people.identity("tara"), now=now + timedelta(hours=23))
        assert kept_forms.kept(token, person_id=people.identity("tara"), now=now + timedelta(hours=25)) is None


@pytest.fixture
def checked(app):
    """The site with its forms' tokens checked, as outside the tests."""
    app.config["WTF_CSRF_ENABLED"] = True
    return app


def test_a_stale_token_of_our_own_page_keeps_the_form(checked):
    tara = people.signed_in(checked, "tara")
    headers = PAGE | {"Sec-Fetch-Site": "same-origin"}
    answer = tara.post("/profile/edit", data=FORM | {"csrf_token": "stale"}, headers=headers)

    assert answer.location == "/profile/edit"
    assert "Tee" in tara.get("/profile/edit").text


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_a_form_from_elsewhere_is_refused_and_not_kept(checked, headers):
    tara = people.signed_in(checked, "tara")

    assert tara.post("/profile/edit", data=FORM, headers=headers).status_code == 400
    assert kept(checked) == 0


HERE = PAGE | {"Sec-Fetch-Site": "same-origin"}


def written_by(first, app, path="/profile/edit"):
    """Return the token of a form on a page of somebody signed in, as their tab still shows it."""
    page = people.signed_in(app, first).get(path).text
    return re.search(
        r'action="[^"]*' + path + r'"[^>]*>\s*<input type="hidden" name="csrf_token" value="([^"]+)"', page
    )[1]


def sign_in_by_page(client, first, path="/sign-in", **fields):
    """Sign in by the page, with the token that stands in it."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)[1]
    return sign_in(client, first, csrf_token=token, **fields)


def test_a_browser_that_lost_every_cookie_gets_the_form_back_filled(checked):
    bare = checked.test_client()
    sent = bare.post("/profile/edit", data=FORM | {"csrf_token": written_by("tara", checked)}, headers=HERE)
    asked = bare.get(sent.location).text
    back = sign_in_by_page(bare, "tara", sent.location, next="/profile/edit")
    page = bare.get(back.location).text

    assert sent.location == "/sign-in?next=/profile/edit"
    assert "What you typed is kept" in asked
    assert back.location == "/profile/edit"
    assert 'value="Tara &quot;Tee&quot; Okafor"' in page
    assert "Nothing was sent yet" in page


def test_without_cookies_somebody_else_who_signs_in_does_not_get_it(checked):
    bare = checked.test_client()
    bare.post("/profile/edit", data=FORM | {"csrf_token": written_by("tara", checked)}, headers=HERE)
    sign_in_by_page(bare, "tom")

    assert "Tee" not in bare.get("/profile/edit").text
    assert "Tee" not in bare.get("/kept-form").text


@pytest.mark.parametrize("token", ["", "made up", "ImEtMSI.aSg.bm8"])
def test_without_cookies_a_form_without_our_token_is_not_kept_and_that_is_said(checked, token):
    bare = checked.test_client()
    sent = bare.post("/profile/edit", data=FORM | {"csrf_token": token}, headers=HERE)

    assert kept(checked) == 0
    assert "what you sent was not taken" in bare.get(sent.location).text


def test_without_cookies_a_form_from_elsewhere_is_refused(checked):
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    form = FORM | {"csrf_token": written_by("tara", checked)}

    assert checked.test_client().post("/profile/edit", data=form, headers=headers).status_code == 400
    assert kept(checked) == 0


def test_a_page_of_somebody_who_was_signed_in_before_is_kept_for_them_only(checked):
    tom = people.signed_in(checked, "tom")
    tom.get("/profile/edit")
    form = FORM | {"csrf_token": written_by("tara", checked)}
    page = tom.get(tom.post("/profile/edit", data=form, headers=HERE).location).text

    assert "a page of somebody else" in page
    assert "Tee" not in page
    with checked.app_context():
        assert db.session.scalar(text("SELECT person_id FROM kept_form")) == people.identity("tara")


def test_a_token_says_whose_page_it_was_and_only_ours_does(app):
    with app.test_request_context():
        session["csrf_token"] = authorship.secret_of(7)
        token, secret = generate_csrf(), app.secret_key

    assert authorship.author(token, secret=secret) == 7
    assert authorship.author(token, secret="another") is None


def test_a_mailed_link_leads_to_the_form_that_waits(tara, app):
    tara.post("/profile/edit", data=FORM, headers=PAGE)
    tara.post("/sign-in/link", data={"email": people.email("tara")})
    back = tara.post(link_in(mails(app, people.email("tara"))[-1]))

    assert back.location == "/profile/edit"


def test_a_form_kept_before_a_step_up_comes_back_too(client, app):
    sign_in(client, "ada")
    with app.app_context():
        db.session.execute(text("UPDATE user_session SET confirmed_at = '2026-01-01 00:00:00.000000'"))
        db.session.commit()
    form = {"email": "zoe@demo.test", "name": "Zoe Adler", "roles": ["assessor"]}
    asked = client.post("/people/invite", data=form, headers={"Referer": "http://localhost/people/invite"})
    back = client.post("/confirm", data={"password": people.PASSWORD, "next": "/people/invite"})
    page = client.get(back.location).text

    assert asked.location == "/confirm?next=/people/invite"
    assert 'value="zoe@demo.test"' in page
    assert 'value="assessor" checked' in page


def test_a_form_sent_from_the_sign_in_page_leads_where_that_page_led(client):
    from_sign_in = {"Referer": "http://localhost/sign-in?next=/bank", "Sec-Fetch-Site": "same-origin"}

    answer = client.post("/bank/export", data={"text": "lung"}, headers=from_sign_in)

    assert answer.location == "/sign-in?next=/bank"
