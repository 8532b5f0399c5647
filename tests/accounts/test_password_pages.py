"""Passwords and addresses: reset by mail, changed with the old one, and what ends with them."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests import people
from tests.accounts.doing import is_signed_in, link_in, mails, sign_in
from training import clock
from training import db as database
from training.accounts import credentials, links
from training.accounts.links import Site
from training.db import db

NEW = "gravel-owl-lantern"
SITE = Site("http://localhost", "Test Institute", "UTC")


def ask_reset(client, first="tara"):
    return client.post("/forgot-password", data={"email": people.email(first)})


def reset_link(client, app, first="tara"):
    ask_reset(client, first)
    return link_in(mails(app, people.email(first))[-1])


def test_a_reset_link_sets_a_new_password(client, app):
    path = reset_link(client, app)
    page = client.get(path)
    client.post(path, data={"password": NEW})

    assert page.status_code == 200
    assert sign_in(client, "tara", password=NEW).status_code == 303
    assert sign_in(app.test_client(), "tara").status_code == 422


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client, app):
    known, unknown = ask_reset(client), ask_reset(client, "nobody")

    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert len(mails(app)) == 1


@pytest.mark.parametrize("state", ["blocked", "invited"])
def test_who_cannot_sign_in_gets_no_link(client, app, state):
    with app.app_context():
        db.session.execute(text("UPDATE person SET state = :state WHERE email = 'tara@demo.test'"), {"state": state})
        db.session.commit()
    ask_reset(client)

    assert mails(app) == []


def test_a_reset_link_works_once(client, app):
    path = reset_link(client, app)
    client.post(path, data={"password": NEW})

    assert client.get(path).status_code == 410
    assert client.post(path, data={"password": "another-owl-lantern"}).status_code == 410


def test_a_reset_link_is_over_after_thirty_minutes(app):
    with app.app_context():
        now = clock.now()
        credentials.ask_reset(people.email("tara"), site=SITE, now=now)
        database.commit_step()
        token = link_in(mails(app)[-1]).rsplit("/", 1)[1]

        assert links.resetting(token, now=now + timedelta(minutes=29))
        assert links.resetting(token, now=now + timedelta(minutes=31)) is None


def test_a_refused_password_uses_nothing_up(client, app):
    path = reset_link(client, app)
    refused = client.post(path, data={"password": "password1234"})

    assert refused.status_code == 422
    assert "most common" in refused.text
    assert client.post(path, data={"password": NEW}).status_code == 303


def test_a_reset_ends_every_session_and_every_other_link(client, app):
    elsewhere = app.test_client()
    sign_in(elsewhere, "tara")
    first, second = reset_link(client, app), reset_link(client, app)
    client.post(second, data={"password": NEW})

    assert not is_signed_in(elsewhere)
    assert client.get(first).status_code == 410


def test_the_database_holds_no_link(client, app):
    token = reset_link(client, app).rsplit("/", 1)[1]

    with app.app_context():
        assert token not in str(db.session.execute(text("SELECT * FROM person_token")).all())


def test_a_link_is_good_for_its_own_purpose_only(client, app):
    token = reset_link(client, app).rsplit("/", 1)[1]

    assert client.get(f"/sign-in/link/{token}").status_code == 410
    assert client.post(f"/sign-in/link/{token}").status_code == 410
    assert client.get(f"/invitation/{token}").status_code == 410
    assert client.post(f"/profile/email/{token}").status_code == 410


def test_looking_at_a_sign_in_link_uses_nothing_up(client, app):
    client.post("/sign-in/link", data={"email": people.email("tara")})
    path = link_in(mails(app)[-1])
    client.get(path)
    client.get(path)
    client.post(path)

    assert is_signed_in(client)
    assert app.test_client().post(path).status_code == 410


def test_a_password_is_changed_with_the_old_one_and_others_are_signed_out(app):
    here, elsewhere = app.test_client(), app.test_client()
    sign_in(here, "tara")
    sign_in(elsewhere, "tara")

    here.post("/profile/password", data={"old_password": people.PASSWORD, "password": NEW})

    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert "was changed" in mails(app, people.email("tara"))[-1].subject


def test_without_the_old_password_nothing_changes(browser_of, app):
    answer = browser_of("tara").post("/profile/password", data={"old_password": "wrong", "password": NEW})

    assert answer.status_code == 422
    assert sign_in(app.test_client(), "tara").status_code == 303


def test_guessing_the_old_password_is_slowed_down(browser_of):
    tara = browser_of("tara")
    form = {"old_password": "wrong", "password": NEW}

    assert [tara.post("/profile/password", data=form).status_code for _ in range(11)] == [422] * 10 + [429]


def test_a_new_address_counts_once_its_mail_was_opened(browser_of, app):
    tara = browser_of("tara")
    tara.post("/profile/email", data={"email": "Tara.New@demo.test"})
    before = sign_in(app.test_client(), "tara").status_code
    path = link_in(mails(app, "tara.new@demo.test")[-1])
    tara.get(path)
    tara.post(path)

    assert before == 303
    assert sign_in(app.test_client(), "tara").status_code == 422
    assert sign_in(app.test_client(), "tara", email="tara.new@demo.test").status_code == 303
    assert "tara.new@demo.test" in mails(app, people.email("tara"))[-1].text


def test_an_address_of_somebody_else_is_refused(browser_of):
    answer = browser_of("tara").post("/profile/email", data={"email": people.email("tom").upper()})

    assert answer.status_code == 422
    assert "There is an account with this address" in answer.text


def test_an_address_taken_meanwhile_is_not_taken_twice(browser_of, app):
    for first in ("tara", "tom"):
        browser_of(first).post("/profile/email", data={"email": "both@demo.test"})
    first, second = (link_in(mail) for mail in mails(app, "both@demo.test"))
    app.test_client().post(first)

    assert app.test_client().post(second).status_code == 410
