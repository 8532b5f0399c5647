"""Accidents that other systems had (domain.md 4), each tried here on the whole product.

Those of single parts stand beside their code: `grep -rn accident_18 tests` finds all that is tested of one. Number 19
comes with the reports; 4 and 20 are the browser's.
"""

import html
import re
from datetime import timedelta
from fractions import Fraction

import pytest

from tests.conftest import NOON
from tests.people import identity
from tests.quiz import exams
from training import clock
from training import db as database
from training.core.domains import Domain, Level
from training.core.drawing import PoolTooSmall
from training.db import db
from training.quiz import closing, invigilation, publishing, service, sittings
from training.quiz.models import Ruling
from training.quiz.queries import passes
from training.scoring import queries as results

pytestmark = pytest.mark.usefixtures("context")
ADA = identity("ada")
SAFETY, ANATOMY = (Domain.SAFETY, Level.APPLY), (Domain.ANATOMY, Level.RECALL)


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def attempt():
    exams.ready("tara", "tom")
    made = exams.start()
    exams.open_device(made)
    return made


def awarded(attempt):
    return results.current([attempt])[attempt].decision.awarded


def accept_late(attempt):
    late = [held.id for held in sittings.held(attempt)]
    with database.commit_command():
        return invigilation.rule_on_late(attempt, late, ruling=Ruling.ACCEPTED, by=ADA, site=exams.SITE, now=NOON)


def test_accident_1_one_question_answered_twice_in_one_submission_counts_once(attempt):
    (right,) = exams.right_events(attempt, 1)
    exams.send(attempt, *[{**right, "seq": seq} for seq in range(1, 11)])

    exams.submit(attempt, last_seq=10)

    assert awarded(attempt) == 1


def test_accident_2_one_saved_answer_does_not_make_the_whole_paper(attempt):
    exams.send(attempt, *exams.right_events(attempt, 4))
    exams.send(attempt, exams.event(5, 5, value=exams.key_places(attempt, 5)))

    exams.submit(attempt, last_seq=5)

    assert awarded(attempt) == 5


def test_accident_3_double_click_and_back_button_use_one_attempt(attempt, browser_of):
    tara = browser_of("tara")

    again = [tara.post(f"/exam/{exams.CODE}", data={"honour": "yes"}).location for _click in range(3)]

    assert {int(address.rsplit("/", 1)[1]) for address in again} == {attempt}
    assert exams.standing().used == 1


def test_accident_4_what_was_not_acknowledged_is_asked_for_before_the_end(attempt):
    exams.send(attempt, exams.event(1))

    with pytest.raises(closing.Missing) as refused:
        exams.submit(attempt, last_seq=3)

    assert refused.value.numbers == [2, 3]


def test_accident_5_a_result_can_be_made_again_when_all_attempts_are_used():
    exams.ready(spec=exams.specification(attempts=1))
    attempt = exams.sat(right=0)
    exams.send(attempt, *[{**one, "seq": one["seq"] + 9} for one in exams.right_events(attempt)])

    made = accept_late(attempt)

    assert exams.standing().left == 0
    assert made.outcome == "pass"


def test_accident_6_a_pool_one_short_refuses_the_start_and_names_the_cell():
    exams.ready()
    with database.commit_command():
        service.save(exams.CODE, exams.specification({SAFETY: 6, ANATOMY: 7}), revision=1, by=ADA, now=NOON)
    with pytest.raises(publishing.NotPublishable) as unpublished, database.commit_command():
        publishing.publish(exams.CODE, revision=2, by=ADA, now=NOON)
    exams.withdraw_all()

    with pytest.raises(PoolTooSmall):
        exams.start()

    short, _forced = unpublished.value.shortages
    assert short.what.endswith(", recall")
    assert (short.wanted, short.found) == (7, 6)
    assert exams.standing().attempts == ()


