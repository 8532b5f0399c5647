"""What no page of ours sends is answered with a sentence, stored whole or not at all, and is no error of the server."""

import json
from io import BytesIO

import pytest
from sqlalchemy import select

from tests.quiz import exams
from training import clock
from training.db import db
from training.quiz import sittings
from training.quiz.models import Problem

BODY = {"client": "device-of-a-test", "epoch": 1, "events": []}


@pytest.fixture
def attempt(app):
    with app.app_context():
        exams.ready("tara")
        return exams.start(now=clock.now())


def reported(app):
    with app.app_context():
        return db.session.execute(select(Problem.position, Problem.words)).all()


def test_a_report_that_is_too_long_is_given_back_whole(app, browser_of, attempt):
    words = "Two options are the same. " * 100

    answer = browser_of("tara").post(f"/exam/attempts/{attempt}/problem", data={"words": words, "question": "1"})

    assert answer.status_code == 422
    assert "At most 2,000 characters fit here; these are 2,599. Shorten it by 599." in answer.text
    assert words.strip() in answer.text
    assert reported(app) == []


@pytest.mark.parametrize("question", ["00000199999999999", "7" * 30, "9", "one"])
def test_a_report_from_no_question_is_kept_without_one(app, browser_of, attempt, question):
    browser_of("tara").post(f"/exam/attempts/{attempt}/problem", data={"words": "Odd.", "question": question})

    assert reported(app) == [(None, "Odd.")]


def test_a_page_that_saw_a_number_of_thousands_of_digits_is_no_error(browser_of, attempt):
    form = {"q1": ["1"], "act": "save", "seen": "9" * 5000 + ".1"}

    assert browser_of("tara").post(f"/exam/attempts/{attempt}/questions/1", data=form).status_code < 500


def test_brackets_within_brackets_are_refused(browser_of, attempt):
    path = f"/api/attempts/{attempt}/events"
    answer = browser_of("tara").post(path, data="[" * 60_000, content_type="application/json")

    assert 400 <= answer.status_code < 500


@pytest.mark.any_database
@pytest.mark.parametrize(
    "sent",
    [
        {"data": b'{"client": "device-of-a-test", "last_se', "content_type": "application/json"},
        {"data": {"client": "device-of-a-test", "last_seq": "0"}},
        {"json": {"client": "device-of-a-test"}},
        {"json": {"client": "device-of-a-test", "last_seq": -1}},
        {"json": {"client": "device-of-a-test", "last_seq": "4"}},
        {"json": {"client": "device-of-a-test", "last_seq": 10**20}},
        {"json": {"client": "x", "last_seq": 0}},
        {"json": [0]},
        {},
    ],
    ids=["cut", "form", "no number", "below 0", "text", "too large", "no device", "list", "nothing"],
)
def test_what_does_not_say_how_much_was_answered_submits_nothing(app, browser_of, attempt, sent):
    answer = browser_of("tara").post(f"/api/attempts/{attempt}/submit", **sent)

    assert answer.status_code == 400
    with app.app_context():
        assert sittings.attempt(attempt).state == "in progress"


def test_a_page_without_scripts_submits_all_the_same(app, browser_of, attempt):
    answer = browser_of("tara").post(f"/exam/attempts/{attempt}/submit")

    assert answer.location.endswith("/receipt")
    with app.app_context():
        assert sittings.attempt(attempt).state == "graded"


@pytest.mark.any_database
@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"body": json.dumps(BODY), "mac": "é"}),
        json.dumps({"body": json.dumps(BODY)[:-1] + ',"x":"\ud800"}', "mac": "e"}),
        "[" * 100_000,
        "{}",
    ],
    ids=["mac", "surrogate", "deep", "empty"],
)
def test_a_file_that_is_no_answer_file_is_said_to_be_none(browser_of, attempt, content):
    form = {"file": (BytesIO(content.encode()), "answers.json")}

    answer = browser_of("ada").post(f"/exams/attempts/{attempt}/file", data=form, follow_redirects=True)

    assert answer.status_code in {200, 422}
    assert "This is not an answer file" in answer.text or "was not made by this attempt" in answer.text
