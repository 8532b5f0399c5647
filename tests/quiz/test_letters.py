"""The letters about an attempt: queued with what causes them, once."""

from datetime import timedelta

import pytest

from tests.conftest import NOON
from tests.people import email, identity
from tests.quiz import exams
from training import clock
from training import db as database
from training.mail import queries as mail
from training.quiz import closing, invigilation, sittings
from training.quiz.models import Ruling

pytestmark = pytest.mark.usefixtures("context")
LATER = NOON + timedelta(hours=2)


@pytest.fixture
def attempt():
    exams.ready()
    made = exams.start()
    exams.open_device(made)
    return made


def letters(kind):
    return [letter for letter in mail.newest() if letter.kind == kind]


def test_the_receipt_says_when_and_how_much_arrived(attempt):
    exams.send(attempt, *exams.right_events(attempt, 3))

    exams.submit(attempt, last_seq=3, now=NOON + timedelta(minutes=20, seconds=7))

    (letter,) = letters("exam-received")
    assert letter.recipient == email("tara")
    assert "Hello Tara Okafor," in letter.text
    assert "received on 22 November 2026, 13:20:07 CET. 3 of 5 questions have an answer." in letter.text
    assert f"http://localhost:8000/exam/attempts/{attempt}/receipt" in letter.text


def test_the_receipt_and_its_page_give_the_same_code(attempt, browser_of, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    exams.submit(attempt)
    (letter,) = letters("exam-received")
    code = letter.text.split("Receipt: ")[1].split()[0]

    page = browser_of("tara").get(f"/exam/attempts/{attempt}/receipt").text

    assert code in page


def test_submitting_twice_sends_one_receipt_and_one_result(attempt):
    exams.submit(attempt)
    exams.submit(attempt)
    exams.sweep(LATER)

    assert [letter.kind for letter in mail.newest()] == ["exam-result", "exam-received"]


def test_a_submission_that_lacks_answers_sends_nothing(attempt):
    with pytest.raises(closing.Missing):
        exams.submit(attempt, last_seq=1)

    assert mail.newest() == []


def test_what_the_clock_closed_says_so_with_the_time_it_was_up(attempt):
    exams.sweep(LATER)

    (letter,) = letters("exam-received")
    assert "The time was up" in letter.text
    assert "13:45:30 CET" in letter.text


def test_the_letter_of_a_result_does_not_say_which(attempt):
    exams.submit(attempt)

    (letter,) = letters("exam-result")
    assert letter.subject == "Your result is ready: Dry needling: foundations"
    for word in ("pass", "fail", "point", "%"):
        assert word not in letter.text.lower()
    assert f"http://localhost:8000/exam/attempts/{attempt}/result" in letter.html


def test_a_result_made_again_is_told_again(attempt):
    exams.submit(attempt)
    exams.send(attempt, *exams.right_events(attempt, 1))
    late = [held.id for held in sittings.held(attempt)]

    with database.commit_command():
        invigilation.rule_on_late(attempt, late, ruling=Ruling.ACCEPTED, by=identity("ada"), site=exams.SITE, now=LATER)

    assert [letter.subject.split(":")[0] for letter in letters("exam-result")] == [
        "Your result was made again",
        "Your result is ready",
    ]


def void(attempt, reason="Power cut", *, give_back=True, now=NOON):
    with database.commit_command():
        invigilation.void(attempt, reason, give_back=give_back, by=identity("ada"), site=exams.SITE, now=now)


@pytest.mark.parametrize(
    ("give_back", "words"),
    [
        (True, "The attempt was given back, so you have as many left as before it."),
        (False, "It was not given back, so it is one of your attempts."),
    ],
)
def test_whose_attempt_is_voided_is_told_the_reason_and_what_it_costs(attempt, give_back, words):
    void(attempt, "The *alarm* rang.\n\nEverybody <left>.", give_back=give_back)

    (letter,) = letters("exam-voided")
    assert letter.subject == "Your attempt was voided: Dry needling: foundations"
    assert (letter.recipient, letter.person_id) == (email("tara"), identity("tara"))
    assert "your attempt 1 at" in letter.text
    assert "> The *alarm* rang.\n> \n> Everybody <left>." in letter.text
    assert "The *alarm* rang." in letter.html
    assert "Everybody &lt;left&gt;." in letter.html
    assert words in letter.text
    assert "http://localhost:8000/exam/foundations" in letter.html


def test_an_attempt_voided_in_the_middle_sends_no_result(attempt):
    void(attempt)

    exams.sweep(LATER)

    assert [letter.kind for letter in mail.newest()] == ["exam-voided"]


def test_an_attempt_voided_after_its_result_says_that_the_result_no_longer_stands(attempt):
    exams.submit(attempt)

    void(attempt, "It was somebody else.", give_back=False, now=LATER)

    (letter,) = letters("exam-voided")
    assert "where it had a result, that result no longer stands" in letter.text


def test_an_attempt_that_cannot_be_voided_tells_nobody(attempt):
    void(attempt)

    with pytest.raises(invigilation.WrongState):
        void(attempt, "Again")

    assert len(letters("exam-voided")) == 1
