import re
from datetime import timedelta
from fractions import Fraction
from io import BytesIO

import pytest
from lxml import html

from tests.conftest import NOON
from tests.quiz import exams
from training import clock
from training.core.domains import Domain
from training.quiz import sittings
from training.quiz.queries import exams as exam_queries
from training.web import filters


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def ready(app):
    with app.app_context():
        exams.ready("tara", "tom")


@pytest.fixture
def attempt(app, ready):
    with app.app_context():
        return exams.start()


@pytest.fixture
def ada(browser_of):
    return browser_of("ada")


def entered(page, **changes):
    """Return the form of the settings page as a browser would send it, with some values changed."""
    values = {}
    for node in html.document_fromstring(page).iter("input", "textarea"):
        name, kind = node.get("name"), node.get("type", "text")
        if name and name != "csrf_token" and not (kind in {"radio", "checkbox"} and node.get("checked") is None):
            values[name] = node.get("value") or (node.text or "").strip("\n")
    return values | changes


def test_the_settings_show_what_the_pool_holds_and_save_as_they_stood(ada, ready, app):
    page = ada.get("/exams/foundations").text
    saved = ada.post("/exams/foundations", data=entered(page), follow_redirects=True)

    assert "of 6" in page
    assert "The settings are saved" in saved.text
    with app.app_context():
        assert exam_queries.settings("foundations").draft == exams.specification()


def test_a_changed_count_is_saved_and_a_thin_cell_is_named(ada, ready):
    page = ada.get("/exams/foundations").text

    ada.post("/exams/foundations", data=entered(page, cell_safety_apply="9"))
    publishing = ada.get("/exams/foundations/publish").text
    refused = ada.post("/exams/foundations/publish", data={"revision": "2"})

    assert "apply: 6 of 9" in publishing
    assert refused.status_code == 409


def test_two_people_edit_one_exam_and_the_second_save_shows_both(ada, ready):
    page = ada.get("/exams/foundations").text
    ada.post("/exams/foundations", data=entered(page, minutes="50"))

    second = ada.post(
        "/exams/foundations", data=entered(page, minutes="60", cell_safety_apply="6", opens_at="2026-11-23T09:00")
    )

    assert second.status_code == 409
    assert "<dt>Time</dt>" in second.text
    assert re.search(r"<dt>Safety[^<]*, apply</dt>", second.text)
    assert "Somebody else saved this exam" in second.text
    assert re.search(r"<dt>Opens</dt>.*not set.*23 November 2026, 09:00 GMT", second.text, re.DOTALL)
    assert "50" in second.text
    final = ada.post("/exams/foundations", data=entered(second.text), follow_redirects=True)
    assert "1 h" in final.text


def test_what_cannot_be_read_comes_back_in_the_form(ada, ready):
    page = ada.get("/exams/foundations").text

    refused = ada.post("/exams/foundations", data=entered(page, cut="most", minutes=""))

    assert refused.status_code == 422
    assert "Enter the minutes." in refused.text


def test_a_share_that_is_none_is_named_at_its_field(ada, ready):
    page = ada.get("/exams/foundations").text

    refused = ada.post("/exams/foundations", data=entered(page, cut="most"))

    assert refused.status_code == 422
    assert "is not a share such as 80 %" in refused.text


@pytest.mark.any_database
@pytest.mark.parametrize("share", ["2/3", "5/6", "66.7 %", "0.8125"])
def test_a_share_stays_what_it_is_when_the_form_is_saved_again(ada, ready, app, share):
    entering = entered(ada.get("/exams/foundations").text, cut=share, minimum_safety=share)
    ada.post("/exams/foundations", data=entering)

    ada.post("/exams/foundations", data=entered(ada.get("/exams/foundations").text, minutes="50"))

    with app.app_context():
        draft = exam_queries.settings("foundations").draft
    wanted = Fraction(share.removesuffix(" %")) / (100 if "%" in share else 1)
    assert (draft.minutes, draft.cut, draft.minimums[Domain.SAFETY]) == (50, wanted, wanted)


def test_a_number_too_large_to_be_worked_out_is_no_share(ada, ready):
    refused = ada.post("/exams/foundations", data=entered(ada.get("/exams/foundations").text, cut="1e999999999"))

    assert refused.status_code == 422
    assert "is not a share such as 80 %" in refused.text


def test_publishing_freezes_a_further_version(ada, ready, app):
    page = ada.get("/exams/foundations").text
    ada.post("/exams/foundations", data=entered(page, minutes="50"))

    done = ada.post("/exams/foundations/publish", data={"revision": "2"}, follow_redirects=True)

    assert "Version 2 is published" in done.text
    with app.app_context():
        assert exam_queries.published("foundations").specification.minutes == 50


def test_settings_that_are_saved_and_not_published_say_which_version_holds(ada, ready):
    page = ada.get("/exams/foundations").text
    saved = ada.post("/exams/foundations", data=entered(page, minutes="50"), follow_redirects=True).text

    assert "Attempts follow version 1 until these settings are published" not in page
    assert "Attempts follow version 1 until these settings are published" in saved


