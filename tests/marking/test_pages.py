"""The pages of markers, of the person marked, and of those who watch: blind, and each says who must act since when."""

import pytest

from tests.conftest import NOON
from tests.marking import papers
from tests.marking.papers import give, points, waiting
from tests.people import identity
from tests.quiz import exams
from training.bank.queries import versions
from training.core.domains import Domain, Level
from training.marking import service


@pytest.fixture
def attempt(app):
    with app.app_context():
        papers.publish()
        return papers.sat()


@pytest.fixture
def text(app, attempt):
    with app.app_context():
        return waiting(attempt)[0]


def shown(browser, path):
    response = browser.get(path)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_an_empty_queue_says_what_will_come(browser_of):
    assert "Nothing for you to mark" in shown(browser_of("ines"), "/marking")


def test_the_queue_and_the_page_say_neither_whose_it_is_nor_which_attempt(browser_of, attempt, text):
    ines = browser_of("ines")
    pages = shown(ines, "/marking") + shown(ines, f"/marking/{text}")

    assert papers.WORDS in pages
    for secret in ("Tara", "Okafor", "tara@", f"attempts/{attempt}", "Attempt"):
        assert secret not in pages


def test_a_mark_is_given_on_the_page(app, browser_of, attempt, text):
    response = browser_of("ines").post(f"/marking/{text}", data=points(3, 1, act="mark"), follow_redirects=True)

    assert "Somebody else marks this response on their own" in response.get_data(as_text=True)
    with app.app_context():
        assert [mark.points for mark in papers.queries.given([text])[text]] == [{"a": 3, "b": 1}]


def test_what_is_missing_is_said_and_what_was_typed_stays(browser_of, text):
    response = browser_of("ines").post(f"/marking/{text}", data=points(9, 1, act="mark", comment="So <i>far</i>"))
    page = response.get_data(as_text=True)

    assert response.status_code == 422
    assert "Give 0 to 3 whole points." in page
    assert "So &lt;i&gt;far&lt;/i&gt;" in page


def test_a_half_finished_form_comes_back(browser_of, text):
    ines = browser_of("ines")
    ines.post(f"/marking/{text}", data={"points-a": "2", "comment": "Half", "act": "keep"})

    assert 'value="2"' in shown(ines, f"/marking/{text}")
    assert "begun" in shown(ines, "/marking")
    assert 'value="2"' not in shown(browser_of("sam"), f"/marking/{text}")


def test_the_second_marker_learns_nothing_of_the_first(app, browser_of, text):
    with app.app_context():
        give(text, "ines", points(3, 2, comment="Splendid"))
    page = shown(browser_of("sam"), f"/marking/{text}")

    assert "Splendid" not in page
    assert "The two marks" not in page


def test_the_third_sees_both_marks_without_names(app, browser_of, text):
    with app.app_context():
        give(text, "ines", points(3, 2, comment="Splendid"))
        give(text, "sam", points(0, 0, comment="Poor"))
    page = shown(browser_of("ivo"), f"/marking/{text}")

    assert "Splendid" in page
    assert "Poor" in page
    assert "Ines" not in page
    assert "Whitlock" not in page


def test_who_has_nothing_to_mark_here_finds_nothing(app, browser_of, text):
    with app.app_context():
        give(text, "ines", points(3, 1))
        give(text, "sam", points(3, 1))

    assert browser_of("ivo").get(f"/marking/{text}").status_code == 404
    assert browser_of("tara").get(f"/marking/{text}").status_code == 403
    assert "The result is out" in shown(browser_of("ines"), f"/marking/{text}")


def test_a_second_click_gives_the_same_mark_once(app, browser_of, text):
    ines, given = browser_of("ines"), points(3, 1, act="mark", comment="Clear")
    clicks = [ines.post(f"/marking/{text}", data=given, follow_redirects=True) for _ in range(2)]

    assert [click.status_code for click in clicks] == [200, 200]
    with app.app_context():
        (mark,) = papers.queries.given([text])[text]
        assert (mark.comment, mark.reason) == ("Clear", None)


def test_a_mark_given_too_late_comes_back_to_be_copied(app, browser_of, text):
    with app.app_context():
        give(text, "ines", points(3, 1))
        give(text, "sam", points(3, 1))
    late = browser_of("ivo").post(f"/marking/{text}", data=points(3, 1, act="mark", comment="Clear, and complete"))

    assert late.status_code == 404
    assert "Others marked this answer" in late.text
    assert "Clear, and complete" in late.text


def test_the_trainee_reads_who_must_act_and_since_when(browser_of, attempt):
    page = shown(browser_of("tara"), f"/exam/attempts/{attempt}/result")

    assert "waits for marking since 22 November 2026" in page
    assert "by the course's markers" in page
    assert "points" not in page
    assert browser_of("tara").get(f"/exam/attempts/{attempt}/marked").status_code == 404


def test_the_administrator_reads_it_on_monitor_attempt_and_list(browser_of, attempt):
    ada = browser_of("ada")

    assert "1 answer for the course's markers since 22 November 2026" in shown(ada, f"/exams/{exams.CODE}/monitor")
    assert "waits for marking since 22 November 2026" in shown(ada, f"/exams/attempts/{attempt}")
    assert "a marker" in shown(ada, "/marking/waiting")


def test_the_trainee_reads_points_and_comments_once_the_result_is_out(app, browser_of, attempt, text):
    with app.app_context():
        give(text, "ines", points(3, 1, comment="Well <b>said</b>"))
        give(text, "sam", points(3, 1))
    tara = browser_of("tara")
    page = shown(tara, f"/exam/attempts/{attempt}/marked")

    assert f"/exam/attempts/{attempt}/marked" in shown(tara, f"/exam/attempts/{attempt}/result")
    for words in (papers.WORDS, "3 of 3 points", "1 of 2 points", "Well &lt;b&gt;said", "80 % of the mark"):
        assert words in page
    for secret in ("not</strong> known", "Ines", "Whitlock", "evidence/texts"):
        assert secret not in page


def test_a_result_without_any_other_point_is_shown(app, browser_of):
    with app.app_context():
        papers.publish(papers.essay(), cells={(Domain.EVIDENCE, Level.ANALYSE): 1}, critical=0)
        attempt = papers.sat()

    assert "This result waits for people" in shown(browser_of("tara"), f"/exam/attempts/{attempt}/result")


def test_only_a_list_of_accepted_answers_can_be_added_to(app, text):
    with app.app_context(), pytest.raises(service.NoList):
        service.accept_answer(text, rules=papers.RULES, by=identity("ines"), now=NOON)


def test_refused_additions_leave_the_bank_as_it_is(app, browser_of, text):
    browser_of("ines").post(f"/marking/{text}/accepted-answer", data={"verdict": "right"})

    with app.app_context():
        assert [row.number for row in versions.history("evidence/texts/n1")] == [1]