def test_accident_7_no_item_stands_twice_on_a_paper():
    exams.ready(spec=exams.specification({SAFETY: 5, ANATOMY: 5}))

    codes = [slot.item.header.code for slot in exams.sheet(exams.start()).slots]

    assert len(set(codes)) == len(codes) == 10


def test_accident_8_wording_and_key_changed_in_mid_exam_leave_open_papers_alone(attempt, monkeypatch):
    events = exams.right_events(attempt)
    before = [(slot.version, slot.item) for slot in exams.sheet(attempt).slots]

    exams.reword_all(stem="Something else entirely?")
    monkeypatch.setattr(sittings, "_sheets", sittings._Sheets(size=10))
    exams.send(attempt, *events)
    exams.submit(attempt, last_seq=5)

    assert [(slot.version, slot.item) for slot in exams.sheet(attempt).slots] == before
    assert awarded(attempt) == 5
    assert {slot.item.stem for slot in exams.sheet(exams.start("tom", seed=2)).slots} == {"Something else entirely?"}


def test_accident_9_making_one_result_again_leaves_everybody_elses_alone(attempt):
    tom = exams.sat("tom", right=2, seed=2)
    exams.submit(attempt)
    exams.send(attempt, *exams.right_events(attempt))
    before = results.history(tom)

    accept_late(attempt)

    assert results.history(tom) == before
    assert len(results.history(attempt)) == 2


def test_accident_10_saving_without_a_choice_leaves_a_question_unanswered(attempt, browser_of):
    for act in ("save", "flag", "problem"):
        browser_of("tara").post(f"/exam/attempts/{attempt}/questions/1", data={"act": act, "seen": "9.9"})

    assert exams.said(attempt).answers == {}


def test_accident_15_the_closing_window_does_not_cut_extra_minutes():
    exams.ready(spec=exams.specification(closes_at=NOON + timedelta(minutes=5)))
    attempt = exams.start()

    with database.commit_command():
        invigilation.add_minutes(attempt, 30, "Alarm", by=ADA, now=NOON)

    assert sittings.attempt(attempt).deadline_at == NOON + timedelta(minutes=75)


def test_accident_16_no_explanation_is_on_the_page_before_the_answer(attempt, browser_of):
    page = html.unescape(browser_of("tara").get(f"/exam/attempts/{attempt}").text)

    assert "Choice 1 of question" in page
    assert not re.search("RATIONALE|OBJECTIVE|MITCHELL18", page)


def test_accident_21_an_exception_while_grading_leaves_the_submission_whole():
    exams.ready()
    attempt = exams.start(seed=212_121)
    exams.open_device(attempt)
    with exams.unmarkable(attempt):
        exams.send(attempt, exams.event(1, kind="flag", value=None))
        exams.submit(attempt)
        state, receipt = sittings.attempt(attempt).state, sittings.frozen_responses(attempt, 1)

    exams.sweep(NOON)

    assert (state, len(receipt)) == ("submitted", 5)
    assert sittings.attempt(attempt).state == "graded"
    assert sittings.attempt(attempt).submitted_at == NOON


def test_accident_22_a_reconnect_is_never_taken_for_the_end(attempt, browser_of):
    exams.send(attempt, *exams.right_events(attempt, 2))
    tara, address = browser_of("tara"), f"/api/attempts/{attempt}"

    for _time in range(3):
        tara.get(f"/exam/attempts/{attempt}")
        tara.post(f"{address}/device", json={"client": "another-device", "take": True})
        state = tara.post(f"{address}/device", json={"client": exams.CLIENT, "take": True}).json

    assert (state["state"], state["over"], state["mine"]) == ("in progress", False, True)
    assert len([one for one in state["answers"].values() if one]) == 2


def test_a_cut_is_compared_exactly_80_percent_of_8_is_7():
    exams.ready(spec=exams.specification({SAFETY: 5, ANATOMY: 3}, critical=1, cut=Fraction(4, 5)))
    six = exams.sat(right=6)

    assert results.current([six])[six].decision.outcome == "fail"
    assert not passes.best(identity("tara"), exams.CODE)
    db.session.remove()
