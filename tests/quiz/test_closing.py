"""How an attempt ends: by its candidate or by the clock, once, with what is there; and how it is graded."""

from datetime import timedelta
from fractions import Fraction

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from tests.conftest import NOON, build
from tests.items import samples
from tests.people import identity, signed_in
from tests.quiz import exams
from training import clock
from training import db as database
from training.accounts import service as accounts
from training.audit.models import AuditRow
from training.cli.main import main
from training.core.domains import Domain, Level
from training.core.scoring import VERSION
from training.db import db
from training.quiz import closing, service, sittings
from training.quiz.models import Attempt, Response
from training.quiz.queries import passes
from training.scoring import queries as results
from training.scoring.models import MarkRow, Result

pytestmark = pytest.mark.usefixtures("context")
TARA, ADA = identity("tara"), identity("ada")
DEADLINE = NOON + timedelta(minutes=45)
CLOSES = DEADLINE + timedelta(seconds=30)


@pytest.fixture
def attempt():
    exams.ready("tara", "tom")
    made = exams.start()
    exams.open_device(made)
    return made


def decision(attempt):
    return results.current([attempt])[attempt].decision


def test_marks_of_very_fine_shares_are_kept_to_the_last_digit():
    names = ("0.123456789", "0.000000001", "0.876543210")
    draft = samples.draft("two-of-five") | {"pool": "exam", "enemies": []}
    options = [
        {name: value for name, value in option.items() if name not in ("correct", "weight")}
        | ({"correct": True, "weight": weight} if weight else {"weight": "-1/999999937"})
        for option, weight in zip(draft["options"], (*names, "", ""), strict=True)
    ]
    drafts = [draft | {"options": options}]
    exams.ready(spec=exams.specification(exams.cells(drafts), critical=0), drafts=drafts)
    attempt = exams.start()
    exams.open_device(attempt)
    slot = exams.sheet(attempt).slot(1)
    chosen = [option["id"] for option in options[:2]]
    wrong = options[3]["id"]

    exams.send(attempt, exams.event(1, value=tuple(slot.places([*chosen, wrong]))))
    exams.submit(attempt, last_seq=1)

    assert decision(attempt).awarded == Fraction("0.12345679") - Fraction(1, 999999937)


class TestSubmitting:
    def test_freezes_one_response_a_question_and_grades(self, attempt):
        exams.send(attempt, *exams.right_events(attempt, 3))

        exams.submit(attempt, last_seq=3)

        row = sittings.attempt(attempt)
        assert (row.state, row.closed_by, row.submitted_at) == ("graded", "candidate", NOON)
        assert sorted(sittings.frozen_responses(attempt, 1)) == [1, 2, 3, 4, 5]
        assert decision(attempt).awarded == 3

    def test_waits_for_answers_the_device_made_and_names_them(self, attempt):
        exams.send(attempt, exams.event(1), exams.event(4))

        with pytest.raises(closing.Missing) as refused:
            exams.submit(attempt, last_seq=5)

        assert refused.value.numbers == [2, 3, 5]
        assert sittings.attempt(attempt).state == "in progress"

    def test_does_not_take_later_numbers_for_one_that_is_missing(self, attempt):
        exams.send(attempt, exams.event(1), exams.event(3), exams.event(4), exams.event(5))

        with pytest.raises(closing.Missing) as refused:
            exams.submit(attempt, last_seq=3)

        assert refused.value.numbers == [2]

    def test_does_not_take_another_devices_numbers_for_its_own(self, attempt):
        exams.send(attempt, exams.event(1), client="another-device")

        with pytest.raises(closing.Missing) as refused:
            exams.submit(attempt, last_seq=1)

        assert refused.value.numbers == [1]

    def test_counts_what_was_put_aside_as_arrived(self, attempt):
        exams.send(attempt, exams.event(1, 99), exams.event(2))

        assert exams.submit(attempt, last_seq=2)

    def test_takes_what_is_there_once_the_time_is_up(self, attempt):
        exams.submit(attempt, last_seq=9, now=CLOSES)

        assert sittings.attempt(attempt).closed_by == "clock"

    def test_twice_changes_nothing(self, attempt):
        exams.submit(attempt)
        before = sittings.attempt(attempt).submitted_at
        exams.submit(attempt, now=NOON + timedelta(minutes=9))

        assert sittings.attempt(attempt).submitted_at == before
        assert len(results.history(attempt)) == 1

    def test_is_nobody_elses(self, attempt):
        assert not exams.submit(attempt, "tom")
        assert not exams.submit(attempt + 99)
        assert sittings.attempt(attempt).state == "in progress"

    def test_leaves_the_digest_of_all_events_in_the_record(self, attempt):
        exams.send(attempt, *exams.right_events(attempt, 2))
        exams.submit(attempt, last_seq=2)

        row = db.session.scalars(select(AuditRow).where(AuditRow.action == "closed attempt")).one()

        assert row.facts["digest"] == closing.event_digest(sittings.log(attempt))
        assert row.facts["digest"] == sittings.attempt(attempt).event_digest
        assert (row.facts["events"], row.actor_id) == (2, TARA)

    def test_an_empty_attempt_is_graded_and_counts(self, attempt):
        exams.submit(attempt)

        assert decision(attempt).awarded == 0
        assert exams.standing().left == 2


