"""A mock exam is the exam with practice questions: the same pages, no lock, its answers shown, nothing that follows."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from tests.conftest import NOON
from tests.items import samples
from tests.people import identity
from tests.quiz import exams, mocks
from training import clock
from training import db as database
from training.accounts import service as accounts
from training.core import rehearsing
from training.core.domains import Pool
from training.core.drawing import PoolTooSmall
from training.core.specification import Release
from training.db import Base, db
from training.erasing import Erasing
from training.mail.models import Mail
from training.quiz import demand, exposed, invigilation, kept, monitor, sittings, starting
from training.quiz.calibration import measuring
from training.quiz.mocks import erasure, queries, reviewing
from training.quiz.models import Attempt, Exam, ExamVersion
from training.quiz.queries import exams as published
from training.quiz.queries import passes
from training.quiz.queries.standings import Why
from training.quiz.starting import Locked

PAGE = f"/mock-exams/{exams.CODE}"


@pytest.fixture
def at(monkeypatch):
    """Set the clock that views read."""

    def set_to(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(NOON)
    return set_to


@pytest.fixture
def ready(app, at):
    with app.app_context():
        mocks.ready()


def test_the_mock_asks_what_the_exam_asks_and_nothing_locks_it():
    exam = exams.specification(
        opens_at=NOON, closes_at=NOON.replace(hour=20), hard_close=True, late_minutes=5, modules=("bands",), pilots=3
    )

    mock = rehearsing.mock(exam)

    for same in ("cells", "critical", "minutes", "cut", "cut_reason", "provisional", "minimums", "pilots"):
        assert getattr(mock, same) == getattr(exam, same)
    assert (mock.opens_at, mock.closes_at, mock.hard_close, mock.waiting_days, mock.modules) == (
        None,
        None,
        False,
        0,
        (),
    )
    assert (mock.title, mock.pool) == ("Mock exam: Dry needling: foundations", Pool.PRACTICE)
    assert rehearsing.is_mock(mock)
    assert not rehearsing.is_mock(exam)


def test_somebody_who_is_admitted_to_nothing_sits_one_whose_every_page_says_what_it_is(browser_of, ready, app, at):
    tara = browser_of("tara")
    assert PAGE in tara.get("/mock-exams").text
    assert "It counts for nothing" in tara.get(PAGE).text
    running = tara.post(PAGE, data={"honour": "yes"}).location
    assert "You have started this mock exam" in tara.get(PAGE).text
    for page in (running, f"{running}/check", f"{running}/problem"):
        assert "<strong>Mock exam.</strong>" in tara.get(page).text, page
    assert "Hand in the mock exam?" in tara.get(running).text
    at(NOON + timedelta(minutes=50))
    assert "<strong>Mock exam.</strong>" in tara.get(running).text

    receipt = tara.post(f"{running}/submit", follow_redirects=True).text

    assert "Your mock exam is handed in" in receipt
    assert "0 of 5" in receipt
    assert "Would not have passed" in tara.get(PAGE).text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Mail)) == 0


def test_handed_in_it_shows_how_it_went_and_every_answer_with_why(browser_of, ready, app):
    tara = browser_of("tara")
    with app.app_context():
        attempt = mocks.sat(right=3)

    result = tara.get(f"/exam/attempts/{attempt}/result", follow_redirects=True).text
    right, left_open = (tara.get(f"/mock-exams/attempts/{attempt}/questions/{place}").text for place in (1, 4))

    assert "How your mock exam went" in result
    assert "would not have been a pass" in result
    assert "counts for no certificate, uses no attempt" in result
    assert "Question 1 of 5: right" in right
    assert "SECRET RATIONALE" in right
    assert "You left it open" in left_open
    assert "SECRET RATIONALE" in left_open


def test_a_mock_starts_with_the_statement_only(browser_of, ready):
    refused = browser_of("tara").post(PAGE)

    assert refused.status_code == 422
    assert "Tick the statement to start." in refused.text


@pytest.mark.usefixtures("context")
def test_papers_of_a_mock_are_practice_only_and_those_of_the_exam_hold_none():
    mocks.ready()
    exams.admit("tara")
    pools = {
        "mock": {slot.item.header.pool for slot in exams.sheet(mocks.sat()).slots},
        "exam": {slot.item.header.pool for slot in exams.sheet(exams.start()).slots},
    }

    assert pools == {"mock": {Pool.PRACTICE}, "exam": {Pool.EXAM}}


@pytest.mark.parametrize("pool", Pool)
@pytest.mark.usefixtures("context")
def test_the_database_keeps_no_version_of_another_pool_than_the_exam_has(pool):
    mocks.ready()
    mocks.start()
    of_mock = pool is Pool.EXAM
    row = db.session.scalars(select(Exam).where(Exam.mock_of.is_not(None) if of_mock else Exam.mock_of.is_(None))).one()
    plain = exams.specification(pool=pool).plain()
    db.session.add(
        ExamVersion(
            exam_id=row.id, number=9, pool=pool, specification=plain, sha256="0" * 64, scoring="1", published_at=NOON
        )
    )

    with pytest.raises(IntegrityError):
        db.session.flush()


@pytest.mark.parametrize("change", [{"pool": Pool.PRACTICE}, {"mock_of": 1}])
@pytest.mark.usefixtures("context")
def test_the_database_keeps_no_exam_that_is_half_a_mock(change):
    exams.publish()
    values = {"code": "half", "draft": {}, "created_at": NOON, "changed_at": NOON} | change
    db.session.add(Exam(**values))

    with pytest.raises(IntegrityError):
        db.session.flush()


@pytest.mark.parametrize("change", [{"pool": Pool.PRACTICE}, {"release": Release.ITEMS}])
def test_an_exam_that_would_draw_practice_or_show_items_is_not_published(change):
    assert [fault.field for fault in exams.specification(**change).faults()] == list(change)


@pytest.mark.usefixtures("context")
def test_an_exam_that_was_once_published_from_the_practice_pool_starts_no_more():
    mocks.ready()
    exams.admit("tara")
    row = db.session.scalars(select(ExamVersion)).one()
    row.specification = exams.specification(pool=Pool.PRACTICE).plain()
    db.session.commit()

    with pytest.raises(Locked) as refused:
        exams.start()

    assert [lock.why for lock in refused.value.locks] == [Why.POOL]


@pytest.mark.usefixtures("context")
def test_a_paper_with_an_item_of_the_other_pool_is_not_given_out():
    mocks.ready()
    exams.admit("tara")
    standing = exams.standing()
    mock = replace(standing, exam=replace(standing.exam, specification=rehearsing.mock(standing.exam.specification)))
    paper = starting._assembled(standing, exams.chance())

    with pytest.raises(starting.WrongPool):
        starting.begin(mock, paper, exams.chance(), act="started mock exam", now=NOON)


@pytest.mark.usefixtures("context")
def test_nothing_follows_from_a_mock():
    mocks.ready()
    exams.admit("tara")
    exam = published.published(exams.CODE)
    before = exams.standing(now=NOON + timedelta(hours=1))

    mocks.sat(right=5)
    mocks.sat(events=exams.dangerous_events, seed=2, now=NOON + timedelta(minutes=30))

    after = exams.standing(now=NOON + timedelta(hours=1))
    assert (after.attempts, after.locks, after.left, after.next_at) == ((), before.locks, before.left, None)
    assert passes.best(identity("tara"), exams.CODE) is None
    assert passes.best(identity("tara"), f"mock:{exam.exam_id}") is None
    assert exposed.counts(exam.exam_id) == {}
    assert monitor.watched(exam.exam_id) == []
    assert monitor.troubles() == {exams.CODE: monitor.Trouble(0, 0, 0)}
    assert len(measuring._attempts(exam.exam_id)[1]) == 0
    assert [wanted.code for wanted in demand.wanted()] == [exams.CODE]
    assert [row.code for row in published.exams()] == [exams.CODE]
    mocks.start(seed=3, now=NOON + timedelta(hours=1))
    assert published.running() == 0


@pytest.mark.usefixtures("context")
def test_the_next_mock_asks_what_the_last_one_did_not():
    mocks.ready()
    first, second = mocks.codes(mocks.sat(seed=1)), mocks.codes(mocks.sat(seed=2))

    third = mocks.codes(mocks.sat(seed=3))

    assert first.isdisjoint(second)
    assert second.isdisjoint(third)


@pytest.mark.usefixtures("context")
def test_the_one_in_progress_goes_on_and_ends_by_the_clock():
    mocks.ready()
    attempt = mocks.start()
    with pytest.raises(starting.AlreadyOpen) as open_already:
        mocks.start(seed=2)

    swept = exams.sweep(NOON + timedelta(minutes=46))

    assert open_already.value.attempt_id == attempt
    assert (swept.closed, swept.graded) == (1, 1)
    assert reviewing.of(attempt, identity("tara"), NOON + timedelta(hours=1)).decision.awarded == 0
    assert mocks.start(seed=2, now=NOON + timedelta(hours=1)) != attempt


@pytest.mark.usefixtures("context")
def test_extra_time_is_had_in_a_mock_too():
    mocks.ready()
    with database.commit_command():
        accounts.accommodate(identity("tara"), Fraction(3, 2), "Own room", by=identity("ada"), now=NOON)

    attempt = sittings.attempt(mocks.start())

    assert attempt.deadline_at - attempt.started_at == timedelta(minutes=67, seconds=30)


def test_where_the_practice_pool_is_too_thin_no_mock_is_offered_and_staff_read_why(app, browser_of, at):
    with app.app_context():
        mocks.ready(a_cell=2)
        exams.admit("tara")
    tara, ada = browser_of("tara"), browser_of("ada")

    assert "No mock exam at the moment" in tara.get("/mock-exams").text
    assert "It cannot be sat now" in tara.get(PAGE).text
    assert "Sit a mock exam first" not in tara.get(f"/exam/{exams.CODE}").text
    assert tara.post(PAGE, data={"honour": "yes"}).location.endswith(PAGE)
    staff = ada.get(f"/exams/{exams.CODE}").text
    assert "No mock of this exam is offered" in staff
    assert "apply: 2 of 3" in staff
    with app.app_context(), pytest.raises(PoolTooSmall):
        mocks.start()


def test_where_it_can_be_sat_the_pages_that_lead_there_say_so(browser_of, ready, app):
    with app.app_context():
        exams.admit("tara")
    tara, ada = browser_of("tara"), browser_of("ada")

    assert PAGE in tara.get(f"/exam/{exams.CODE}").text
    for page in ("/exam/", "/practice"):
        assert 'href="/mock-exams"' in tara.get(page).text
    assert "Trainees can sit a mock of the published version" in ada.get(f"/exams/{exams.CODE}").text


@pytest.mark.usefixtures("context")
def test_questions_that_people_mark_are_not_asked():
    mocks.ready()
    exams.sign([samples.draft("explain") | {"pool": "practice"}])

    assert "explain" not in " ".join(each.item.header.code for each in queries.pool())
    assert mocks.offered()


def test_no_key_is_shown_of_an_exam_nor_before_a_mock_is_handed_in_nor_to_others(browser_of, ready, app, at):
    with app.app_context():
        exams.admit("tara")
        real, running = exams.sat(), mocks.start(seed=2)
    tara, tom = browser_of("tara"), browser_of("tom")

    for attempt in (real, running):
        for page in ("", "/questions/1"):
            assert tara.get(f"/mock-exams/attempts/{attempt}{page}").status_code == 404
    with app.app_context():
        exams.submit(running)
    assert tara.get(f"/mock-exams/attempts/{running}/questions/1").status_code == 200
    assert tara.get(f"/mock-exams/attempts/{running}/questions/6").status_code == 404
    for page in ("", "/questions/1"):
        assert tom.get(f"/mock-exams/attempts/{running}{page}").status_code == 404
    assert "SECRET RATIONALE" not in tara.get(f"/exam/attempts/{real}/result", follow_redirects=True).text


def test_a_dangerous_choice_is_named_with_the_section_to_read(browser_of, ready, app):
    with app.app_context():
        attempt = mocks.sat(events=exams.dangerous_events)
        danger = next(slot.item for slot in exams.sheet(attempt).slots if slot.item.critical)

    result = browser_of("tara").get(f"/mock-exams/attempts/{attempt}").text

    assert "Answers that would endanger a patient" in result
    assert f"/modules/{danger.header.module}/sections/{danger.header.section}" in result


def test_a_problem_reported_from_a_mock_reaches_the_exams_monitor(browser_of, ready, app):
    tara, ada = browser_of("tara"), browser_of("ada")
    with app.app_context():
        attempt = mocks.start()
    tara.post(f"/exam/attempts/{attempt}/problem", data={"words": "Two options read the same.", "question": "2"})

    page = ada.get(f"/exams/{exams.CODE}/monitor").text

    assert "Two options read the same." in page
    assert "Tara Okafor, mock exam 1" in page
    ada.post("/exams/problems/1")
    assert "Two options read the same." not in ada.get(f"/exams/{exams.CODE}/monitor").text


@pytest.mark.usefixtures("context")
def test_there_is_nothing_to_decide_about_a_mock():
    mocks.ready()
    attempt = mocks.sat()

    with pytest.raises(invigilation.WrongState, match="mock exam"):
        invigilation.void(attempt, "No reason", give_back=True, by=identity("ada"), site=exams.SITE, now=NOON)
    with pytest.raises(invigilation.WrongState, match="mock exam"):
        invigilation.add_minutes(attempt, 5, "No reason", by=identity("ada"), now=NOON)


@pytest.mark.usefixtures("context")
def test_the_own_data_say_which_were_mocks():
    mocks.ready()
    exams.admit("tara")
    mocks.sat(right=2)
    exams.sat()

    told = kept.of_person(identity("tara"))["attempts"]

    assert [(each["exam"], each.get("mock_exam", False)) for each in told] == [(exams.CODE, True), (exams.CODE, False)]


@pytest.mark.usefixtures("context")
def test_erasing_a_person_takes_their_mocks_whole_and_leaves_the_rest(tmp_path):
    mocks.ready()
    exams.admit("tara", "tom")
    mocks.sat(right=2)
    others, real = mocks.sat("tom", seed=2), exams.sat(seed=3)

    erasure.erase(Erasing(identity("tara"), by=identity("ada"), now=NOON, words=frozenset(), data=tmp_path))
    db.session.commit()

    assert set(db.session.scalars(select(Attempt.id))) == {others, real}
    by_attempt = [table for table in Base.metadata.sorted_tables if "attempt_id" in table.c]
    for table in by_attempt:
        assert set(db.session.scalars(select(table.c.attempt_id))) <= {others, real}, table.name


@pytest.mark.usefixtures("context")
def test_a_later_version_of_the_exam_has_a_mock_of_its_own():
    mocks.ready()
    first = mocks.sat()
    with database.commit_command():
        exams.service.save(exams.CODE, exams.specification(minutes=30), revision=1, by=identity("ada"), now=NOON)
        exams.publishing.publish(exams.CODE, revision=2, by=identity("ada"), now=NOON)

    second = mocks.start(seed=2)

    found = [sittings.attempt_at(attempt) for attempt in (first, second)]
    assert [(each.version.number, each.version.specification["minutes"], each.code) for each in found] == [
        (1, 45, exams.CODE),
        (2, 30, exams.CODE),
    ]
