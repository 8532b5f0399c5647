"""When an attempt may start, what it gets, and what it keeps whatever happens outside."""

from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, func, select, update

from tests.conftest import NOON
from tests.modules import samples
from tests.people import identity
from tests.quiz import exams
from training import clock
from training import db as database
from training.accounts import service as accounts
from training.accounts.models import Person
from training.audit.models import AuditRow
from training.bank.queries import stock
from training.core import scoring
from training.core.domains import Domain, Level, Pool
from training.core.drawing import PoolTooSmall
from training.db import db
from training.modules import service as modules
from training.modules.queries import current_version
from training.quiz import invigilation, service, sittings, starting
from training.quiz.models import Attempt, Exposure, Paper, Slot
from training.quiz.queries import exams as exam_queries
from training.quiz.queries import standings
from training.quiz.queries.standings import Why

pytestmark = pytest.mark.usefixtures("context")
TARA, ADA = identity("tara"), identity("ada")
BERLIN = ZoneInfo("Europe/Berlin")
SAFETY, ANATOMY = (Domain.SAFETY, Level.APPLY), (Domain.ANATOMY, Level.RECALL)


def locks(now=NOON, name="tara"):
    return [lock.why for lock in exams.standing(name, now).locks]


def more_time(factor="3/2", note="Half as much time again", name="tara"):
    with database.commit_command():
        accounts.accommodate(identity(name), Fraction(factor), note, by=ADA, now=NOON)


def complete(code, now=NOON):
    """Open every section and answer every question of a module."""
    module = current_version(code).module
    with database.commit_command():
        for section in module.sections:
            modules.open_section(TARA, code, section.id, now=now)
        for checkpoint in module.checkpoints:
            modules.answer(TARA, code, checkpoint.id, checkpoint.item.key, now=now)


class TestWhatAnAttemptGets:
    def test_is_a_paper_of_the_specification_with_its_critical_items(self):
        exams.ready()

        sheet = exams.sheet(exams.start())

        cells = [(slot.item.header.domain, slot.item.header.level) for slot in sheet.slots]
        assert {cell: cells.count(cell) for cell in set(cells)} == {SAFETY: 3, ANATOMY: 2}
        assert sum(slot.item.critical for slot in sheet.slots) == 1

    def test_is_the_same_paper_from_the_same_seed_when_as_much_was_given(self):
        exams.ready("tara", "tom")

        first = exams.start(seed=7)
        db.session.execute(delete(Exposure))
        db.session.commit()
        second = exams.start("tom", seed=7)

        slots = [[(slot.version, slot.order) for slot in exams.sheet(one).slots] for one in (first, second)]
        assert slots[0] == slots[1]

    def test_keeps_seed_scoring_version_module_versions_and_extra_time(self, tmp_path):
        samples.load(tmp_path, NOON)
        complete("bands")
        more_time()
        exams.ready(spec=exams.specification(modules=("bands",)))

        row = sittings.attempt(exams.start(seed=42))

        sheet = sittings.sheet(row.paper_sha256)
        assert (row.seed, sheet.scoring) == (42, scoring.VERSION)
        assert sheet.modules == {"bands": current_version("bands").id}
        assert row.accommodation == {"factor": "3/2", "note": "Half as much time again"}
        assert row.honour_at == NOON

    def test_stands_in_the_record(self):
        exams.ready()
        exams.start()

        acts = db.session.execute(select(AuditRow.action, AuditRow.actor_id).order_by(AuditRow.seq.desc()).limit(1))
        assert acts.one() == ("started attempt", TARA)


class TestExtraTime:
    def test_is_had_to_the_second_also_five_minutes_before_the_windows_end(self, browser_of, monkeypatch):
        exams.ready(spec=exams.specification(closes_at=NOON + timedelta(minutes=5)))
        more_time()
        monkeypatch.setattr(clock, "now", lambda: NOON)

        page = browser_of("tara").get(f"/exam/{exams.CODE}").text
        row = sittings.attempt(exams.start())

        assert row.deadline_at == NOON + timedelta(minutes=67, seconds=30)
        assert "1 h 7 min 30 s (45 min and your extra time, \N{MULTIPLICATION SIGN} 1.5)" in page
        assert "your exam ends at <strong>22 November 2026, 14:07 CET</strong>" in page

    def test_is_shown_by_the_monitor_and_the_record_of_the_attempt(self, browser_of, monkeypatch):
        exams.ready()
        more_time()
        attempt = exams.start()
        monkeypatch.setattr(clock, "now", lambda: NOON)

        monitor = browser_of("ada").get("/exams/foundations/monitor").text
        record = browser_of("ada").get(f"/exams/attempts/{attempt}").text

        assert "1 h 7 min, until 14:07:30 (\N{MULTIPLICATION SIGN} 1.5)" in monitor
        assert "\N{MULTIPLICATION SIGN} 1.5, frozen at the start: Half as much time again" in record

    def test_changed_later_does_not_touch_a_running_attempt(self):
        exams.ready()
        more_time()
        attempt = exams.start()

        more_time("2")
        more_time("1", "")

        assert sittings.attempt(attempt).deadline_at == NOON + timedelta(minutes=67, seconds=30)
        assert sittings.attempt(attempt).accommodation["factor"] == "3/2"

    def test_moves_the_end_of_an_exam_that_closes_hard(self):
        exams.ready("tara", "tom", spec=exams.specification(closes_at=NOON + timedelta(minutes=5), hard_close=True))
        more_time()

        ends = [
            sittings.attempt(exams.start(name, seed=number)).deadline_at for number, name in enumerate(["tara", "tom"])
        ]

        assert ends == [NOON + timedelta(minutes=27, seconds=30), NOON + timedelta(minutes=5)]

    def test_is_never_granted_to_oneself(self):
        with pytest.raises(accounts.OwnAccount):
            more_time(name="ada")


