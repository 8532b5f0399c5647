"""What is said of an exam's papers: computed from those that were given, or drawn on trial before anybody sat."""

import pytest
from sqlalchemy import select

from tests.quiz import exams
from tests.quiz.calibrations import activated, figures, snapshot, stored
from training.bank.queries import stock
from training.core.domains import Domain, Level, Pool
from training.db import db
from training.quiz.fairness import report
from training.quiz.models import Exposure, Slot
from training.quiz.queries.exams import published

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def exam():
    """Five of twelve items: three in safety, two in anatomy."""
    exams.ready("tara", "tom")
    return published(exams.CODE)


def test_before_anybody_sat_papers_are_drawn_on_trial_and_not_counted(exam):
    found = report.of(exam)

    assert (found.tried, found.papers, found.calibrated) == (True, report.TRIED, False)
    assert found.cut == 4
    assert abs(found.points[0] - found.target) <= 0.25
    assert 0 < found.luck < 0.5
    assert db.session.scalars(select(Exposure)).all() == []


def test_papers_that_were_given_are_compared(exam):
    tara, tom = exams.sat("tara", right=1, seed=1), exams.start("tom", seed=2)

    found = report.of(exam)

    stood = {one: set(db.session.scalars(select(Slot.version).where(Slot.attempt_id == one))) for one in (tara, tom)}
    assert (found.tried, found.papers) == (False, 2)
    assert found.between == (len(stood[tara] & stood[tom]),) * 2
    assert found.again == (0, 0)
    assert sum(number for _tenth, number in found.exposure) == found.items == 12
    assert dict(found.exposure).get(10, 0) == len(stood[tara] & stood[tom])


def test_a_cell_says_what_it_allows_and_what_to_write(exam):
    rooms = {room.cell: room for room in report.of(exam).rooms}

    safety = rooms[Domain.SAFETY, Level.APPLY]
    assert (safety.wanted, safety.held, safety.critical, safety.papers) == (3, 6, 1, 2)
    assert safety.share == 0.5
    assert safety.advice == "3 more, for three papers"
    assert rooms[Domain.ANATOMY, Level.RECALL].advice == "1 more that are not critical"


def test_what_is_known_better_leaves_less_to_the_draw(exam):
    versions = [each.version for each in stock.pool(Pool.EXAM, live=True)]
    before = report.of(exam)

    activated(exam, stored(exam, snapshot([figures(version, error=0.1) for version in versions], exam=exams.CODE)))

    found = report.of(exam)
    assert found.calibrated
    assert found.answered == found.items == 12
    assert found.luck < before.luck / 3


def test_an_instructor_reads_the_page_and_a_pool_that_ran_dry_is_named(exam, browser_of):
    page = browser_of("ines").get(f"/exams/{exams.CODE}/fairness").text
    exams.withdraw_all()

    refused = browser_of("ines").get(f"/exams/{exams.CODE}/fairness").text

    assert "of borderline outcomes still depend on the draw" in page
    assert "Papers drawn on trial" in page
    assert "0 of 12 have" in page
    assert "No paper can be drawn" in refused
    assert "Safety: contraindications, complications, emergencies, apply: 0 of 3" in refused


def test_an_exam_nobody_published_has_none(browser_of):
    assert browser_of("ines").get("/exams/nothing/fairness").status_code == 404
