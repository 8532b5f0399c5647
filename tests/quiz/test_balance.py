"""Started papers are balanced and count what they give; what a paper comes to stays on the server."""

from fractions import Fraction

import pytest
from sqlalchemy import select

from tests.quiz import exams
from training.core.domains import Domain, Level
from training.db import db
from training.quiz import exposed
from training.quiz.models import Attempt, Paper, Slot
from training.quiz.queries import exams as exam_queries

pytestmark = pytest.mark.usefixtures("context")


def estimated(drafts):
    """Drafts with estimates from easy to hard in each cell."""
    return [made | {"difficulty": 1 + at % 5} for at, made in enumerate(drafts)]


def kept(attempt):
    return db.session.scalars(select(Paper.content).where(Paper.attempt_id == attempt)).one()


@pytest.fixture
def exam():
    """An exam of three of the ten items of each cell, with a minimum in safety."""
    drafts = estimated(exams.generated(10))
    spec = exams.specification(
        dict.fromkeys(exams.CELLS, 3),
        critical=8,
        minimums={Domain.SAFETY: Fraction(4, 5)},
        minimums_reason="Agreed by the authors.",
    )
    exams.ready("tara", "tom", spec=spec, drafts=drafts)
    return spec


def test_a_paper_keeps_what_it_comes_to_and_is_on_target(exam):
    balance = kept(exams.start("tara"))["balance"]

    goal = float(exam.cut * exam.length)
    assert balance["basis"] == "estimates-1"
    assert abs(float(balance["expected"]) - goal) <= 0.25
    assert set(balance["domains"]) == {"safety"}
    assert balance["cut"] == str(exam.cut * exam.length)
    assert balance["relaxed"] == []


def test_nothing_of_it_reaches_the_candidate(exam, browser_of):
    attempt = exams.start("tara")
    expected = kept(attempt)["balance"]["expected"]
    tara = browser_of("tara")

    said = [tara.get(f"/exam/attempts/{attempt}").text, tara.get(f"/api/attempts/{attempt}/state").text]
    exams.submit(attempt)
    said += [tara.get(f"/exam/attempts/{attempt}/result").text, tara.post("/profile/data").text]

    assert all(len(page) > 100 for page in said)
    for page in said:
        assert expected not in page
        assert "estimates-1" not in page
        assert "relaxed" not in page


def test_each_start_counts_what_was_open_and_what_was_given(exam):
    first, second = exams.start("tara", seed=1), exams.start("tom", seed=2)

    row = db.session.get(Attempt, first)
    counts = exposed.counts(row.exam_id)
    given = db.session.scalars(select(Slot.version).where(Slot.attempt_id.in_((first, second)))).all()
    assert len(counts) == 10 * len(exams.CELLS)
    assert sum(each.given for each in counts.values()) == len(given) == 2 * exam.length
    assert all(each.given == given.count(version) for version, each in counts.items())
    assert {each.open for each in counts.values()} <= {1, 2}


def test_an_exam_of_which_no_paper_is_balanced_cannot_be_published():
    """Two easy and two hard items, the easy ones enemies of the hard: both papers are far from the cut."""
    hard = [f"safety/secret-code/n{number}" for number in (3, 4)]
    drafts = [exams.draft(number, "safety", "apply", difficulty=1, enemies=hard) for number in (1, 2)]
    drafts += [exams.draft(number, "safety", "apply", difficulty=5) for number in (3, 4)]
    exams.sign(drafts)
    spec = exams.specification({(Domain.SAFETY, Level.APPLY): 2}, critical=0, cut=Fraction(7, 10))

    found = exam_queries.shortages(spec)

    assert [(short.wanted, short.found) for short in found] == [(1, 0)]
    assert "Papers within 0.25 points" in found[0].what
    assert "questions for its cells" in found[0].what
