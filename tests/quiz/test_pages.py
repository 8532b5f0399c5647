from datetime import timedelta
from fractions import Fraction

import pytest

from tests.conftest import NOON
from tests.people import identity
from tests.quiz import exams
from training import clock
from training import db as database
from training.accounts import service as accounts
from training.quiz import sittings


@pytest.fixture
def at(monkeypatch):
    """Set the clock that views read."""

    def set_to(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(NOON)
    return set_to


@pytest.fixture
def ready(app, at):
    with app.app_context():
        exams.ready()


def begin(browser):
    """Start the exam on its page and return the attempt's id."""
    response = browser.post(f"/exam/{exams.CODE}", data={"honour": "yes"})
    return int(response.location.rsplit("/", 1)[1])


def test_a_whole_exam_without_scripts(app, browser_of, ready, at):
    tara = browser_of("tara")
    assert "Ready to start" in tara.get("/exam/").text
    assert "Start the exam" in tara.get(f"/exam/{exams.CODE}").text

    attempt = begin(tara)
    page = tara.get(f"/exam/attempts/{attempt}")
    assert "Question 5 of 5" in page.text
    with app.app_context():
        keys = {position: exams.key_places(attempt, position) for position in range(1, 6)}
    for position, places in keys.items():
        seen = page.text.split('name="seen" value="')[1].split('"')[0]
        saved = tara.post(
            f"/exam/attempts/{attempt}/questions/{position}",
            data={f"q{position}": [str(place) for place in places], "act": "save", "seen": seen},
        )
        assert saved.location.endswith(f"/exam/attempts/{attempt}#q{position}")
        page = tara.get(f"/exam/attempts/{attempt}")
        assert f"Question {position} saved 13:00:00" in page.text
    assert "5 of 5 questions answered" in tara.get(f"/exam/attempts/{attempt}/check").text

    at(NOON + timedelta(minutes=10))
    receipt = tara.post(f"/exam/attempts/{attempt}/submit", follow_redirects=True)

    assert "5 of 5" in receipt.text
    assert "22 November 2026, 13:10:00 CET" in receipt.text
    result = tara.get(f"/exam/attempts/{attempt}/result").text
    assert "Passed: Dry needling: foundations" in result
    assert "left" not in tara.get("/exam/").text.split("<main")[1].split("</main>")[0]
    assert "attempts left" not in tara.get(f"/exam/{exams.CODE}").text


def test_the_start_needs_the_honour_statement(browser_of, ready):
    tara = browser_of("tara")

    response = tara.post(f"/exam/{exams.CODE}")

    assert response.status_code == 422
    assert '<a href="#honour">I work alone' in response.text
    assert 'aria-describedby="honour-error"' in response.text
    assert "Ready to start" in tara.get("/exam/").text


def test_the_page_of_a_running_exam_says_the_time_that_one_has(app, browser_of, ready):
    tara = browser_of("tara")
    begin(tara)
    with app.app_context():
        accounts.accommodate(identity("tara"), Fraction(3, 2), "Own room", by=identity("ada"), now=NOON)
        database.commit_step()

    page = " ".join(tara.get(f"/exam/{exams.CODE}").text.split())

    assert "questions in 45 min." in page
    assert "1 h 7 min 30 s" not in page


def test_the_time_up_page_writes_nothing_and_the_post_closes(app, browser_of, ready, at):
    tara = browser_of("tara")
    attempt = begin(tara)
    at(NOON + timedelta(minutes=45))

    assert "The time is up" in tara.get(f"/exam/attempts/{attempt}").text
    with app.app_context():
        assert sittings.attempt(attempt).state == "in progress"

    tara.post(f"/exam/attempts/{attempt}/submit")
    result = tara.get(f"/exam/attempts/{attempt}/result").text
    assert "Not passed: Dry needling: foundations" in result
    assert "29 November 2026" in result


def test_both_answers_are_shown_when_a_newer_one_is_there(app, browser_of, ready):
    tara = browser_of("tara")
    attempt = begin(tara)
    address = f"/exam/attempts/{attempt}/questions/1"
    tara.post(address, data={"q1": "2", "act": "save", "seen": "0.0"})

    stale = tara.post(address, data={"q1": "3", "act": "save", "seen": "0.0"})

    assert stale.status_code == 409
    assert "The answer that is saved" in stale.text
    with app.app_context():
        assert exams.sheet(attempt).slot(1).places(sittings.said(sittings.log(attempt)).answers[1]) == ("2",)


def test_nothing_chosen_stays_unanswered(app, browser_of, ready):
    tara = browser_of("tara")
    attempt = begin(tara)

    tara.post(f"/exam/attempts/{attempt}/questions/1", data={"act": "flag", "seen": "0.0"})

    with app.app_context():
        said = sittings.said(sittings.log(attempt))
    assert (said.answers, said.flagged) == ({}, {1})


@pytest.mark.parametrize(
    "address",
    ["", "/check", "/receipt", "/result", "/problem", "/figures/" + "0" * 24],
)
def test_invariant_10_toms_browser_finds_nothing_of_taras_attempt(browser_of, ready, address):
    attempt = begin(browser_of("tara"))

    assert browser_of("tom").get(f"/exam/attempts/{attempt}{address}").status_code == 404


@pytest.mark.parametrize("address", ["/submit", "/questions/1", "/problem"])
def test_invariant_10_toms_browser_changes_nothing_of_taras_attempt(browser_of, ready, address):
    attempt = begin(browser_of("tara"))

    assert browser_of("tom").post(f"/exam/attempts/{attempt}{address}", data={"words": "x"}).status_code == 404


def test_somebody_who_was_never_admitted_finds_no_exam(browser_of, ready):
    assert browser_of("tom").get(f"/exam/{exams.CODE}").status_code == 404


def test_a_reported_problem_reaches_the_administrators_with_its_question(app, browser_of, ready):
    tara = browser_of("tara")
    attempt = begin(tara)

    empty = tara.post(f"/exam/attempts/{attempt}/problem", data={"question": "3", "words": " "})
    tara.post(f"/exam/attempts/{attempt}/problem", data={"question": "3", "words": "Two options are the same."})

    assert empty.status_code == 422
    assert "tell the invigilator or the course office." in empty.text
    with app.app_context():
        (problem,) = sittings.problems([attempt])
    assert (problem.position, problem.words) == (3, "Two options are the same.")
