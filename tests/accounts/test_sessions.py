"""Sessions: one statement to know who looks, and an end that comes at once."""

from datetime import timedelta

import pytest
from sqlalchemy import event, text

from tests import people
from tests.accounts.doing import sign_in
from tests.conftest import NOON
from training import db as database
from training.accounts import queries, sessions
from training.db import db


def statements(app, act):
    seen = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    act()
    return [statement for statement in seen if not statement.startswith("BEGIN")]


@pytest.fixture
def token(context):
    made = sessions.begin(people.identity("tara"), agent="a browser", stay=False, now=NOON).session_token
    database.commit_step()
    return made


def test_the_right_password_opens_a_session(client):
    answer = sign_in(client, "tara")

    assert answer.status_code == 303
    assert client.get("/sign-in").status_code == 303


def test_a_wrong_password_is_said_without_saying_which_half_is_wrong(client):
    wrong = sign_in(client, "tara", password="not the password at all")
    unknown = sign_in(client, "nobody")

    assert wrong.status_code == unknown.status_code == 422
    assert "do not belong together" in wrong.text
    assert "do not belong together" in unknown.text


def test_knowing_who_looks_costs_one_statement(app, token):
    seen = statements(app, lambda: queries.signed_in(token, now=NOON))

    assert len(seen) == 1


def test_the_person_found_holds_roles_without_another_statement(app, token):
    person, _standing = queries.signed_in(token, now=NOON)
    seen = statements(app, lambda: person.roles)

    assert seen == []
    assert person.id == people.identity("tara")


def test_the_lean_check_knows_the_same_person(app, token):
    assert queries.signed_in_id(token, now=NOON) == people.identity("tara")


def test_a_session_unused_for_twelve_hours_is_over(token):
    assert queries.signed_in(token, now=NOON + timedelta(hours=13)) is None
    assert queries.signed_in_id(token, now=NOON + timedelta(hours=13)) is None


def test_use_lets_a_session_live_on(token):
    _person, standing = queries.signed_in(token, now=NOON)

    sessions.touch(standing, now=NOON + timedelta(hours=6))
    database.commit_step()

    assert queries.signed_in_id(token, now=NOON + timedelta(hours=13))


def test_an_ended_session_is_over_at_once(token):
    sessions.end(token, now=NOON)
    database.commit_step()

    assert queries.signed_in_id(token, now=NOON) is None


def test_ending_the_others_spares_this_one(token):
    other = sessions.begin(people.identity("tara"), agent="another", stay=True, now=NOON).session_token

    sessions.end_all(people.identity("tara"), now=NOON, except_token=token)
    database.commit_step()

    assert queries.signed_in_id(token, now=NOON)
    assert queries.signed_in_id(other, now=NOON) is None


def test_a_blocked_person_is_signed_out(token):
    db.session.execute(text("UPDATE person SET state = 'blocked' WHERE email = 'tara@demo.test'"))
    db.session.commit()

    assert queries.signed_in(token, now=NOON) is None
    assert queries.signed_in_id(token, now=NOON) is None


def test_the_database_holds_no_token(token):
    stored = db.session.execute(text("SELECT token_hash FROM user_session")).scalars().all()

    assert token not in stored


def test_signing_out_ends_the_session_on_the_server(client, app):
    sign_in(client, "tara")
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]

    client.post("/sign-out")

    with app.app_context():
        assert queries.signed_in_id(token, now=NOON) is None
