"""The pages of calibrations: what would change, and putting one in force."""

import pytest
from lxml import html

from tests.quiz import exams
from tests.quiz.calibrations import figures, snapshot, stored, two, versions
from training.quiz.calibration import queries
from training.quiz.queries.exams import published

INDEX = f"/exams/{exams.CODE}/calibrations"


@pytest.fixture
def exam(app):
    with app.app_context():
        exams.ready("tara", "tom")
        return published(exams.CODE)


@pytest.fixture
def pair(app, exam):
    with app.app_context():
        return two(exam)


def test_the_page_says_what_would_change(pair, browser_of):
    page = browser_of("ines").get(f"{INDEX}/{pair[1]}").text

    assert "percentage points at most" in page
    assert "3 of 4 questions" in page
    assert "moved, negative discrimination" in page
    assert "+2.70" in page
    assert "Put it in force" not in page


def test_the_page_says_which_versions_were_counted_together(app, exam, browser_of):
    with app.app_context():
        old = versions(exam, 1)
        exams.reword_all(feedback="More of it.")
        new = versions(exam, 2)
        told = [figures(new[0], joined=tuple(sorted([*old, new[0]]))), figures(new[1])]
        number = stored(exam, snapshot(told, exam=exams.CODE))

    page = html.fromstring(browser_of("ines").get(f"{INDEX}/{number}").text)

    (table,) = [each for each in page.iter("table") if each.findtext("caption") == "Versions counted together"]
    assert [cell.text_content() for cell in table.findall(".//tbody//td")] == ["1, 2", "120"]


def test_an_administrator_puts_a_candidate_in_force_with_a_reason(pair, browser_of, exam, app):
    ada = browser_of("ada")

    refused = ada.post(f"{INDEX}/{pair[1]}", data={"reason": ""})
    done = ada.post(f"{INDEX}/{pair[1]}", data={"reason": "Looked at all of them."})

    assert refused.status_code == 422
    assert "Give the reason" in refused.text
    assert (done.status_code, done.location) == (303, INDEX)
    with app.app_context():
        assert queries.in_force(exam.exam_id).calibration.id == pair[1]
    assert "Looked at all of them." in ada.get(INDEX).text


def test_a_refusal_keeps_the_reason_that_was_typed(pair, browser_of, exam, app):
    with app.app_context():
        stale = stored(exam, snapshot([], exam=exams.CODE, attempts=7))

    answer = browser_of("ada").post(f"{INDEX}/{stale}", data={"reason": "Looked at all of them."})

    assert answer.status_code == 409
    assert "came in force since" in answer.text


def test_an_unknown_exam_or_calibration_is_not_found(exam, browser_of):
    ada = browser_of("ada")

    assert ada.get("/exams/none/calibrations").status_code == 404
    assert ada.get(f"{INDEX}/99").status_code == 404
    assert ada.post(f"{INDEX}/99", data={"reason": "Why not."}).status_code == 404
