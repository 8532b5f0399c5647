"""After a failed attempt: what to read again, and a next paper that repeats as little as the bank allows, on record."""

from datetime import timedelta
from fractions import Fraction

import pytest

from tests.conftest import NOON
from tests.people import identity
from tests.quiz import exams
from training.core.domains import Domain, Level
from training.db import db
from training.quiz import retaking
from training.quiz.fairness import report
from training.quiz.models import Paper
from training.quiz.queries.exams import published

CELLS = [(Domain.SAFETY, Level.APPLY), (Domain.ANATOMY, Level.RECALL)]
LATER = NOON + timedelta(days=8)


def kept(attempt):
    return db.session.get(Paper, attempt).content["balance"]


def sat_twice(a_cell, **changes):
    """Sit an exam of five questions twice, over a pool of so many a cell; returns what the second paper keeps."""
    exams.ready(spec=exams.specification(**changes), drafts=exams.generated(a_cell, CELLS))
    exams.sat(right=0)
    return kept(exams.start(seed=2, now=LATER))


@pytest.mark.usefixtures("context")
def test_the_next_paper_of_a_bank_that_has_enough_repeats_nothing():
    assert sat_twice(6) | {"met": 0, "met at most": 1, "relaxed": []} == kept(2)


@pytest.mark.usefixtures("context")
def test_a_paper_that_must_repeat_more_than_it_should_says_so_and_the_report_counts_it():
    found = sat_twice(4)

    assert (found["met"], found["met at most"]) == (2, 1)
    assert "seen before" in found["relaxed"]
    fairness = report.of(published(exams.CODE))
    assert (fairness.later, fairness.over) == (1, 1)


@pytest.mark.usefixtures("context")
def test_what_the_exam_allows_is_no_exception():
    found = sat_twice(4, met_before=Fraction(1, 2))

    assert (found["met"], found["met at most"]) == (2, 2)
    assert found["relaxed"] == []
    assert report.of(published(exams.CODE)).over == 0


@pytest.mark.usefixtures("context")
def test_the_first_paper_says_nothing_of_what_was_met():
    exams.ready()

    assert "met" not in kept(exams.start())


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(("a_cell", "supported"), [(9, 2), (6, 1), (4, 0)])
def test_the_pool_is_told_how_many_further_attempts_it_serves(a_cell, supported):
    exams.publish(drafts=exams.generated(a_cell, CELLS))
    exam = published(exams.CODE)

    found = retaking.of(exam.exam_id, exam.specification)

    assert (found.asked, found.supported, found.enough) == (2, supported, supported == 2)


def test_whoever_publishes_reads_that_the_pool_repeats_itself_too_soon(app, browser_of):
    with app.app_context():
        exams.publish(drafts=exams.generated(4, CELLS))
        exams.service.save(exams.CODE, exams.specification(minutes=30), revision=1, by=identity("ada"), now=NOON)
        db.session.commit()

    page = browser_of("ada").get(f"/exams/{exams.CODE}/publish").text

    assert "The pool repeats itself too soon" in page
    assert "serves 0 with at most 1 question met before (25 %)" in page


def test_a_failed_result_links_the_sections_behind_what_was_missed_in_weak_domains(app, browser_of):
    with app.app_context():
        exams.ready()
        attempt = exams.sat(right=2)
        missed = [slot.item.header for slot in exams.sheet(attempt).slots][2:]
        right = [slot.item.header for slot in exams.sheet(attempt).slots][:2]

    page = browser_of("tara").get(f"/exam/attempts/{attempt}/result").text

    weak = page.split("Where to work first")[1]
    assert all(f"/modules/{each.module}/sections/{each.section}" in weak for each in missed)
    assert not any(f'/sections/{each.section}"' in weak for each in right)