def test_what_is_published_already_is_not_published_again(ada, ready, app):
    asked = ada.get("/exams/foundations/publish").text
    ada.post("/exams/foundations/publish", data={"revision": "1"})

    assert "Version 1 holds these settings already" in asked
    with app.app_context():
        assert exam_queries.published("foundations").number == 1


def test_a_window_is_entered_in_the_institutions_zone(ada, ready, app):
    page = ada.get("/exams/foundations").text

    ada.post("/exams/foundations", data=entered(page, opens_at="2026-07-01T09:00", closes_at="2026-12-01T09:00"))

    with app.app_context():
        draft = exam_queries.settings("foundations").draft
    assert (draft.opens_at.isoformat(), draft.closes_at.isoformat()) == (
        "2026-07-01T09:00:00+01:00",
        "2026-12-01T09:00:00+00:00",
    )


@pytest.mark.any_database
def test_the_institution_s_clock_is_named_where_it_shows_something_else(app):
    with app.test_request_context():
        assert filters.when_in_both(NOON, "Europe/London") == "22 November 2026, 12:00 GMT"
        assert filters.when_in_both(NOON, "Asia/Kathmandu").endswith(
            "(22 November 2026, 17:45 +0545 at the institution)"
        )


def test_an_hour_the_clocks_skip_is_named_and_nothing_is_saved(ada, ready):
    page = ada.get("/exams/foundations").text

    refused = ada.post("/exams/foundations", data=entered(page, opens_at="2027-03-28T01:30"))

    assert refused.status_code == 422
    assert "The clocks skip this hour on that day." in refused.text


@pytest.mark.any_database
@pytest.mark.parametrize("name", ["opens_at", "closes_at"])
@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_window_at_the_end_of_the_calendar_is_named_at_its_field(ada, ready, name, moment):
    page = ada.get("/exams/foundations").text

    answer = ada.post("/exams/foundations", data=entered(page, hard_close="y", **{name: moment}))

    assert answer.status_code == 422
    assert "Enter a year from 2000 to 2999." in answer.text
    assert moment in answer.text


@pytest.mark.any_database
def test_of_an_hour_that_comes_twice_a_window_holds_both_and_saving_again_keeps_it(ada, ready, app):
    page = ada.get("/exams/foundations").text
    ada.post("/exams/foundations", data=entered(page, opens_at="2026-10-25T01:15", closes_at="2026-10-25T01:45"))

    ada.post("/exams/foundations", data=entered(ada.get("/exams/foundations").text))

    with app.app_context():
        draft = exam_queries.settings("foundations").draft
    assert draft.closes_at - draft.opens_at == timedelta(minutes=90)


def test_a_minimum_against_the_advice_shows_its_warning_and_the_decision(ada, app):
    with app.app_context():
        minimums = {Domain.SAFETY: Fraction(4, 5)}
        exams.publish(exams.specification(minimums=minimums, minimums_reason="Safety cannot be bought."))

    page = ada.get("/exams/foundations").text

    assert "fail on the total alone" in page
    assert "Safety cannot be bought." in page


def test_a_new_exam_begins_with_the_shipped_numbers(ada, app):
    ada.post("/exams", data={"code": "mock-one", "title": "A mock"})
    taken = ada.post("/exams", data={"code": "mock-one", "title": "Another"})

    assert "Another exam is called mock-one" in taken.text
    with app.app_context():
        assert exam_queries.settings("mock-one").draft.length == 80


def test_the_monitor_shows_state_time_answers_and_what_the_device_still_holds(ada, attempt, app):
    with app.app_context():
        exams.open_device(attempt)
        exams.send(attempt, exams.event(1), exams.event(2, 2), waiting=3)

    page = ada.get("/exams/foundations/monitor").text

    assert "Tara Okafor" in page
    assert "45 min" in page
    assert "2 of 5" in page
    assert ">3</td>" in page


def test_the_monitor_tells_a_contact_of_today_from_one_of_another_day(ada, attempt, app, monkeypatch):
    with app.app_context():
        exams.open_device(attempt)

    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=1))
    today = ada.get("/exams/foundations/monitor").text
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=2))
    later = ada.get("/exams/foundations/monitor").text

    assert "As of 22 November 2026, 13:01:00 CET" in today
    assert ">13:00:00</td>" in today
    assert ">22 November 2026</td>" in later


def test_minutes_are_added_to_one_with_a_reason(ada, attempt, app):
    refused = ada.post(f"/exams/attempts/{attempt}/extra-time", data={"minutes": "10", "reason": ""})
    ada.post(f"/exams/attempts/{attempt}/extra-time", data={"minutes": "10", "reason": "Fire alarm"})

    assert refused.status_code == 422
    with app.app_context():
        assert sittings.attempt(attempt).deadline_at == NOON + timedelta(minutes=55)


