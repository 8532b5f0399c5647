"""Signing in: what is answered to whom, where it leads, and how long it lasts."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests import people
from tests.accounts.doing import is_signed_in, sign_in
from training.accounts import passwords, queries
from training.audit.models import AuditRow
from training.db import db


def count(app, statement):
    with app.app_context():
        return db.session.scalar(text(statement))


def test_signing_in_leads_to_the_page_asked_for(client):
    turned_away = client.get("/profile/edit?x=1")
    answer = sign_in(client, "tara", next="/profile/edit?x=1")

    assert turned_away.location == "/sign-in?next=/profile/edit?x%3D1"
    assert answer.location == "/profile/edit?x=1"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"])
def test_signing_in_leads_nowhere_else(client, target):
    assert sign_in(client, "tara", next=target).location == "/"
    assert client.get("/sign-in", query_string={"next": target}).location == "/"


def test_the_address_may_be_typed_in_any_case(client):
    assert sign_in(client, "tara", email=" TARA@Demo.Test ").status_code == 303


def test_empty_fields_are_named(client):
    answer = client.post("/sign-in", data={"email": "", "password": ""})

    assert answer.status_code == 422
    assert "Enter your e-mail address." in answer.text
    assert "Enter your password." in answer.text


def test_a_blocked_person_reads_what_a_stranger_reads(client, app):
    with app.app_context():
        db.session.execute(text("UPDATE person SET state = 'blocked' WHERE email = 'tara@demo.test'"))
        db.session.commit()

    assert "do not belong together" in sign_in(client, "tara").text


def test_signing_in_is_in_the_record(client, app):
    sign_in(client, "tara")

    with app.app_context():
        assert db.session.query(AuditRow).filter_by(action="signed in", actor_id=people.identity("tara")).count() == 1


def test_a_new_session_has_a_new_token_and_a_clean_cookie(client):
    sign_in(client, "tara")
    with client.session_transaction() as session:
        first, session["left over"] = session["_user_id"], "x"
    sign_in(client, "tara")

    with client.session_transaction() as session:
        assert session["_user_id"] != first
        assert "left over" not in session


def test_the_cookies_are_lax_and_out_of_reach_of_scripts(client, settings):
    cookies = sign_in(client, "tara", stay="y").headers.getlist("Set-Cookie")

    assert {cookie.split("=")[0] for cookie in cookies} == {
        f"needlewise_{settings.port}",
        f"needlewise_stay_{settings.port}",
        f"needlewise_device_{settings.port}",
    }
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in cookies)


def test_staying_signed_in_outlives_the_browser(client, settings):
    sign_in(client, "tara", stay="y")
    client.delete_cookie(f"needlewise_{settings.port}")

    assert is_signed_in(client)


def test_signing_out_forgets_the_stay(client, settings):
    sign_in(client, "tara", stay="y")
    client.post("/sign-out")
    client.delete_cookie(f"needlewise_{settings.port}")

    assert not is_signed_in(client)


def test_a_stay_ended_on_the_server_is_over_whatever_the_cookie_says(client, app, settings):
    sign_in(client, "tara", stay="y")
    with app.app_context():
        db.session.execute(text("UPDATE user_session SET revoked_at = created_at"))
        db.session.commit()

    assert not is_signed_in(client)


def test_a_password_hashed_at_another_cost_is_hashed_anew(client, app):
    dated = passwords.hash_of(people.PASSWORD, passwords.Cost(memory_kib=16, time=1))
    with app.app_context():
        db.session.execute(text("UPDATE person SET password_hash = :hash"), {"hash": dated})
        db.session.commit()

    sign_in(client, "tara")

    with app.app_context():
        renewed = queries.password_hash(people.identity("tara"))
        assert renewed != dated
        assert passwords.matches(renewed, people.PASSWORD, passwords.Cost(memory_kib=8, time=1))


def test_a_post_is_noted_at_most_once_in_five_minutes(app, client):
    sign_in(client, "tara")
    with app.app_context():
        db.session.execute(text("UPDATE user_session SET last_seen_at = '2026-01-01 00:00:00.000000'"))
        db.session.commit()
    client.post("/profile/edit", data={"name": "Tara Okafor", "zone": "Europe/Berlin"})
    noted = count(app, "SELECT max(last_seen_at) FROM user_session WHERE agent <> ''")
    client.post("/profile/edit", data={"name": "Tara Okafor", "zone": "Europe/Oslo"})

    assert str(noted) > "2026-02"
    assert count(app, "SELECT max(last_seen_at) FROM user_session WHERE agent <> ''") == noted


def test_the_start_page_sends_strangers_to_the_welcome_and_people_to_theirs(client, browser_of):
    assert client.get("/").location == "/welcome"
    assert browser_of("ada").get("/").location != "/welcome"


def test_scripts_are_told_in_json_that_the_sign_in_ended(client):
    answer = client.post("/profile/edit", json={"name": "x"})

    assert answer.status_code == 401
    assert answer.json["error"] == "signed out"


def test_htmx_is_sent_to_the_sign_in_page(client):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/profile"}
    answer = client.get("/profile/edit", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/profile"


def test_the_exam_signs_in_without_leaving_its_page(client):
    form = {"email": people.email("tara"), "password": people.PASSWORD}
    wrong = client.post("/api/sign-in", data=form | {"password": "wrong"})
    right = client.post("/api/sign-in", data=form)

    assert wrong.status_code == 422
    assert right.json["signed_in"]
    assert is_signed_in(client)


def test_a_session_protects_itself_but_moves_with_the_person(browser_of):
    tara = browser_of("tara")
    at_home = tara.get("/profile", environ_base={"REMOTE_ADDR": "192.0.2.1"})
    on_the_train = tara.get("/profile", environ_base={"REMOTE_ADDR": "198.51.100.9"})

    assert at_home.status_code == on_the_train.status_code == 200


def test_the_public_pages_set_no_cookie(client):
    for path in ("/welcome", "/privacy", "/accessibility"):
        assert "Set-Cookie" not in client.get(path).headers


def test_only_the_start_page_may_be_found_by_search_engines(client):
    assert "noindex" not in client.get("/welcome").text
    assert "noindex" in client.get("/privacy").text
    assert "noindex" in client.get("/sign-in").text


def test_a_step_up_is_asked_for_after_a_while_and_given_by_the_password(client, app):
    sign_in(client, "ada")
    with app.app_context():
        past = timedelta(minutes=16)
        db.session.execute(
            text("UPDATE user_session SET confirmed_at = :at WHERE agent <> ''"), {"at": str(at_now() - past)}
        )
        db.session.commit()
    person = f"/people/{people.identity('tara')}"

    asked = client.post(f"{person}/block")
    client.post("/confirm", data={"password": people.PASSWORD, "next": person})
    done = client.post(f"{person}/block")

    assert asked.location.startswith("/confirm")
    assert done.location == person
    assert "Blocked" in client.get(person).text


def at_now():
    from training import clock

    return clock.now().replace(tzinfo=None)