class TestTheClock:
    def test_closes_half_a_minute_after_the_deadline_and_not_before(self, attempt):
        early = exams.sweep(CLOSES - timedelta(microseconds=1))
        due = exams.sweep(CLOSES)

        assert (early.closed, due.closed, due.graded) == (0, 1, 1)
        assert sittings.attempt(attempt).closed_by == "clock"

    def test_closes_with_what_is_there(self, attempt):
        exams.send(attempt, *exams.right_events(attempt, 4))
        exams.sweep(CLOSES)

        assert decision(attempt).awarded == 4

    def test_that_looks_hours_late_closes_as_of_the_time_that_was_up(self, attempt):
        exams.sweep(CLOSES + timedelta(hours=5))

        assert sittings.attempt(attempt).submitted_at == CLOSES
        assert exams.standing(now=CLOSES + timedelta(hours=6)).next_at == CLOSES + timedelta(days=7)

    def test_set_back_neither_opens_what_is_closed_nor_closes_what_is_open(self, attempt):
        exams.sweep(CLOSES)
        tom = exams.start("tom", seed=2)
        back = NOON - timedelta(days=3)

        assert exams.sweep(back).closed == 0
        assert exams.send(attempt, exams.event(1), now=back).acks == {"late": [1]}
        assert sittings.attempt(tom).deadline_at == DEADLINE

    def test_nobody_is_closed_by_is_closed_by_the_next_post(self, attempt, browser_of, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: CLOSES)
        body = {"client": exams.CLIENT, "epoch": 1, "events": [exams.event(1)]}

        reply = browser_of("tara").post(f"/api/attempts/{attempt}/events", json=body)

        assert reply.json["acks"] == {"late": [1]}
        assert sittings.attempt(attempt).state == "graded"

    def test_a_late_policy_takes_what_was_made_in_time_and_arrives_late(self):
        exams.ready(spec=exams.specification(late_minutes=10))
        attempt = exams.start()
        exams.open_device(attempt)
        sent = int((DEADLINE + timedelta(minutes=5)).timestamp() * 1000)
        in_time = exams.event(1, 1, made_wall=sent - 400_000)
        too_late = exams.event(2, 2, made_wall=sent - 60_000)

        receipt = exams.send(attempt, in_time, too_late, sent_wall=sent, now=DEADLINE + timedelta(minutes=5))

        assert receipt.acks == {"stored": [1], "late": [2]}