class TestTheWindow:
    def test_opens_and_closes_to_the_second(self):
        opens, closes = NOON, NOON + timedelta(hours=1)
        exams.ready(spec=exams.specification(opens_at=opens, closes_at=closes))

        assert locks(opens - timedelta(seconds=1)) == [Why.NOT_OPEN]
        assert locks(opens) == locks(closes - timedelta(seconds=1)) == []
        assert locks(closes) == [Why.CLOSED]

    def test_across_a_clock_change_keeps_its_wall_times_and_its_real_length(self):
        opens, closes = datetime(2026, 10, 24, 9, 0, tzinfo=BERLIN), datetime(2026, 10, 25, 9, 0, tzinfo=BERLIN)
        exams.ready(spec=exams.specification(opens_at=opens, closes_at=closes))
        spec = exam_queries.published(exams.CODE).specification

        assert spec.closes_at - spec.opens_at.astimezone(ZoneInfo("UTC")) == timedelta(hours=25)
        assert locks(datetime(2026, 10, 25, 7, 59, tzinfo=ZoneInfo("UTC"))) == []
        assert locks(datetime(2026, 10, 25, 8, 0, tzinfo=ZoneInfo("UTC"))) == [Why.CLOSED]

    def test_an_attempt_across_the_clock_change_has_its_whole_time(self):
        exams.ready()
        started = datetime(2026, 10, 25, 2, 45, tzinfo=BERLIN)

        row = sittings.attempt(exams.start(now=started.astimezone(ZoneInfo("UTC"))))

        assert row.deadline_at - row.started_at == timedelta(minutes=45)
        assert f"{row.deadline_at.astimezone(BERLIN):%H:%M %Z}" == "02:30 CET"


class TestTheExamIsLocked:
    def test_for_whoever_is_not_admitted(self):
        exams.ready()

        with pytest.raises(starting.Locked) as refused:
            exams.start("tom")

        assert Why.NOT_ADMITTED in [lock.why for lock in refused.value.locks]

    def test_until_its_modules_are_completed_with_a_link_to_them(self, tmp_path, browser_of, monkeypatch):
        samples.load(tmp_path, NOON)
        exams.ready(spec=exams.specification(modules=("bands",)))
        monkeypatch.setattr(clock, "now", lambda: NOON)

        page, before = browser_of("tara").get(f"/exam/{exams.CODE}").text, locks()
        complete("bands")

        assert (before, locks()) == ([Why.MODULES], [])
        assert f'<a href="/modules/bands">{current_version("bands").module.title}</a>' in page

    def test_until_the_name_on_the_certificate_is_confirmed(self):
        exams.ready()
        db.session.execute(update(Person).where(Person.id == TARA).values(certificate_name_confirmed_at=None))
        db.session.commit()

        assert locks() == [Why.NAME]

    def test_without_the_honour_statement(self):
        exams.ready()

        with pytest.raises(starting.Locked), database.commit_command():
            starting.start(TARA, exams.CODE, honour=False, chance=exams.chance(), now=NOON)

        assert db.session.scalar(select(func.count(Attempt.id))) == 0

    def test_for_seven_days_after_a_fail_to_the_second(self):
        exams.ready()
        exams.sat(right=0)
        ends = NOON + timedelta(days=7, minutes=20)

        assert locks(ends - timedelta(seconds=1)) == [Why.WAITING]
        assert locks(ends) == []

    def test_meanwhile_the_page_leads_to_what_to_work_on(self, browser_of, monkeypatch):
        exams.ready()
        attempt = exams.sat(right=0)
        monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=1))

        lock = browser_of("tara").get(f"/exam/{exams.CODE}").text.split("<h2>The rules</h2>")[0]

        assert f'<a href="/exam/attempts/{attempt}/result">See what to work on until then</a>' in lock

    def test_a_voided_attempt_has_nothing_to_lead_to(self, browser_of, monkeypatch):
        exams.ready()
        attempt = exams.sat(right=0)
        with database.commit_command():
            invigilation.void(
                attempt, "Fire alarm", give_back=False, by=ADA, site=exams.SITE, now=NOON + timedelta(hours=1)
            )
        monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=1))

        page = browser_of("tara").get(f"/exam/{exams.CODE}").text

        assert locks(NOON + timedelta(days=1)) == [Why.WAITING]
        assert f"/exam/attempts/{attempt}/result" not in page

    def test_once_all_attempts_are_used(self):
        exams.ready(spec=exams.specification(attempts=2, waiting_days=0))
        for number in (1, 2):
            exams.sat(right=0, seed=number, now=NOON + timedelta(days=number))

        assert locks(NOON + timedelta(days=30)) == [Why.USED]

    def test_once_it_is_passed(self):
        exams.ready()
        exams.sat()

        assert locks(NOON + timedelta(days=30)) == [Why.PASSED]

    def test_says_every_reason_at_once(self):
        exams.ready(spec=exams.specification(opens_at=NOON + timedelta(days=1), modules=("bands",)))
        with database.commit_command():
            service.withdraw_entry(TARA, exams.CODE, by=ADA, now=NOON)

        assert locks() == [Why.NOT_ADMITTED, Why.NOT_OPEN, Why.MODULES]


