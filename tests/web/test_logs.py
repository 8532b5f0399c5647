"""What a day at the site leaves in the logs: ids, and nothing that was said or who said it."""

import io
import json
import logging
import re
import sys

import pytest
import structlog

from tests import people
from tests.conftest import build
from tests.quiz import exams
from training.cli import logs
from training.db import db

SECRET = "what somebody typed"
PLACES = ("/welcome", "/home", "/profile", "/people?name=Tara", "/people/1", "/register", "/audit?actor=tara@demo.test")


@pytest.fixture
def log(monkeypatch):
    """What is logged from here on, as in production."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    handlers = list(logging.root.handlers)
    before = structlog.get_config()
    logs.configure("json")
    structlog.configure(cache_logger_on_first_use=False)
    yield written
    structlog.configure(**before)
    logging.root.handlers[:] = handlers


@pytest.fixture
def broken(settings):
    """A site with a page that breaks with somebody's words in its error."""
    app = build(settings)
    app.config.update(PROPAGATE_EXCEPTIONS=False)

    def break_down(words):
        raise ValueError(f"cannot read {words}")

    break_down.access = "public"
    app.add_url_rule("/broken/<words>", "broken", break_down)
    yield app
    with app.app_context():
        db.engine.dispose()


def lines(log):
    return [json.loads(line) for line in log.getvalue().splitlines()]


def has(text, word):
    """Return whether a text has a word, which does not stand within an id such as 0adaf1."""
    return re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", text, re.IGNORECASE) is not None


def test_a_whole_day_leaves_no_name_address_answer_or_link(app, browser_of, client, log):
    with app.app_context():
        exams.ready()
        attempt = exams.sat()
    token = browser_of("ada").post("/people/invite", data={"email": "new@demo.test", "name": "Nina New"})
    client.post("/sign-in", data={"email": "tara@demo.test", "password": people.PASSWORD})
    for path in (*PLACES, f"/exam/attempts/{attempt}/result", f"/exams/attempts/{attempt}"):
        for name in ("tara", "ada"):
            browser_of(name).get(path)
    said = [part for name, _roles in people.PEOPLE.values() for part in name.split()]

    text = log.getvalue()
    assert token.status_code < 500
    assert len(lines(log)) > 15
    assert [word for word in (*said, "demo.test", "Nina", people.PASSWORD) if has(text, word)] == []


def test_every_line_of_a_request_carries_its_id(client, log):
    client.get("/welcome")
    client.get("/privacy")
    ids = [line["request_id"] for line in lines(log)]

    assert len(set(ids)) == 2
    assert all(re.fullmatch(r"[0-9a-f]{12}", one) for one in ids)


def test_what_broke_is_logged_by_type_and_place_never_by_what_was_typed(broken, log):
    broken.test_client().get(f"/broken/{SECRET}")
    failed = next(line for line in lines(log) if line["event"] == "failed")

    assert SECRET.replace(" ", "") not in log.getvalue().replace(" ", "").replace("%20", "")
    assert failed["exception"][0]["type"] == "ValueError"
    assert "break_down" in failed["exception"][0]["at"][-1]


def test_the_page_of_a_failure_names_the_line_in_the_log(broken, log):
    page = broken.test_client().get(f"/broken/{SECRET}")
    failed = next(line for line in lines(log) if line["event"] == "failed")

    assert page.status_code == 500
    assert f"<code>{failed['request_id']}</code>" in page.get_data(as_text=True)


def test_what_another_library_logs_comes_as_one_line_of_json(log):
    logging.getLogger("a.library").warning("a warning of %s", "theirs")

    assert [(line["event"], line["logger"]) for line in lines(log)] == [("a warning of theirs", "a.library")]


def test_a_statement_that_fails_does_not_quote_what_it_was_given(app, context):
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    from training.db import db

    with pytest.raises(DBAPIError) as error:
        db.session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": SECRET})
    assert SECRET not in str(error.value)
