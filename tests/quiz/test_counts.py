"""Statements and commits are free of noise, so the budgets of performance are tests."""

import gzip
import json

import pytest

from tests.conftest import NOON
from tests.people import identity
from tests.quiz import exams
from tests.quiz.counting import counted
from training import clock
from training.core.domains import Domain, Level
from training.quiz import kept, monitor, sittings, watching
from training.quiz.queries import standings

SAFETY = (Domain.SAFETY, Level.APPLY)
SIGN_IN = 1
"""The statement by which a save learns who sends it."""


@pytest.fixture(params=[5, 80], ids=["5 questions", "80 questions and 10 tried out"])
def length(app, request, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    with app.app_context():
        spec = exams.specification({SAFETY: request.param}, critical=1, pilots=request.param // 8)
        exams.ready(spec=spec, drafts=exams.generated(request.param + 20, [SAFETY]))
    return request.param


@pytest.fixture
def tara(browser_of):
    return browser_of("tara")


def begin(tara):
    started = tara.post(f"/exam/{exams.CODE}", data={"honour": "yes"})
    attempt = int(started.location.rsplit("/", 1)[1])
    tara.get(f"/exam/attempts/{attempt}")
    tara.post(f"/api/attempts/{attempt}/device", json={"client": exams.CLIENT})
    return attempt


def test_a_start_takes_at_most_20_statements_and_one_commit_whatever_the_length(app, tara, length):
    with app.app_context(), counted() as found:
        tara.post(f"/exam/{exams.CODE}", data={"honour": "yes"})

    assert len(found.statements) - SIGN_IN <= 16, found.statements
    assert found.commits == 1


def test_a_start_with_its_first_page_takes_at_most_20_statements(app, tara):
    with app.app_context():
        exams.ready()
    with app.app_context(), counted() as found:
        started = tara.post(f"/exam/{exams.CODE}", data={"honour": "yes"})
        tara.get(started.location)

    assert len(found.statements) <= 20, found.statements


def test_a_save_takes_two_statements_and_one_commit(app, tara, length):
    attempt = begin(tara)
    body = {"client": exams.CLIENT, "epoch": 1, "events": [exams.event(1), exams.event(2, 2)]}

    with app.app_context(), counted() as found:
        reply = tara.post(f"/api/attempts/{attempt}/events", json=body)

    assert reply.json["acks"] == {"stored": [1, 2]}
    assert len(found.statements) - SIGN_IN <= 2, found.statements
    assert found.commits == 1


def right(attempt):
    return exams.right_events(attempt)


def wrong(_attempt):
    return [exams.event(1)]


@pytest.mark.parametrize("answers", [right, wrong, exams.dangerous_events], ids=["pass", "fail", "dangerous"])
def test_submitting_grading_and_the_result_take_at_most_15_statements_and_two_commits(app, tara, length, answers):
    attempt = begin(tara)
    with app.app_context():
        events = answers(attempt)
    tara.post(f"/api/attempts/{attempt}/events", json={"client": exams.CLIENT, "epoch": 1, "events": events})

    with app.app_context(), counted() as found:
        tara.post(f"/api/attempts/{attempt}/submit", json={"client": exams.CLIENT, "last_seq": len(events)})
        result = tara.get(f"/exam/attempts/{attempt}/result")

    assert result.status_code == 200
    assert len(found.statements) <= 15, found.statements
    assert found.commits == 2


@pytest.mark.any_database
def test_a_save_is_small_both_ways_and_carries_no_page_headers(tara, length):
    attempt = begin(tara)
    made = 1_795_348_951_123
    body = {"client": "0f8fad5b-d9cb-469f-a165-70867728950e", "epoch": 1, "sent_wall": made, "waiting": 0}
    event = exams.event(1234, 80, value=[3], made_wall=made, made_mono=123456.7)

    reply = tara.post(f"/api/attempts/{attempt}/events", json=body | {"events": [event]})

    assert len(json.dumps(body | {"events": [event]})) <= 400
    assert len(reply.data) <= 400
    assert not {"Set-Cookie", "Content-Security-Policy"} & set(reply.headers.keys())


@pytest.mark.any_database
def test_an_exam_page_keeps_to_its_bytes(tara, length):
    attempt = begin(tara)

    page = tara.get(f"/exam/attempts/{attempt}").data

    assert len(gzip.compress(page)) <= {5: 25_000, 80: 60_000}[length]


def test_the_monitor_asks_the_same_however_many_sit(app, context):
    exams.ready("tara", "tom")
    exams.start("tara")
    exam_id = sittings.attempt(1).exam_id
    with counted() as one:
        monitor.watched(exam_id)
    exams.start("tom", seed=2)

    with counted() as two:
        assert len(monitor.watched(exam_id)) == 2

    assert len(one.statements) == len(two.statements) <= 8


@pytest.fixture
def dangerous_at(context):
    """A function: add an exam at which Tara gave a dangerous answer; the first one is there."""

    def at(code):
        if code != exams.CODE:
            exams.publish(code=code, drafts=[])
            exams.admit("tara", code=code)
        attempt = exams.start(code=code)
        exams.open_device(attempt)
        exams.send(attempt, *exams.dangerous_events(attempt))
        exams.submit(attempt, last_seq=1)

    exams.ready("tara")
    at(exams.CODE)
    return at


def test_the_list_of_exams_asks_the_same_however_many_there_are(dangerous_at):
    tara = identity("tara")
    with counted() as one:
        assert len(standings.standings(tara, NOON)) == 1
    dangerous_at("second")
    dangerous_at("third")

    with counted() as three:
        found = standings.standings(tara, NOON)

    assert [standing.exam.code for standing in found] == [exams.CODE, "second", "third"]
    assert found == [standings.standing(tara, standing.exam.code, NOON) for standing in found]
    assert len(one.statements) == len(three.statements) <= 12, three.statements


def test_the_exams_of_administrators_are_asked_for_the_same_however_many(dangerous_at):
    with counted() as one:
        watching.exam_rows()
    dangerous_at("second")
    dangerous_at("third")

    with counted() as three:
        rows = watching.exam_rows()

    assert [(row.code, row.version, row.short, row.trouble.running) for row in rows] == [
        (code, 1, False, 0) for code in (exams.CODE, "second", "third")
    ]
    assert len(one.statements) == len(three.statements) <= 8, three.statements


def test_ones_own_data_is_asked_for_the_same_however_many_attempts(dangerous_at):
    tara = identity("tara")
    with counted() as one:
        before = kept.of_person(tara)
    dangerous_at("second")
    dangerous_at("third")

    with counted() as three:
        after = kept.of_person(tara)

    assert len(after["attempts"]) == 3
    assert after["attempts"][0] == before["attempts"][0]
    assert [len(attempt["events"]) for attempt in after["attempts"]] == [1, 1, 1]
    assert [len(attempt["answers"]) for attempt in after["attempts"]] == [5, 5, 5]
    assert len(one.statements) == len(three.statements) <= 12, three.statements
