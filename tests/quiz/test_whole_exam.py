"""The exam that ships, sat whole over the bank that ships: started, answered, submitted, and scored again."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.conftest import NOON
from tests.people import identity
from tests.quiz import exams
from training import clock
from training import db as database
from training.bank.models import ItemVersion, State
from training.bank.service import carrying
from training.core import scoring
from training.core.domains import Domain, Level
from training.core.scoring import Outcome
from training.db import db
from training.quiz import closing, publishing, service, shipped, sittings
from training.scoring import queries as results

BANK = Path(__file__).parents[2] / "question_bank"
FOUNDATIONS = shipped.exams()[0].specification


def publish_what_ships():
    """Load the bank, sign it all, and publish the exam; its modules are another test's concern."""
    with database.commit_command():
        carrying.load(carrying.read(BANK, sections=None), by=None, now=NOON)
        db.session.execute(update(ItemVersion).values(state=State.SIGNED))
    with database.commit_command():
        service.create(exams.CODE, replace(FOUNDATIONS, modules=()), by=identity("ada"), now=NOON)
        publishing.publish(exams.CODE, revision=1, by=identity("ada"), now=NOON)
    exams.admit("tara")


def answered(sheet):
    """Right answers, but for one harmless question of each domain and for all that are tried out: those stay open."""
    left_open = {slot.position for slot in sheet.slots if slot.pilot}
    for domain in Domain:
        of_domain = (slot for slot in sheet.scored if slot.item.header.domain is domain and not slot.item.critical)
        left_open.add(next(of_domain).position)
    return {slot.position: () if slot.position in left_open else slot.item.key for slot in sheet.slots}


@pytest.fixture
def tara(app, browser_of, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    with app.app_context():
        publish_what_ships()
    return browser_of("tara")


def test_the_whole_exam_is_started_sat_submitted_and_recomputed(app, tara):
    rules = words(tara.get(f"/exam/{exams.CODE}"))
    assert "90 questions in 2 h" in rules
    assert "10 of the 90 questions are being tried out" in rules

    attempt = int(tara.post(f"/exam/{exams.CODE}", data={"honour": "yes"}).location.rsplit("/", 1)[1])
    assert "Question 90 of 90" in tara.get(f"/exam/attempts/{attempt}").text
    answer_and_submit(app, tara, attempt)

    result = words(tara.get(f"/exam/attempts/{attempt}/result"))
    assert "72 of 80 points, 90.0 %" in result
    assert "10 of the 90 questions were tried out and did not count" in result
    with app.app_context():
        _is_as_specified(exams.sheet(attempt))
        decision = results.current([attempt])[attempt].decision
        assert decision.outcome is Outcome.PASS
        assert sum(tally.possible for tally in decision.profile) == decision.possible == 80
        assert [tally.possible for tally in decision.profile] == [5, 11, 8, 12, 14, 16, 9, 5]
        assert {tally.domain: tally.possible - tally.awarded for tally in decision.profile} == dict.fromkeys(Domain, 1)
        assert closing.rescored(attempt).holds
        assert scoring.decide(_by_hand(attempt), exams.sheet(attempt).rules) == decision


def answer_and_submit(app, tara, attempt):
    """Send all answers as a device does, and end the exam."""
    with app.app_context():
        sheet = exams.sheet(attempt)
        given = answered(sheet)
        events = [
            exams.event(number, slot.position, value=tuple(slot.places(given[slot.position])))
            for number, slot in enumerate((slot for slot in sheet.slots if given[slot.position]), start=1)
        ]
    tara.post(f"/api/attempts/{attempt}/device", json={"client": exams.CLIENT})
    sent = tara.post(f"/api/attempts/{attempt}/events", json={"client": exams.CLIENT, "epoch": 1, "events": events})
    assert len(sent.json["acks"]["stored"]) == len(events) == 72
    tara.post(f"/api/attempts/{attempt}/submit", json={"client": exams.CLIENT, "last_seq": len(events)})


def words(page):
    return " ".join(page.text.split())


def _is_as_specified(sheet):
    scored = [slot.item for slot in sheet.scored]
    assert Counter((item.header.domain, item.header.level) for item in scored) == FOUNDATIONS.cells
    assert Counter(item.header.level for item in scored) == dict(zip(Level, (20, 16, 28, 16), strict=True))
    assert sum(item.critical for item in scored) == 7
    assert not any(slot.item.critical for slot in sheet.slots if slot.pilot)
    codes = {slot.item.header.code for slot in sheet.slots}
    assert len(codes) == 90
    assert not any(enemy in codes for slot in sheet.slots for enemy in slot.item.header.enemies)


def _by_hand(attempt):
    """What counts, marked here anew from the frozen responses and the items alone."""
    given = sittings.frozen_responses(attempt, 1)
    return [
        scoring.Scored(slot.position, slot.item.header.domain, slot.item.mark(given[slot.position]))
        for slot in exams.sheet(attempt).scored
    ]
