"""The twelve invariants of the domain, each through the product's own services and pages.

Their pure halves are properties beside the code: `grep -rn invariant_7 tests` finds all that is tested of one.
"""

import random
import re
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import delete, text, update

from tests.conftest import NOON
from tests.people import email, identity
from tests.quiz import exams
from training import clock
from training import db as database
from training.accounts import erasure
from training.accounts import service as accounts
from training.audit import queries as audit
from training.audit.models import AuditRow
from training.bank.models import BankItem
from training.bank.queries import stock
from training.core.domains import Domain, Level, Pool
from training.core.practising import Wish
from training.db import db
from training.quiz import closing, invigilation, publishing, reporting, service, sittings, starting
from training.quiz.models import Attempt, Exposure, Paper
from training.quiz.practice import queries as practice
from training.quiz.practice import service as practising
from training.scoring import queries as results

pytestmark = pytest.mark.usefixtures("context")
TARA, ADA = identity("tara"), identity("ada")
SAFETY, ANATOMY = (Domain.SAFETY, Level.APPLY), (Domain.ANATOMY, Level.RECALL)


@pytest.fixture
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def attempt():
    exams.ready("tara", "tom")
    made = exams.start()
    exams.open_device(made)
    return made


def test_invariant_1_an_acknowledged_response_is_stored_in_order_and_once(attempt):
    events = [exams.event(number, 1 + number % 5, value=(1 + number % 4,)) for number in range(1, 101)]
    sent = random.Random(1).choices(events, k=300)
    for first in range(0, 300, 20):
        exams.send(attempt, *sent[first : first + 20])

    log = sittings.log(attempt)

    assert [event.seq for event in log] == sorted({event["seq"] for event in sent})
    newest = {event["slot"]: event["value"] for event in sorted(sent, key=lambda event: event["seq"])}
    said = exams.said(attempt).answers
    assert {place: exams.sheet(attempt).slot(place).places(said[place]) for place in said} == {
        place: tuple(str(one) for one in value) for place, value in newest.items()
    }


def test_invariant_2_a_paper_never_changes_whatever_happens_to_bank_and_exam(attempt):
    before = db.session.get(Paper, attempt).content, exams.sheet(attempt)
    with database.commit_command():
        service.save(exams.CODE, exams.specification({SAFETY: 1}, cut=Fraction(1, 10)), revision=1, by=ADA, now=NOON)
        publishing.publish(exams.CODE, revision=2, by=ADA, now=NOON)
    exams.withdraw_all()
    db.session.remove()

    exams.send(attempt, *exams.right_events(attempt, 3))
    exams.submit(attempt, last_seq=3)

    assert (db.session.get(Paper, attempt).content, exams.sheet(attempt)) == before
    assert results.current([attempt])[attempt].decision.outcome == "fail", "3 of 5 are below the cut of its paper"


SECRETS = ("SECRET", "secret-code", "dangerous", "critical", "recall", "option_order")


@pytest.mark.parametrize("path", ["/exam/attempts/{}", "/exam/attempts/{}/check", "/api/attempts/{}/state"])
def test_invariant_3_nothing_of_a_live_exam_reveals_a_key(attempt, browser_of, noon, path):
    exams.send(attempt, *exams.right_events(attempt, 2))
    versions = [slot.version for slot in exams.sheet(attempt).slots]

    answer = browser_of("tara").get(path.format(attempt))

    shown = answer.text + str(answer.headers)
    assert answer.status_code == 200
    assert [secret for secret in (*SECRETS, *versions) if secret in shown] == []
    assert not re.search(r'value="[a-d]"', shown), "options go by their place, not by their authored letter"


def test_invariant_3_a_result_gives_no_question_away(attempt, browser_of, noon):
    exams.send(attempt, *exams.dangerous_events(attempt))
    exams.submit(attempt, last_seq=1)

    page = browser_of("tara").get(f"/exam/attempts/{attempt}/result").text

    assert "Not passed" in page
    assert [words for words in (*SECRETS[:2], "What does question", "Choice 0") if words in page] == []


def test_invariant_4_nobody_has_two_open_attempts_or_more_than_the_number():
    exams.ready(spec=exams.specification(attempts=2, waiting_days=0))
    exams.start(seed=1)
    with pytest.raises(starting.AlreadyOpen):
        exams.start(seed=2)
    exams.sweep(NOON + timedelta(hours=1))
    exams.sat(right=0, seed=3, now=NOON + timedelta(hours=2))

    with pytest.raises(starting.Locked) as refused:
        exams.start(seed=4, now=NOON + timedelta(hours=5))

    assert [lock.why for lock in refused.value.locks] == ["attempts used"]


def test_invariant_5_the_same_seed_and_answers_give_the_same_paper_marks_and_decision():
    exams.ready("tara", "tom")

    tara = exams.sat("tara", right=3, seed=11)
    db.session.execute(delete(Exposure))  # what was given before is one of the draw's reasons
    db.session.commit()
    tom = exams.sat("tom", right=3, seed=11)

    found = results.current([tara, tom])
    assert sittings.attempt(tara).paper_sha256 == sittings.attempt(tom).paper_sha256
    assert found[tara].decision == found[tom].decision
    assert found[tara].evidence == found[tom].evidence


def test_invariant_6_a_dangerous_choice_is_never_a_pass():
    exams.ready(spec=exams.specification(cut=Fraction(1, 100)))
    attempt = exams.start()
    exams.open_device(attempt)
    (dangerous,) = exams.dangerous_events(attempt)
    right = [event for event in exams.right_events(attempt) if event["slot"] != dangerous["slot"]]
    exams.send(attempt, *right, {**dangerous, "seq": 50})

    exams.submit(attempt)

    decision = results.current([attempt])[attempt].decision
    assert (decision.awarded, decision.outcome, decision.safety_points) == (4, "fail", ("C1",))


