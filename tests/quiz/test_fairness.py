"""What is said of an exam's papers: computed from those that were given, or drawn on trial before anybody sat."""

import csv
import io
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from tests.conftest import NOON
from tests.quiz import exams
from tests.quiz.calibrations import activated, figures, snapshot, stored
from training.bank.queries import stock
from training.core import luck
from training.core.domains import Domain, Pool
from training.core.overlap import Shared
from training.db import db
from training.quiz.fairness import report
from training.quiz.models import Exposure, Paper, Slot
from training.quiz.queries.exams import published

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def exam():
    """Five of twelve items: three in safety, two in anatomy."""
    exams.ready("tara", "tom")
    return published(exams.CODE)


def stood(attempt):
    return set(db.session.scalars(select(Slot.version).where(Slot.attempt_id == attempt, ~Slot.pilot)))


def test_before_anybody_sat_papers_are_drawn_on_trial_and_not_counted(exam):
    found = report.of(exam)

    assert (found.tried, len(found.lines), found.calibrated) == (True, report.TRIED, False)
    assert (found.cut, found.needed) == (4, 4)
    assert found.achieved[0].off == found.unequal == 0
    assert 0 < found.foretold.left < 0.5
    assert db.session.scalars(select(Exposure)).all() == []


def test_papers_that_were_given_are_compared(exam):
    tara, tom = exams.sat("tara", right=1, seed=1), exams.start("tom", seed=2)

    found = report.of(exam)

    common = len(stood(tara) & stood(tom))
    assert (found.tried, [line.paper.attempt_id for line in found.lines]) == (False, [tara, tom])
    assert found.between == Shared(1, common, common)
    assert found.again == Shared(0, 0.0, 0)
    assert sorted(found.rates) == [0.0] * (2 + common) + [0.5] * (10 - 2 * common) + [1.0] * common
    assert found.mean_rate == pytest.approx(5 / 12)


def test_papers_of_one_person_are_no_papers_of_two_candidates(exam):
    first = exams.sat("tara", right=1, seed=1)
    second = exams.start("tara", seed=2, now=NOON + timedelta(days=8))

    found = report.of(exam)

    common = len(stood(first) & stood(second))
    assert (found.between.pairs, found.again) == (0, Shared(1, common, common))


def test_each_paper_is_told_with_what_it_kept_and_what_is_known_now(exam):
    """A calibration that knows every question for harder leaves the target and the papers below the pass mark."""
    attempt = exams.start("tara", seed=1)
    before = report.of(exam).lines[0]
    versions = [each.version for each in stock.pool(Pool.EXAM, live=True)]
    activated(exam, stored(exam, snapshot([figures(each) for each in versions], exam=exams.CODE)))

    [line] = report.of(exam).lines

    kept = db.session.scalars(select(Paper.content).where(Paper.attempt_id == attempt)).one()["balance"]
    assert line.paper.then == float(kept["expected"]) == pytest.approx(before.now)
    assert line.now == pytest.approx(5 * 0.7)
    assert (line.cut, before.equal, line.equal) == (4, 4, 4)
    assert line.chance == pytest.approx(luck.chance([0.7] * 5, 4))
    assert line.paper.basis == "estimates-1"


def test_a_paper_of_before_papers_were_balanced_has_the_common_pass_mark(exam):
    row = db.session.get(Paper, exams.start("tara", seed=1))
    row.content = {name: each for name, each in row.content.items() if name != "balance"}
    db.session.commit()

    [line] = report.of(exam).lines

    assert (line.paper.then, line.paper.basis, line.cut) == (None, "", 4)


def test_what_papers_came_to_is_told_for_each_domain_with_a_minimum():
    minimums = {"minimums": {Domain.SAFETY: Fraction(2, 3)}, "minimums_reason": "Agreed by the authors."}
    exams.ready("tara", spec=exams.specification(**minimums))

    whole, safety = report.of(published(exams.CODE)).achieved

    assert (whole.title, whole.target) == ("Whole paper", pytest.approx(4))
    assert safety.target == pytest.approx(3 * 0.8)
    assert len(safety.points) == report.TRIED


def test_the_papers_come_as_a_sheet_without_names(exam, browser_of):
    attempt = exams.start("tara", seed=1)

    answer = browser_of("ines").get(f"/exams/{exams.CODE}/fairness.csv")

    [row] = csv.DictReader(io.StringIO(answer.text))
    assert answer.mimetype == "text/csv"
    assert (row["attempt"], row["cut"], row["basis"]) == (str(attempt), "4.0", "estimates-1")
    assert row["paper"] == db.session.get(Paper, attempt).sha256
    assert float(row["expected_now"]) == pytest.approx(float(row["expected_at_start"]))
    assert row["started_at"] == "2026-11-22T12:00:00+00:00"
    assert "Tara" not in answer.text


def test_what_is_known_better_leaves_less_to_the_draw(exam):
    versions = [each.version for each in stock.pool(Pool.EXAM, live=True)]
    before = report.of(exam)

    activated(exam, stored(exam, snapshot([figures(version, error=0.1) for version in versions], exam=exams.CODE)))

    found = report.of(exam)
    assert found.calibrated
    assert found.answered == found.items == 12
    assert found.foretold.left < before.foretold.left / 3


def test_an_instructor_reads_the_page_and_a_pool_that_ran_dry_is_named(exam, browser_of):
    page = browser_of("ines").get(f"/exams/{exams.CODE}/fairness").text
    exams.withdraw_all()

    refused = browser_of("ines").get(f"/exams/{exams.CODE}/fairness").text

    assert "of borderline outcomes still depend on the draw" in page
    assert "Papers drawn on trial" in page
    assert "0 of 12 have" in page
    assert "6 for 3" in page
    assert "need share none; some that are easier or harder</strong> in Safety:" in " ".join(page.split())
    assert "No paper can be drawn" in refused
    assert "Safety: contraindications, complications, emergencies, apply: 0 of 3" in refused


def test_an_exam_nobody_published_has_none(browser_of):
    assert browser_of("ines").get("/exams/nothing/fairness").status_code == 404