class TestInTheMiddleOfAnExam:
    def test_whoever_closed_the_browser_goes_on_where_they_were(self, attempt, browser_of, monkeypatch):
        exams.send(attempt, exams.event(1, 2, value=(3,)))
        monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=5))

        state = browser_of("tara").get(f"/api/attempts/{attempt}/state").json

        assert state["answers"]["2"] == ["3"]
        assert state["remaining_ms"] == 40 * 60_000

    def test_a_restart_of_the_server_costs_a_reconnect(self, attempt, settings, monkeypatch):
        exams.send(attempt, exams.event(1, 2, value=(3,)))
        monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=5))
        restarted = build(settings)
        after = signed_in(restarted, "tara")

        state = after.get(f"/api/attempts/{attempt}/state").json
        body = {"client": exams.CLIENT, "epoch": 1, "events": [exams.event(2, 3)]}
        reply = after.post(f"/api/attempts/{attempt}/events", json=body)
        with restarted.app_context():
            db.engine.dispose()

        assert state["answers"]["2"] == ["3"]
        assert reply.json["acks"] == {"stored": [2]}

    def test_whoever_is_withdrawn_may_finish_and_starts_no_other(self, attempt):
        with database.commit_command():
            service.withdraw_entry(TARA, exams.CODE, by=ADA, now=NOON)

        assert exams.send(attempt, *exams.right_events(attempt)).acks["stored"]
        exams.submit(attempt, last_seq=5)
        assert decision(attempt).outcome == "pass"
        assert "not admitted" in [lock.why for lock in exams.standing().locks]

    def test_whoever_is_blocked_is_signed_out_and_closed_at_the_deadline_with_what_is_there(
        self, attempt, browser_of, monkeypatch
    ):
        monkeypatch.setattr(clock, "now", lambda: NOON)
        exams.send(attempt, *exams.right_events(attempt, 2))
        with database.commit_command():
            accounts.block(TARA, by=ADA, now=NOON)
        body = {"client": exams.CLIENT, "epoch": 1, "events": [exams.event(3, 3)]}

        refused = browser_of("tara").post(f"/api/attempts/{attempt}/events", json=body)
        exams.sweep(CLOSES)

        assert (refused.status_code, refused.json["error"]) == (401, "signed out")
        assert decision(attempt).awarded == 2


class TestGrading:
    def test_gives_the_domains_and_every_reason(self, attempt):
        exams.send(attempt, *exams.right_events(attempt))
        exams.submit(attempt, last_seq=5)

        found = decision(attempt)
        assert [(tally.domain, tally.possible) for tally in found.profile] == [(Domain.ANATOMY, 2), (Domain.SAFETY, 3)]
        assert [reason.why for reason in found.reasons] == ["total"]

    def test_names_the_safety_rule_of_a_dangerous_choice_and_fails(self, attempt):
        exams.send(attempt, *exams.dangerous_events(attempt))
        exams.submit(attempt, last_seq=1)

        assert decision(attempt).outcome == "fail"
        assert decision(attempt).safety_points == ("C1",)

    def test_closing_that_fails_for_one_attempt_stops_nobody_elses(self, attempt):
        tom = exams.start("tom", seed=2)
        db.session.execute(update(Attempt).where(Attempt.id == attempt).values(paper_sha256="0" * 64))
        db.session.commit()

        swept = exams.sweep(CLOSES)

        assert swept.closed == 1
        assert [sittings.attempt(one).state for one in (attempt, tom)] == ["in progress", "graded"]

    def test_is_harmless_when_repeated(self, attempt):
        exams.submit(attempt)

        with database.commit_command():
            closing.grade(attempt, site=exams.SITE, now=NOON)

        assert len(results.history(attempt)) == 1

    def test_that_failed_is_made_up_by_the_sweep(self):
        exams.ready()
        attempt = exams.start(seed=424_242)
        with exams.unmarkable(attempt):
            exams.submit(attempt)
            failed = sittings.attempt(attempt).state, exams.sweep(NOON).graded

        swept = exams.sweep(NOON)

        assert failed == ("submitted", 0)
        assert (swept.graded, sittings.attempt(attempt).state) == (1, "graded")
        assert sittings.attempt(attempt).event_digest == closing.event_digest([])