def test_invariant_7_extra_time_granted_is_extra_time_had():
    exams.ready(spec=exams.specification(closes_at=NOON + timedelta(minutes=5)))
    with database.commit_command():
        accounts.accommodate(TARA, Fraction(3, 2), "", by=ADA, now=NOON)
    attempt = exams.start()
    exams.open_device(attempt)
    end = NOON + timedelta(minutes=67, seconds=30)

    exams.sweep(end - timedelta(seconds=1))

    assert exams.send(attempt, exams.event(1), now=end - timedelta(seconds=1)).acks == {"stored": [1]}


def test_invariant_8_practice_and_exam_never_share_an_item():
    hashes = exams.sign(exams.generated(6, [SAFETY, ANATOMY]))
    kept = exams.sign([exams.draft(900 + number, *SAFETY, pool="practice") for number in range(4)])
    exams.ready(drafts=[])
    with database.commit_command():
        set_id = practising.start(TARA, domains=(Domain.SAFETY,), number=10, wish=Wish.ANY, seed=1, now=NOON)

    asked = {practice.question(TARA, set_id, place).version for place in range(1, 5)}

    assert asked == set(kept)
    assert {slot.version for slot in exams.sheet(exams.start()).slots} <= set(hashes)
    assert {one.version for one in stock.pool(Pool.EXAM, live=True)}.isdisjoint(kept)


def test_invariant_8_holds_for_whoever_met_an_item_before_it_was_moved():
    exams.ready(drafts=exams.generated(6, [SAFETY, ANATOMY]))
    kept = exams.sign([exams.draft(900 + number, *SAFETY, pool="practice") for number in range(30)])
    with database.commit_command():
        set_id = practising.start(TARA, domains=(Domain.SAFETY,), number=30, wish=Wish.ANY, seed=1, now=NOON)
    moved_to(Pool.EXAM)

    paper = {slot.version for slot in exams.sheet(exams.start()).slots}
    moved_to(Pool.PRACTICE)
    offered = {one.version for one in practice.candidates(TARA, frozenset(Domain))}

    assert practice.summary(TARA, set_id).asked == len(kept)
    assert paper.isdisjoint(kept)
    assert offered.isdisjoint(paper)
    assert set(kept) <= offered
    assert paper <= {one.version for one in practice.candidates(identity("tom"), frozenset(Domain))}


def moved_to(pool):
    """Move all items into one pool by hand; no page, file or command does."""
    with database.commit_command():
        db.session.execute(update(BankItem).values(pool=pool))


def test_invariant_9_every_act_of_an_exam_is_recorded_and_a_changed_row_is_found(attempt):
    with database.commit_command():
        invigilation.add_minutes(attempt, 5, "Alarm", by=ADA, now=NOON)
    exams.submit(attempt)
    with database.commit_command():
        invigilation.void(attempt, "Power cut", give_back=True, by=ADA, site=exams.SITE, now=NOON)
    acts = [row.action for row in audit.newest(action="", subject="", actor_id=None, before=None, limit=20)]
    whole = audit.first_break()

    db.session.execute(update(AuditRow).where(AuditRow.action == "voided attempt").values(actor_id=TARA))
    db.session.commit()

    assert acts[:3] == ["voided attempt", "closed attempt", "added exam time"]
    assert {"started attempt", "admitted to exam", "published exam"} <= set(acts)
    assert whole is None
    assert audit.first_break() is not None


@pytest.mark.parametrize("path", ["state", "device", "events", "submit"])
def test_invariant_10_a_stranger_finds_no_attempt_of_somebody_else(attempt, browser_of, noon, path):
    tom, address = browser_of("tom"), f"/api/attempts/{attempt}/{path}"
    body = {"client": exams.CLIENT, "epoch": 1, "events": [exams.event(1)], "last_seq": 0}

    answer = tom.get(address) if path == "state" else tom.post(address, json=body)

    assert answer.status_code == 404
    assert sittings.log(attempt) == []


@pytest.mark.parametrize("right", [0, 2, 4, 5])
def test_invariant_11_rescoring_from_the_evidence_gives_the_stored_decision(right):
    drafts = [*exams.generated(6, [SAFETY, ANATOMY]), *exams.kinds()]
    exams.ready(drafts=drafts)
    attempt = exams.sat(right=right, seed=right)
    db.session.remove()

    again = closing.rescored(attempt)

    assert again.holds
    assert again.decision.plain() == results.current([attempt])[attempt].decision.plain()


def test_invariant_12_erasing_a_candidate_leaves_their_decisions_verifiable(attempt, app, tmp_path):
    exams.send(attempt, *exams.right_events(attempt))
    exams.submit(attempt, last_seq=5)
    with database.commit_command():
        reporting.report_problem(attempt, TARA, position=1, words="I am Tara Okafor and this is blurred.", now=NOON)
    with database.commit_command():
        erasure.erase(TARA, by=ADA, also=app.extensions["needlewise_erasers"], data=tmp_path, now=NOON)
    db.session.remove()

    assert closing.rescored(attempt).holds
    assert audit.first_break() is None
    tables = ("mail", "audit_detail", "person", "attempt", "attempt_problem", "attempt_extra_time")
    rows = " ".join(str(row) for table in tables for row in db.session.execute(text(f"SELECT * FROM {table}")))
    assert email("tara") not in rows
    assert "Okafor" not in rows
    assert db.session.get(Attempt, attempt).person_id == TARA
