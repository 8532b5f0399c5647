"""Exam day: who sits, what waits, and what administrators can do about it, never for themselves."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.conftest import NOON
from tests.people import identity
from tests.quiz import exams
from training import clock
from training import db as database
from training.audit.models import AuditRow
from training.db import db
from training.quiz import invigilation, monitor, reporting, sittings, watching
from training.quiz.models import Ruling
from training.scoring import queries as results

ADA, TARA = identity("ada"), identity("tara")
LATER = NOON + timedelta(minutes=10)


@pytest.fixture
def attempt(context):
    exams.ready("tara", "tom", "ada")
    made = exams.start()
    exams.open_device(made, now=LATER)
    return made


def row(attempt):
    exam = sittings.attempt(attempt).exam_id
    return next(one for one in monitor.watched(exam) if one.id == attempt)


def act(function, *args, by=ADA, now=LATER, **more):
    with database.commit_command():
        return function(*args, by=by, now=now, **more)


def report(attempt, name="tara"):
    with database.commit_command():
        reporting.report_problem(attempt, identity(name), position=2, words="Blurred.", now=NOON)
    return sittings.problems([attempt])[0].id


def acts():
    return list(db.session.scalars(select(AuditRow.action).order_by(AuditRow.seq)))


class TestTheMonitor:
    def test_counts_answers_that_stand_not_those_that_were_cleared(self, attempt):
        exams.send(
            attempt,
            exams.event(1, 1),
            exams.event(2, 2),
            exams.event(3, 1, "clear", None),
            exams.event(4, 3),
            exams.event(5, 3, value=(2,)),
        )

        assert (row(attempt).answered, row(attempt).questions) == (2, 5)

    def test_shows_what_the_device_said_it_still_had_to_send(self, attempt):
        exams.send(attempt, exams.event(1), waiting=4)

        assert row(attempt).waiting == 4

    def test_takes_opening_a_device_and_an_answer_for_contact(self, attempt):
        opened = row(attempt).last_contact_at
        exams.send(attempt, exams.event(1), now=LATER + timedelta(minutes=3))

        assert (opened, row(attempt).last_contact_at) == (LATER, LATER + timedelta(minutes=3))

    def test_shows_more_than_one_device(self, attempt):
        exams.open_device(attempt, client="second-device-of-a-test", take=True)

        assert row(attempt).devices == 2

    def test_puts_trouble_on_top(self, attempt):
        tom = exams.start("tom", seed=2)
        report(tom, "tom")

        assert [one.id for one in monitor.watched(sittings.attempt(attempt).exam_id)] == [tom, attempt]

    def test_says_what_waits_at_each_exam(self, attempt):
        report(attempt)

        assert monitor.troubles()["foundations"] == monitor.Trouble(running=1, problems=1, late=0)
        assert monitor.open_problems() == 1


class TestAddedMinutes:
    def test_move_the_deadline_and_the_closing_and_stand_in_the_record_with_the_reason(self, attempt):
        act(invigilation.add_minutes, attempt, 10, "The lift alarm rang.")

        found = sittings.attempt(attempt)
        assert found.deadline_at == NOON + timedelta(minutes=55)
        assert found.closes_at == NOON + timedelta(minutes=55, seconds=30)
        assert [(one.minutes, one.reason) for one in sittings.extra_time(attempt)] == [(10, "The lift alarm rang.")]
        assert acts()[-1] == "added exam time"

    def test_reach_everybody_but_whoever_adds_them(self, attempt):
        own = exams.start("ada", seed=3)

        count = act(invigilation.add_minutes_to_all, sittings.attempt(attempt).exam_id, 5, "Alarm")

        assert count == 1
        assert sittings.attempt(attempt).deadline_at == NOON + timedelta(minutes=50)
        assert sittings.attempt(own).deadline_at == NOON + timedelta(minutes=45)

    def test_are_had_also_when_the_time_was_up_but_nobody_had_closed(self, attempt):
        act(invigilation.add_minutes, attempt, 10, "Power cut", now=NOON + timedelta(minutes=45, seconds=10))

        late = NOON + timedelta(minutes=54)
        assert exams.sweep(late).closed == 0
        assert exams.send(attempt, exams.event(1), now=late).acks == {"stored": [1]}

    def test_are_refused_once_it_is_closed(self, attempt):
        exams.submit(attempt)

        with pytest.raises(invigilation.WrongState):
            act(invigilation.add_minutes, attempt, 10, "Power cut")

    @pytest.mark.parametrize("minutes", [0, -5, 601])
    def test_lie_within_bounds(self, attempt, minutes):
        with pytest.raises(ValueError, match="between 1 and 600"):
            act(invigilation.add_minutes, attempt, minutes, "Power cut")

    def test_need_a_reason(self, attempt):
        with pytest.raises(invigilation.NeedsReason):
            act(invigilation.add_minutes, attempt, 5, "  ")


class TestAVoidedAttempt:
    def test_given_back_leaves_the_number_whole_and_may_be_sat_again_at_once(self, attempt):
        act(invigilation.void, attempt, "Power cut", give_back=True, site=exams.SITE)

        assert (exams.standing().left, exams.standing().locks) == (3, ())
        assert exams.start(seed=9) != attempt

    def test_not_given_back_is_used(self, attempt):
        act(invigilation.void, attempt, "Talked to a neighbour", give_back=False, site=exams.SITE)

        assert exams.standing().left == 2

    def test_takes_no_more_answers_but_keeps_what_arrives(self, attempt):
        act(invigilation.void, attempt, "Power cut", give_back=True, site=exams.SITE)

        assert exams.send(attempt, exams.event(1)).acks == {"late": [1]}
        assert exams.submit(attempt)
        assert sittings.attempt(attempt).state == "voided"

    def test_asks_for_no_decision_on_what_arrives_afterwards(self, attempt):
        act(invigilation.void, attempt, "Power cut", give_back=True, site=exams.SITE)
        exams.send(attempt, exams.event(1))
        held = [one.id for one in sittings.held(attempt)]

        assert monitor.watched(sittings.attempt(attempt).exam_id)[0].late == 0
        assert monitor.troubles()["foundations"].late == 0
        assert (len(watching.attempt(attempt).late), len(watching.attempt(attempt).held)) == (0, 1)
        with pytest.raises(invigilation.WrongState, match="count for nothing"):
            act(invigilation.rule_on_late, attempt, held, ruling=Ruling.ACCEPTED, site=exams.SITE)

    def test_after_a_pass_the_pass_no_longer_stands(self, attempt):
        exams.send(attempt, *exams.right_events(attempt))
        exams.submit(attempt, last_seq=5)
        passed = exams.standing().attempts[0].passed

        act(invigilation.void, attempt, "It was somebody else", give_back=False, site=exams.SITE)

        assert (passed, exams.standing().attempts[0].passed) == (True, False)
        assert results.current([attempt])[attempt].decision.outcome == "pass", "the decision stays on record"

    def test_is_not_voided_twice_and_needs_a_reason(self, attempt):
        with pytest.raises(invigilation.NeedsReason):
            act(invigilation.void, attempt, " ", give_back=True, site=exams.SITE)
        act(invigilation.void, attempt, "Power cut", give_back=True, site=exams.SITE)

        with pytest.raises(invigilation.WrongState):
            act(invigilation.void, attempt, "Again", give_back=True, site=exams.SITE)

    def test_its_reason_stands_in_the_record(self, attempt):
        act(invigilation.void, attempt, "Power cut", give_back=True, site=exams.SITE)

        assert acts()[-1] == "voided attempt"
        assert sittings.attempt(attempt).void_reason == "Power cut"


class TestLateAnswers:
    @pytest.fixture
    def late(self, attempt):
        """Five right answers that came after an empty attempt was graded."""
        exams.submit(attempt)
        exams.send(attempt, *exams.right_events(attempt))
        return [held.id for held in sittings.held(attempt)]

    def rule(self, attempt, late, ruling, by=ADA):
        return act(invigilation.rule_on_late, attempt, late, ruling=ruling, by=by, site=exams.SITE)

    def test_accepted_make_a_further_result_that_supersedes_the_first(self, attempt, late):
        made = self.rule(attempt, late, Ruling.ACCEPTED)

        assert made.outcome == "pass"
        assert [one.decision.outcome for one in results.history(attempt)] == ["fail", "pass"]
        assert results.current([attempt])[attempt].edition == 2

    def test_refused_change_nothing_and_stay_on_record(self, attempt, late):
        self.rule(attempt, late, Ruling.REFUSED)

        assert len(results.history(attempt)) == 1
        assert {held.ruling for held in sittings.held(attempt)} == {"refused"}

    def test_are_ruled_on_once(self, attempt, late):
        self.rule(attempt, late, Ruling.REFUSED)

        with pytest.raises(invigilation.WrongState):
            self.rule(attempt, late, Ruling.ACCEPTED)

    def test_with_one_number_twice_are_accepted_without_breaking(self, attempt, late):
        exams.send(attempt, exams.event(1, 1, value=(2,)), exams.event(1, 1, value=(3,)))
        everything = [held.id for held in sittings.held(attempt)]

        self.rule(attempt, everything, Ruling.ACCEPTED)

        assert [event.seq for event in sittings.log(attempt)] == [1, 2, 3, 4, 5]


OWN_ACTS = {
    "add minutes": lambda attempt: act(invigilation.add_minutes, attempt, 5, "Alarm", by=TARA),
    "void": lambda attempt: act(invigilation.void, attempt, "Power cut", give_back=True, site=exams.SITE, by=TARA),
    "rule on late": lambda attempt: act(
        invigilation.rule_on_late, attempt, [1], ruling=Ruling.ACCEPTED, by=TARA, site=exams.SITE
    ),
    "answer file": lambda attempt: act(invigilation.take_file, attempt, b"{}", by=TARA),
    "close a problem": lambda attempt: act(invigilation.close_problem, report(attempt), by=TARA),
}


@pytest.mark.parametrize("own", OWN_ACTS.values(), ids=OWN_ACTS)
def test_four_eyes_nobody_acts_on_an_attempt_of_their_own(attempt, own):
    before = sittings.attempt(attempt).deadline_at

    with pytest.raises(invigilation.OwnAttempt):
        own(attempt)

    db.session.rollback()
    assert (sittings.attempt(attempt).state, sittings.attempt(attempt).deadline_at) == ("in progress", before)


class TestThePage:
    @pytest.fixture
    def page(self, attempt, browser_of, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: LATER)
        return lambda path="monitor", who="ada": browser_of(who).get(f"/exams/{path}".rstrip("/")).text

    def test_names_who_reported_what_and_where(self, attempt, page):
        report(attempt)

        assert "Tara Okafor, attempt 1</a>, question 2, " in page("foundations/monitor")
        assert "1 problem reported" in page("")
        assert "Dealt with" in page("foundations/monitor")

    def test_parts_who_sits_now_from_who_is_done(self, attempt, page):
        exams.submit(exams.start("tom", seed=4), "tom")

        sitting, done = page("foundations/monitor").split("<caption>")[1:]

        assert ("Sitting now: 1 person" in sitting, "Tara Okafor" in sitting, "Tom Brandt" in sitting) == (
            True,
            True,
            False,
        )
        assert ("Done: 1 attempt" in done, "Tara Okafor" in done, "Tom Brandt" in done) == (True, False, True)
        assert "graded" in done

    def test_says_when_nobody_sits_any_more(self, attempt, page):
        exams.submit(attempt)

        assert "Nobody sits it at the moment." in page("foundations/monitor")

    def test_offers_nobody_to_close_their_own_report(self, attempt, page, browser_of):
        own = exams.start("ada", seed=3)
        problem = report(own, "ada")

        assert "Dealt with" not in page("foundations/monitor")
        browser_of("ada").post(f"/exams/problems/{problem}")
        assert monitor.open_problems() == 1

    def test_says_that_nobody_can_start_when_the_pool_became_too_small(self, attempt, page):
        exams.withdraw_all()

        text = page("foundations/monitor")

        assert "Nobody can start this exam" in text
        assert "apply: 0 of 3" in text

    def test_refreshes_itself_until_it_is_told_not_to(self, attempt, page):
        assert 'hx-trigger="every 15s"' in page("foundations/monitor")
        assert "hx-trigger" not in page("foundations/monitor?live=no")

    def test_of_an_attempt_shows_when_each_question_was_first_seen(self, attempt, page):
        exams.send(attempt, exams.event(1, 4, "seen", 90), now=LATER)

        assert ">13:08:30</td>" in page(f"attempts/{attempt}")