class TestAfterADangerousChoice:
    @pytest.fixture
    def later(self, tmp_path):
        """The day the next attempt may start, after one with a dangerous choice linked to a section of a module."""
        samples.load(tmp_path, NOON, code="recognising-complications")
        drafts = exams.generated(6, [SAFETY, ANATOMY])
        exams.ready(drafts=[draft | {"section": "bands"} for draft in drafts])
        attempt = exams.start()
        exams.open_device(attempt)
        exams.send(attempt, *exams.dangerous_events(attempt))
        exams.submit(attempt)
        return NOON + timedelta(days=8)

    def test_the_linked_section_is_read_again_first(self, later):
        (lock,) = exams.standing(now=later).locks

        assert (lock.why, lock.sections) == (Why.READ_AGAIN, (("recognising-complications", "bands"),))

    def test_the_page_names_the_section_by_its_title(self, later, browser_of, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: later)

        page = browser_of("tara").get(f"/exam/{exams.CODE}").text

        assert '/sections/bands">Bands</a>' in page

    def test_reading_it_again_opens_the_exam(self, later):
        with database.commit_command():
            modules.open_section(TARA, "recognising-complications", "bands", now=NOON + timedelta(days=2))

        assert locks(later) == []

    def test_having_read_it_before_is_not_enough(self, later):
        with database.commit_command():
            modules.open_section(TARA, "recognising-complications", "bands", now=NOON - timedelta(days=2))

        assert locks(later) == [Why.READ_AGAIN]


class TestARefusedStart:
    def test_leaves_nothing_when_the_pool_became_too_small(self):
        exams.ready()
        exams.withdraw_all()

        with pytest.raises(PoolTooSmall) as refused:
            exams.start()

        assert {short.wanted for short in refused.value.shortages} == {3, 2}
        assert [db.session.scalar(select(func.count()).select_from(table)) for table in (Attempt, Paper, Slot)] == [
            0
        ] * 3

    def test_is_noted_for_the_administrators(self, browser_of, monkeypatch):
        exams.ready()
        exams.withdraw_all()
        monkeypatch.setattr(clock, "now", lambda: NOON)

        page = browser_of("tara").post(f"/exam/{exams.CODE}", data={"honour": "yes"}, follow_redirects=True).text

        assert "This exam cannot be started now" in page
        newest = db.session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
        assert newest.action == "refused start: pool too small"
        assert len(newest.facts["shortages"]) == 2

    def test_of_a_second_attempt_leads_to_the_first(self):
        exams.ready()
        first = exams.start()

        with pytest.raises(starting.AlreadyOpen) as refused:
            exams.start(seed=2)

        assert refused.value.attempt_id == first


def test_a_question_is_met_in_whatever_version_it_stood_on_a_paper():
    exams.ready()
    attempt = exams.sat()
    exams.reword_all(feedback="More of it.")

    stood = db.session.scalars(select(Slot.version).where(Slot.attempt_id == attempt)).all()
    codes = {each.version: each.item.header.code for each in stock.pool(Pool.EXAM, live=True)}
    met = standings.seen_codes(exam_queries.published(exams.CODE).exam_id, TARA)
    assert not codes.keys() & set(stood)
    assert len(met) == len(stood)
    assert met <= set(codes.values())