class TestRescoring:
    @pytest.fixture
    def command(self, app, monkeypatch):
        monkeypatch.setattr("training.cli.site.application", lambda: app)
        return lambda *words: CliRunner().invoke(main, ["attempt", "rescore", *words])

    @pytest.fixture
    def graded(self, attempt):
        exams.send(attempt, *exams.right_events(attempt, 4))
        exams.submit(attempt, last_seq=4)
        return attempt

    def test_from_the_evidence_gives_the_stored_decision(self, graded, command):
        done = command(str(graded))

        assert done.exit_code == 0
        assert f"Attempt {graded}: pass, 4 of 5 points, as stored." in done.output

    def test_of_every_attempt_at_once(self, graded, command):
        exams.sat("tom", right=1, seed=5)

        done = command("--all")

        assert done.exit_code == 0
        assert len(done.output.splitlines()) == 2

    def test_finds_a_response_that_was_changed(self, graded, command):
        db.session.execute(update(Response).where(Response.position == 1).values(value=[]))
        db.session.commit()

        done = command(str(graded))

        assert done.exit_code == 1
        assert f"Attempt {graded} does not hold: its evidence gives fail, 3 of 5 points" in done.output

    def test_finds_a_decision_that_was_changed(self, graded, command):
        row = db.session.scalars(select(Result)).one()
        row.decision = row.decision | {"outcome": "fail"}
        db.session.commit()

        assert command("--all").exit_code == 1

    def test_one_whose_evidence_is_gone_is_named_and_the_others_go_on(self, graded, command, monkeypatch):
        other = exams.sat("tom", right=1, seed=5)
        found, gone = sittings.sheet, sittings.attempt(graded).paper_sha256
        lost = lambda sha256: found("nowhere" if sha256 == gone else sha256)  # noqa: E731
        monkeypatch.setattr(sittings, "sheet", lost)

        done = command("--all")

        assert done.exit_code == 1
        assert f"Attempt {graded} cannot be scored again: there is no evidence nowhere any more." in done.output
        assert f"Attempt {other}: " in done.output

    def test_an_attempt_without_a_result_says_so(self, attempt, command):
        done = command(str(attempt))

        assert (done.exit_code, done.output.strip()) == (1, f"Attempt {attempt} has no result.")


def test_marks_are_kept_exactly_with_the_version_of_the_rules(attempt):
    exams.send(attempt, *exams.right_events(attempt, 2))
    exams.submit(attempt, last_seq=2)

    marks = db.session.scalars(select(MarkRow).order_by(MarkRow.position)).all()

    assert [(mark.awarded_num, mark.awarded_den) for mark in marks] == [(1, 1), (1, 1), (0, 1), (0, 1), (0, 1)]
    assert results.current([attempt])[attempt].rules == VERSION


def test_a_domain_minimum_fails_an_attempt_that_has_the_total():
    minimum = {Domain.ANATOMY: 1}
    cells = {(Domain.SAFETY, Level.APPLY): 4, (Domain.ANATOMY, Level.RECALL): 1}
    exams.ready(spec=exams.specification(cells, minimums=minimum, minimums_reason="Kept on purpose."))
    attempt = exams.start()
    exams.open_device(attempt)
    anatomy = next(slot.position for slot in exams.sheet(attempt).slots if slot.item.header.domain == Domain.ANATOMY)
    events = [event for event in exams.right_events(attempt) if event["slot"] != anatomy]
    exams.send(attempt, *events)

    exams.submit(attempt)

    assert [(reason.why, reason.met) for reason in decision(attempt).reasons] == [("total", True), ("minimum", False)]
    assert decision(attempt).outcome == "fail"


def test_a_pass_says_its_standard_as_it_was_compared(browser_of, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    minimum = {"minimums": {Domain.SAFETY: Fraction(5, 8)}, "minimums_reason": "Kept on purpose."}
    exams.ready(spec=exams.specification(cut=Fraction(2, 3), **minimum))
    attempt = exams.sat(right=5)

    found = passes.best(TARA, exams.CODE)

    assert found.standard == "2/3 of the points, and 62.5 % in Safety: contraindications, complications, emergencies"
    assert "The pass mark is 2/3, provisional." in browser_of("tara").get(f"/exam/attempts/{attempt}/result").text
