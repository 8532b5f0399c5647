"""Started papers are balanced and count what they give; what a paper comes to stays on the server."""

from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from tests.conftest import NOON
from tests.people import identity
from tests.quiz import exams
from tests.quiz.calibrations import activated, figures, snapshot, stored
from training.bank.queries import stock
from training.core import exposure
from training.core.domains import Domain, Level
from training.core.exposure import Given
from training.db import db
from training.quiz import exposed, feasibility, publishing, service
from training.quiz.models import Attempt, Exposure, Paper, Slot
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


def test_nothing_of_it_reaches_the_candidate(exam, browser_of, capsys):
    attempt = exams.start("tara", seed=987_654_321_012)
    kept_here = kept(attempt)
    tara = browser_of("tara")
    page, api = f"/exam/attempts/{attempt}", f"/api/attempts/{attempt}"

    said = [tara.get(f"/exam/{exams.CODE}"), tara.get(page), tara.get(f"{api}/state")]
    said += [tara.post(f"{api}/device", json={"client": exams.CLIENT})]
    said += [tara.post(f"{api}/events", json={"client": exams.CLIENT, "epoch": 1, "events": [exams.event(1)]})]
    said += [tara.get(f"{page}/check", follow_redirects=True)]
    exams.submit(attempt, last_seq=1)
    said += [tara.get(f"{page}/receipt"), tara.get(f"{page}/result"), tara.post("/profile/download")]

    assert [answer.status_code for answer in said] == [200] * len(said)
    told = [f"{answer.text} {answer.headers}" for answer in said] + [str(capsys.readouterr())]
    balance = kept_here["balance"]
    secret = (balance["expected"], balance["information"], *balance["domains"].values(), balance["basis"], "relaxed")
    for each in told:
        assert [word for word in (*secret, kept_here["seed"]) if word in each] == []


def test_each_start_counts_what_was_open_and_what_was_given(exam):
    first, second = exams.start("tara", seed=1), exams.start("tom", seed=2)

    row = db.session.get(Attempt, first)
    counts = exposed.counts(row.exam_id)
    given = db.session.scalars(select(Slot.version).where(Slot.attempt_id.in_((first, second)))).all()
    assert len(counts) == 10 * len(exams.CELLS)
    assert sum(each.given for each in counts.values()) == len(given) == 2 * exam.length
    assert all(each.given == given.count(version) for version, each in counts.items())
    assert {each.open for each in counts.values()} <= {1, 2}


def test_a_retake_holds_nothing_met_before_while_the_pool_has_enough():
    exams.ready("tara")
    first = exams.sat("tara", right=1, seed=1)

    second = exams.start("tara", seed=2, now=NOON + timedelta(days=8))

    assert stood(first).isdisjoint(stood(second))


def test_a_start_leaves_out_what_loses_its_toss():
    exams.ready("tara")
    exam = exam_queries.published(exams.CODE)
    items = {each.version: each.item for each in stock.pool(exam.specification.pool, live=True)}
    safety = [version for version, item in items.items() if item.header.domain is Domain.SAFETY and not item.critical]
    given = {version: Given(10, 10) for version in safety[:2]}
    limits = exposure.most(items, exam.specification)
    seed = next(seed for seed in range(100) if exposure.spared(given, limits, seed=seed) == given.keys())
    db.session.add_all(Exposure(exam_id=exam.exam_id, version=version, open=10, given=10) for version in given)
    db.session.commit()

    attempt = exams.start("tara", seed=seed)

    assert stood(attempt).isdisjoint(given)
    assert exposed.counts(exam.exam_id)[safety[0]] == Given(10, 10)


def stood(attempt):
    return set(db.session.scalars(select(Slot.version).where(Slot.attempt_id == attempt)))


SAFETY = (Domain.SAFETY, Level.APPLY)


def easy_or_hard():
    """Two easy and two hard items, the easy ones enemies of the hard: both papers are far from the cut."""
    hard = [f"safety/secret-code/n{number}" for number in (3, 4)]
    drafts = [exams.draft(number, "safety", "apply", difficulty=1, enemies=hard) for number in (1, 2)]
    return drafts + [exams.draft(number, "safety", "apply", difficulty=5) for number in (3, 4)]


def refused(spec, drafts):
    """Why an exam of these drafts cannot be published."""
    with pytest.raises(publishing.NotPublishable) as refusal:
        exams.publish(spec, drafts=drafts)
    return [str(short) for short in refusal.value.shortages]


def test_an_exam_of_which_no_paper_is_balanced_cannot_be_published():
    found = refused(exams.specification({SAFETY: 2}, critical=0, cut=Fraction(7, 10)), easy_or_hard())

    assert len(found) == 1
    assert "The whole paper: no paper within 0.25 points" in found[0]
    assert "questions for its cells" in found[0]


def test_a_calibration_in_force_decides_whether_papers_can_be_balanced():
    """By the authors' estimates every paper is balanced; answers say that each is all easy or all hard."""
    drafts = [made | {"difficulty": 3} for made in easy_or_hard()]
    spec = exams.specification({SAFETY: 2}, critical=0, cut=Fraction(7, 10))
    exams.publish(spec, drafts=drafts)
    exam = exam_queries.published(exams.CODE)
    pool = stock.pool(spec.pool, live=True)
    known = [figures(each.version, at_standard=0.95 if each.item.header.enemies else 0.45) for each in pool]
    activated(exam, stored(exam, snapshot(known, exam=exams.CODE)))

    [short] = feasibility.shortages(exam.exam_id, spec)

    assert "no paper within 0.25 points" in str(short)


def test_thin_cells_critical_items_and_tried_out_ones_are_told_together(browser_of):
    spec = exams.specification({SAFETY: 3, (Domain.ANATOMY, Level.RECALL): 2}, critical=2, pilots=4)
    drafts = exams.generated(2, [SAFETY])
    exams.sign(drafts)
    service.create(exams.CODE, spec, by=identity("ada"), now=NOON)
    db.session.commit()

    page = browser_of("ada").get(f"/exams/{exams.CODE}/publish").text

    assert "It cannot be published yet" in page
    assert "Safety: contraindications, complications, emergencies, apply: 2 of 3" in page
    assert "Applied anatomy, palpation, positioning, recall: 0 of 2" in page
    assert "Critical items: 1 of 2" in page
    assert "Questions to try out beside a paper: 0 of 4" in page


def test_an_exam_that_could_not_serve_a_second_attempt_cannot_be_published():
    """Two pairs of enemies; beside the second no question can be tried out, since the fifth is its enemy too."""
    apart = [f"safety/secret-code/n{number}" for number in (1, 2, 5)]
    drafts = [exams.draft(number, "safety", "apply") for number in (1, 2, 5)]
    drafts += [exams.draft(number, "safety", "apply", enemies=apart) for number in (3, 4)]

    found = refused(exams.specification({SAFETY: 2}, critical=0, pilots=1, attempts=3), drafts)

    assert len(found) == 1
    assert "Questions to try out beside a paper: 0 of 1" in found[0]
