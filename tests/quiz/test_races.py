"""Two at once: real threads on real connections, and the database decides."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from tests import racing
from tests.conftest import NOON
from tests.people import identity
from tests.quiz import exams
from training import db as database
from training.audit.models import AuditRow
from training.core.drawing import PoolTooSmall
from training.core.responses import EventKind
from training.db import db
from training.mail import queries as mail
from training.quiz import closing, invigilation, sittings, without_scripts
from training.quiz.devices import NotOpen
from training.quiz.models import Attempt, Event
from training.quiz.service import QuizError
from training.scoring import queries as results

CLOSES = NOON + timedelta(minutes=45, seconds=30)


@pytest.fixture
def at_once(app):
    """A function: do several things at the same instant, each in a context of its own; errors come back as values."""

    return partial(racing.at_once, app, refusals=(QuizError, PoolTooSmall))


@pytest.fixture
def ready(app):
    with app.app_context():
        exams.ready("tara", "tom")


@pytest.fixture
def attempt(app, ready):
    with app.app_context():
        made = exams.start()
        exams.open_device(made)
        exams.send(made, *exams.right_events(made))
    return made


def count(table, *where):
    return db.session.scalar(select(func.count()).select_from(table).where(*where))


def test_invariant_4_starting_twice_in_one_instant_opens_one_attempt(app, ready, at_once):
    found = at_once(*[lambda seed=seed: exams.start(seed=seed) for seed in range(6)])

    with app.app_context():
        assert count(Attempt) == 1
    assert sorted(type(one).__name__ for one in found) == ["AlreadyOpen"] * 5 + ["int"]


def test_invariant_4_no_interleaving_exceeds_the_number_of_attempts(app, at_once):
    with app.app_context():
        exams.ready(spec=exams.specification(attempts=2, waiting_days=0))

    def whole(seed):
        attempt = exams.start(seed=seed)
        exams.submit(attempt)
        return attempt

    for _round in range(3):
        at_once(*[lambda seed=seed: whole(seed) for seed in range(4)])

    with app.app_context():
        assert count(Attempt) == 2
        assert exams.standing().left == 0


def test_two_submissions_close_grade_and_write_once(app, attempt, at_once):
    found = at_once(*[lambda: exams.submit(attempt, last_seq=5)] * 4)

    with app.app_context():
        assert found == [True] * 4
        assert len(results.history(attempt)) == 1
        assert count(AuditRow, AuditRow.action == "closed attempt") == 1
        assert len(mail.newest()) == 2


def test_a_submission_against_the_sweep_closes_once(app, attempt, at_once):
    at_once(
        lambda: exams.submit(attempt, last_seq=5, now=CLOSES),
        lambda: exams.sweep(CLOSES),
        lambda: exams.sweep(CLOSES),
    )

    with app.app_context():
        assert sittings.attempt(attempt).state == "graded"
        assert len(results.history(attempt)) == 1
        assert count(AuditRow, AuditRow.action == "closed attempt") == 1


def test_two_workers_close_a_whole_class_once_each(app, ready, at_once):
    with app.app_context():
        mine = [exams.start(name, seed=seed) for seed, name in enumerate(["tara", "tom"])]

    at_once(lambda: exams.sweep(CLOSES), lambda: exams.sweep(CLOSES))

    with app.app_context():
        assert [sittings.attempt(one).state for one in mine] == ["graded"] * 2
        assert [len(results.history(one)) for one in mine] == [1, 1]


def test_invariant_1_an_answer_that_races_the_closing_is_counted_or_called_late(app, attempt, at_once):
    batches = [lambda number=number: exams.send(attempt, exams.event(number, 1)) for number in range(6, 12)]

    *receipts, _closed = at_once(*batches, lambda: exams.submit(attempt, last_seq=5))

    with app.app_context():
        stored = {number for receipt in receipts for number in receipt.acks.get("stored", [])}
        late = {number for receipt in receipts for number in receipt.acks.get("late", [])}
        assert {event.seq for event in sittings.log(attempt)} == set(range(1, 6)) | stored
        assert stored | late == set(range(6, 12))
        assert sittings.attempt(attempt).event_digest == closing.event_digest(sittings.log(attempt))


def test_invariant_1_one_batch_sent_at_the_same_time_is_stored_once(app, attempt, at_once):
    events = [exams.event(number, 2) for number in range(6, 26)]

    receipts = at_once(*[lambda: exams.send(attempt, *events)] * 4)

    with app.app_context():
        assert count(Event) == 25
    assert sum(len(receipt.acks.get("stored", [])) for receipt in receipts) == 20


def test_two_devices_never_share_an_epoch(app, attempt, at_once):
    clients = [f"device-number-{number}" for number in range(4)]

    found = at_once(*[lambda client=client: exams.open_device(attempt, client=client, take=True) for client in clients])

    taken = [one.epoch for one in found if not isinstance(one, NotOpen)]
    assert len(set(taken)) == len(taken) >= 1
    with app.app_context():
        assert len({device.epoch for device in sittings.devices(attempt)}) == len(sittings.devices(attempt))


def test_minutes_added_while_the_clock_closes_are_had_or_refused(app, attempt, at_once):
    def add():
        with database.commit_command():
            return invigilation.add_minutes(attempt, 10, "Alarm", by=identity("ada"), now=CLOSES)

    added, _swept = at_once(add, lambda: exams.sweep(CLOSES))

    with app.app_context():
        state = sittings.attempt(attempt).state
    assert (state == "graded") == isinstance(added, invigilation.WrongState)


def test_pages_without_scripts_that_save_at_once_lose_nothing(app, ready, at_once):
    with app.app_context():
        made = exams.start()

    def save(position):
        slot = exams.sheet(made).slot(position)
        given = [(EventKind.ANSWER, slot.response(["1"]))]
        with database.commit_command():
            without_scripts.save_form(made, identity("tara"), position, given, seen=(0, 0), now=NOON)

    at_once(*[lambda position=position: save(position) for position in range(1, 6)])

    with app.app_context():
        assert sorted(exams.said(made).answers) == [1, 2, 3, 4, 5]
        assert len({(event.epoch, event.seq) for event in sittings.log(made)}) == 5