def test_minutes_are_added_to_all(ada, attempt, app):
    done = ada.post("/exams/foundations/extra-time", data={"minutes": "5", "reason": "Alarm"}, follow_redirects=True)

    assert "Added 5 minutes to 1 running attempt." in done.text
    with app.app_context():
        assert sittings.attempt(attempt).deadline_at == NOON + timedelta(minutes=50)


def test_the_page_counts_whose_deadline_moves_and_no_voided_attempt(ada, attempt, app):
    before = ada.get("/exams/foundations/extra-time").text
    ada.post(f"/exams/attempts/{attempt}/void", data={"reason": "Power cut"})
    after = ada.get("/exams/foundations/extra-time").text
    done = ada.post("/exams/foundations/extra-time", data={"minutes": "5", "reason": "Alarm"}, follow_redirects=True)

    assert "the deadline of 1 running attempt." in before
    assert "the deadline of 0 running attempts." in after
    assert "No attempt of anybody else is running here" in done.text


def test_a_voided_attempt_is_given_back(ada, attempt, app, browser_of):
    ada.post(f"/exams/attempts/{attempt}/void", data={"reason": "Power cut", "give_back": "y"})

    assert "voided" in ada.get(f"/exams/attempts/{attempt}").text
    receipt = browser_of("tara").get(f"/exam/attempts/{attempt}/receipt").text
    assert "This attempt was voided" in receipt
    assert "It was given back" in receipt
    with app.app_context():
        assert exams.standing().left == 3
        assert exams.standing().locks == ()


def test_an_attempt_page_shows_everything_that_happened(ada, attempt, app):
    with app.app_context():
        exams.open_device(attempt)
        exams.send(
            attempt,
            exams.event(1),
            exams.event(2, 1, "flag", None),
            exams.event(3, 1, "eliminate", (2,)),
            exams.event(4, 1, "seen", 17),
            exams.event(5, 99),
        )
        exams.submit(attempt, last_seq=5)

    page = ada.get(f"/exams/attempts/{attempt}").text

    for words in ("answered", "flagged", "ruled an option out", "looked at it", "no such question", "graded"):
        assert words in page
    assert "gives the stored decision." in page


def test_late_answers_are_accepted_on_the_attempts_page(ada, attempt, app):
    with app.app_context():
        exams.open_device(attempt)
        exams.submit(attempt)
        exams.send(attempt, *exams.right_events(attempt, 1))
        held = [one.id for one in sittings.held(attempt)]

    assert "Late answers wait for a decision" in ada.get(f"/exams/attempts/{attempt}").text
    done = ada.post(f"/exams/attempts/{attempt}/late", data={"held": held, "ruling": "accept"}, follow_redirects=True)

    assert "The late answers are accepted." in done.text
    assert "(superseded)" in done.text


@pytest.mark.parametrize("number", ["9" * 20, f"-{'9' * 20}", str(2**31)])
def test_a_late_answer_under_a_number_that_none_can_have_is_not_there(ada, attempt, number):
    form = {"held": number, "ruling": "accept"}

    done = ada.post(f"/exams/attempts/{attempt}/late", data=form, follow_redirects=True)

    assert "No late answers of this attempt wait for a decision." in done.text


@pytest.mark.parametrize("revision", ["9" * 20, f"-{'9' * 20}", str(2**31)])
def test_settings_under_a_revision_that_cannot_be_show_both(ada, ready, revision):
    page = ada.get("/exams/foundations").text

    answer = ada.post("/exams/foundations", data=entered(page, revision=revision, minutes="50"))

    assert answer.status_code == 409
    assert "<dt>Time</dt>" in answer.text
    final = ada.post("/exams/foundations", data=entered(answer.text), follow_redirects=True)
    assert "The settings are saved." in final.text
    assert ada.post("/exams/foundations/publish", data={"revision": revision}).status_code == 409


def test_a_file_that_is_none_is_refused_in_words(ada, attempt):
    file = (BytesIO(b"nothing"), "answers.json")

    done = ada.post(f"/exams/attempts/{attempt}/file", data={"file": file}, follow_redirects=True)

    assert "This is not an answer file." in done.text


def test_a_problem_is_dealt_with(ada, attempt, app, browser_of):
    browser_of("tara").post(f"/exam/attempts/{attempt}/problem", data={"question": "2", "words": "Two are the same."})
    assert "Two are the same." in ada.get("/exams/foundations/monitor").text

    ada.post("/exams/problems/1")

    assert "Two are the same." not in ada.get("/exams/foundations/monitor").text
    assert ada.post("/exams/problems/1").status_code == 404


@pytest.mark.any_database
@pytest.mark.parametrize("address", ["/exams", "/exams/foundations", "/exams/foundations/monitor", "/exams/attempts/1"])
def test_an_auditor_sees_and_a_trainee_does_not(browser_of, attempt, address):
    assert browser_of("otto").get(address).status_code == 200
    assert browser_of("tara").get(address).status_code == 403


def test_nobody_at_all_gets_an_unknown_attempt(ada):
    for address in ("", "/extra-time", "/void"):
        assert ada.get(f"/exams/attempts/999{address}").status_code == 404
