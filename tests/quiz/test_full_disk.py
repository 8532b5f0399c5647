"""A disk that is full: nothing is acknowledged, nothing half-written, and what was sent is kept to be sent again."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event, func, select

from tests.conftest import NOON
from tests.quiz import exams
from training import clock
from training.audit.models import AuditRow
from training.db import db
from training.mail import queries as mail
from training.quiz import sittings
from training.quiz.models import Attempt

FULL = {"sqlite": "PRAGMA max_page_count = 1", "postgresql": "SET default_transaction_read_only = on"}
"""SQLite cannot shrink the limit below what is there, so 1 means: not a page more. PostgreSQL is made to refuse."""
READ_ONLY = {**FULL, "sqlite": "PRAGMA query_only = ON"}


@contextmanager
def refusing(statements=FULL):
    """Let every connection refuse to grow the database, and give new ones afterwards."""

    def refuse(connection, _record, _proxy):
        connection.cursor().execute(statements[db.engine.dialect.name])
        connection.commit()

    db.session.remove()
    event.listen(db.engine, "checkout", refuse)
    try:
        yield
    finally:
        event.remove(db.engine, "checkout", refuse)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def tara(app, browser_of, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        exams.ready()
    return browser_of("tara")


@pytest.fixture
def attempt(app, tara):
    with app.app_context():
        made = exams.start()
        exams.open_device(made)
    return made


def body():
    events = [exams.event(number, kind="seen", value=7) for number in range(1, 200)]
    return {"client": exams.CLIENT, "epoch": 1, "events": [*events, exams.event(200)]}


def test_a_save_is_not_acknowledged_and_can_be_sent_again(app, tara, attempt):
    with app.app_context(), refusing():
        refused = tara.post(f"/api/attempts/{attempt}/events", json=body())
    with app.app_context():
        stored = sittings.log(attempt)
    again = tara.post(f"/api/attempts/{attempt}/events", json=body())

    assert refused.status_code == 503
    assert refused.json["error"] == "not saved"
    assert "send it again" in refused.json["remedy"]
    assert "acks" not in refused.json
    assert stored == []
    assert again.json["acks"] == {"stored": list(range(1, 201))}


def test_a_page_without_scripts_says_so_and_keeps_the_answer(app, tara, attempt):
    address = f"/exam/attempts/{attempt}/questions/2"
    with app.app_context(), refusing(READ_ONLY):
        refused = tara.post(address, data={"q2": "3", "act": "save", "seen": "0.0"})

    assert refused.status_code == 503
    assert "Not saved" in refused.text
    for kept in (f'action="{address}"', 'name="q2" value="3"', 'name="act" value="save"', "Send it again"):
        assert kept in refused.text


def test_a_submission_leaves_the_exam_open_and_works_afterwards(app, tara, attempt):
    tara.post(f"/api/attempts/{attempt}/events", json=body())
    address = f"/api/attempts/{attempt}/submit"
    with app.app_context(), refusing(READ_ONLY):
        refused = tara.post(address, json={"client": exams.CLIENT, "last_seq": 200})
    with app.app_context():
        state, letters = sittings.attempt(attempt).state, mail.newest()
    tara.post(address, json={"client": exams.CLIENT, "last_seq": 200})

    assert refused.status_code == 503
    assert (state, letters) == ("in progress", [])
    with app.app_context():
        assert sittings.attempt(attempt).state == "graded"


def test_a_start_leaves_nothing_behind(app, tara):
    with app.app_context():
        before = db.session.scalar(select(func.count(AuditRow.seq)))
    with app.app_context(), refusing(READ_ONLY):
        refused = tara.post(f"/exam/{exams.CODE}", data={"honour": "yes"})

    assert refused.status_code == 503
    with app.app_context():
        assert db.session.scalar(select(func.count(Attempt.id))) == 0
        assert db.session.scalar(select(func.count(AuditRow.seq))) == before
    assert tara.post(f"/exam/{exams.CODE}", data={"honour": "yes"}).status_code == 303


def test_passwords_are_never_put_into_the_page(app, tara):
    with app.app_context(), refusing(READ_ONLY):
        refused = tara.post("/exam/foundations", data={"honour": "yes", "password": "slow needles"})

    assert refused.status_code == 503
    assert "slow needles" not in refused.text
