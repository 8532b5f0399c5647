"""The code app: enrolling, signing in with it, each code once, and the roles that must have it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from tests import people
from tests.accounts.doing import is_signed_in, link_in, mails, sign_in
from tests.conftest import NOON, build
from tests.racing import at_once
from training import clock
from training import db as database
from training.accounts import queries, second_factor, totp
from training.core.roles import Role
from training.db import db

TARA = people.identity("tara")


@pytest.fixture
def secret(app):
    """Tara's code app, enrolled an hour ago."""
    with app.app_context():
        past = clock.now() - timedelta(hours=1)
        made = second_factor.begin(TARA, now=past).secret
        second_factor.confirm(TARA, code(made, past), now=past)
        database.commit_step()
    return made


@pytest.fixture
def recovery_codes(app, secret):
    with app.app_context():
        made = second_factor.renew_codes(TARA, now=NOON)
        database.commit_step()
    return made


def code(secret, at=None):
    return pyotp.TOTP(secret).at(at or datetime.now(UTC))


def enter(client, given):
    return client.post("/sign-in/code", data={"one_time_code": given})


def test_enrolling_shows_a_picture_and_ends_with_ten_recovery_codes(browser_of, app):
    tara = browser_of("tara")
    tara.post("/profile/code-app/begin")
    page = tara.get("/profile/code-app/add")
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page.text)[1]

    done = tara.post("/profile/code-app/add", data={"one_time_code": code(secret)})

    assert "<svg" in page.text
    assert len(set(re.findall(r"<code>((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})</code>", done.text))) == 10
    with app.app_context():
        assert queries.has_second_factor(TARA)


def test_a_wrong_code_enrols_nothing(browser_of, app):
    tara = browser_of("tara")
    tara.post("/profile/code-app/begin")
    answer = tara.post("/profile/code-app/add", data={"one_time_code": "000000"})

    assert answer.status_code == 422
    with app.app_context():
        assert not queries.has_second_factor(TARA)


def test_the_password_alone_does_not_sign_in(client, secret):
    answer = sign_in(client, "tara")

    assert answer.location == "/sign-in/code"
    assert not is_signed_in(client)


def test_password_and_code_do_and_lead_to_the_page_asked_for(client, secret):
    sign_in(client, "tara", next="/profile/edit")
    answer = enter(client, code(secret))

    assert answer.location == "/profile/edit"
    assert is_signed_in(client)


def test_a_code_works_once(app, secret):
    first, second = app.test_client(), app.test_client()
    given = code(secret)
    sign_in(first, "tara")
    sign_in(second, "tara")
    enter(first, given)

    assert enter(second, given).status_code == 422
    assert not is_signed_in(second)


def test_a_code_of_the_step_before_is_taken_and_an_older_one_not():
    secret = totp.new_secret()

    assert totp.step_of(secret, code(secret, NOON), now=NOON + timedelta(seconds=30))
    assert totp.step_of(secret, code(secret, NOON), now=NOON + timedelta(seconds=90)) is None


@pytest.mark.parametrize("given", ["", "abc", "12345", "\uff11\uff12\uff13\uff14\uff15\uff16", "\u0660" * 6, "0" * 500])
def test_what_is_no_code_is_wrong(given):
    assert totp.step_of(totp.new_secret(), given, now=NOON) is None


def test_a_recovery_code_works_once_however_it_is_typed(app, recovery_codes):
    first, second = app.test_client(), app.test_client()
    typed = recovery_codes[0].lower().replace("-", " ")
    sign_in(first, "tara")
    enter(first, typed)
    sign_in(second, "tara")

    assert is_signed_in(first)
    assert enter(second, recovery_codes[0]).status_code == 422


def test_wrong_codes_are_slowed_down_like_wrong_passwords(client, secret):
    sign_in(client, "tara")

    assert [enter(client, "000000").status_code for _ in range(11)] == [422] * 10 + [429]


def test_the_code_is_asked_for_by_a_mailed_link_too(client, app, secret):
    client.post("/sign-in/link", data={"email": people.email("tara")})
    answer = client.post(link_in(mails(app)[-1]))

    assert answer.location == "/sign-in/code"
    assert not is_signed_in(client)


def test_a_new_password_ends_a_sign_in_that_is_half_done(app, client, secret):
    sign_in(client, "tara")
    other = app.test_client()
    other.post("/forgot-password", data={"email": people.email("tara")})
    other.post(link_in(mails(app)[-1]), data={"password": "gravel-owl-lantern"})

    assert enter(client, code(secret)).location == "/sign-in"
    assert not is_signed_in(client)


def test_the_code_page_without_a_password_leads_back(client):
    assert client.get("/sign-in/code").location == "/sign-in"


def test_an_app_in_force_is_not_replaced_by_beginning_again(browser_of, app, secret):
    browser_of("tara").post("/profile/code-app/begin")

    with app.app_context():
        assert queries.waiting_secret(TARA) is None
        assert queries.has_second_factor(TARA)


@pytest.fixture
def strict(settings):
    """The site where administrators must have a code app."""
    app = build(replace(settings, require_totp_roles=frozenset({Role.ADMINISTRATOR})))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_a_role_that_must_have_it_can_do_nothing_before(strict):
    ada = people.signed_in(strict, "ada")

    assert ada.get("/people").location == "/profile/code-app"
    assert ada.post(f"/people/{TARA}/block").location == "/profile/code-app"
    assert ada.get("/profile").location == "/profile/code-app"
    assert ada.get("/profile/code-app").status_code == 200


def test_after_enrolling_the_role_can_work(strict):
    ada = people.signed_in(strict, "ada")
    ada.post("/profile/code-app/begin")
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", ada.get("/profile/code-app/add").text)[1]
    ada.post("/profile/code-app/add", data={"one_time_code": code(secret)})

    assert ada.get("/people").status_code == 200


def test_other_roles_are_not_asked(strict):
    assert people.signed_in(strict, "tara").get("/profile").status_code == 200


def test_an_administrator_takes_a_lost_app_off_and_not_their_own(browser_of, app, secret):
    ada = browser_of("ada")
    ada.post(f"/people/{TARA}/code-app")
    own = ada.post(f"/people/{people.identity('ada')}/code-app", follow_redirects=True)

    assert "Nobody acts on their own account" in own.text
    with app.app_context():
        assert not queries.has_second_factor(TARA)
        assert queries.recovery_codes_left(TARA) == 0


def test_a_code_app_begun_twice_at_the_same_moment_has_one_secret(app):
    def begin():
        made = second_factor.begin(TARA, now=NOON).secret
        database.commit_step()
        return made

    assert len(set(at_once(app, *[begin] * 4, refusals=()))) == 1
