"""Long work: counted steps that survive a killed worker, a cancel, a broken step."""

from datetime import timedelta

import pytest

from tests.conftest import NOON
from training import db as database
from training.jobs import queries, service
from training.jobs.models import JobState
from training.jobs.worker import Periodic, Worker


class Hands:
    """A clock that the test moves, and a list of what was done."""

    def __init__(self):
        self.now = NOON
        self.done = []

    def clock(self):
        return self.now


@pytest.fixture
def hands(context):
    return Hands()


def enqueue(total=3, **more):
    job = service.enqueue("count", {"of": total}, title="Counting", total=total, requested_by=None, now=NOON, **more)
    database.commit_step()
    return job.id


def worker(hands, handler, name="first"):
    return Worker(name, {"count": handler}, {}, hands.clock)


def counting(hands):
    def handle(run):
        for number in range(run.done, int(run.args["of"])):
            hands.done.append(number)
            run.advance()

    return handle


def test_a_job_is_worked_off_step_by_step(hands):
    job_id = enqueue()

    assert worker(hands, counting(hands)).step()

    job = queries.job(job_id)
    assert (job.state, job.done, hands.done) == (JobState.DONE, 3, [0, 1, 2])


def test_with_no_job_there_is_nothing_to_do(hands):
    assert not worker(hands, counting(hands)).step()


def test_a_worker_that_vanishes_is_replaced_after_its_lease_and_no_step_is_done_twice(hands):
    job_id = enqueue()

    def dies_after_one_step(run):
        hands.done.append(run.done)
        run.advance()
        raise SystemExit

    with pytest.raises(SystemExit):
        worker(hands, dies_after_one_step).step()
    assert not worker(hands, counting(hands), "second").step(), "the lease still runs"
    hands.now += service.LEASE + timedelta(seconds=1)
    assert worker(hands, counting(hands), "second").step()

    assert queries.job(job_id).state == JobState.DONE
    assert hands.done == [0, 1, 2]


def test_a_worker_that_comes_back_late_cannot_count_a_step(hands):
    enqueue()
    first = service.claim("first", now=NOON)
    later = NOON + service.LEASE + timedelta(seconds=1)
    service.claim("second", now=later)

    with pytest.raises(service.LeaseLost):
        service.advance(first.id, "first", done=1, now=later)


def test_work_that_asks_for_rest_is_due_again_after_it(hands):
    times = []

    def tired(now):
        times.append(now)
        return timedelta(minutes=1)

    resting = Worker("first", {}, {"mail": Periodic(timedelta(seconds=2), tired)}, lambda: hands.now)
    for seconds in (0, 30, 31):
        hands.now += timedelta(seconds=seconds)
        resting.step()

    assert times == [NOON, NOON + timedelta(seconds=61)]


def test_a_cancelled_job_keeps_what_was_done(hands):
    job_id = enqueue()

    def is_asked_to_stop(run):
        run.advance()
        service.cancel(job_id, now=NOON)
        run.advance()
        hands.done.append("never")

    worker(hands, is_asked_to_stop).step()

    job = queries.job(job_id)
    assert (job.state, job.done, hands.done) == (JobState.CANCELLED, 2, [])


def test_a_waiting_job_is_cancelled_at_once(hands):
    job_id = enqueue()
    service.cancel(job_id, now=NOON)
    database.commit_step()

    assert not worker(hands, counting(hands)).step()
    assert queries.job(job_id).state == JobState.CANCELLED


def test_a_step_that_fails_is_listed_and_the_others_go_on(hands):
    job_id = enqueue()

    def cannot_do_the_second(run):
        for number in range(3):
            if number == 1:
                run.fail("Tom Brandt", "his name has a character no font has")
            else:
                run.advance()

    worker(hands, cannot_do_the_second).step()

    job = queries.job(job_id)
    assert (job.state, job.done) == (JobState.DONE, 3)
    assert [(row.subject, row.step) for row in queries.failures(job_id)] == [("Tom Brandt", 1)]


def test_a_job_that_breaks_says_why_and_can_go_on(hands):
    job_id = enqueue()

    def breaks(run):
        run.advance()
        message = "the printer is on fire"
        raise ValueError(message)

    worker(hands, breaks).step()
    assert "on fire" in queries.job(job_id).error
    service.retry(job_id)
    database.commit_step()
    worker(hands, counting(hands)).step()

    assert queries.job(job_id).state == JobState.DONE
    assert hands.done == [1, 2]


def test_the_same_work_is_queued_once(hands):
    first, second = enqueue(dedupe="cohort 1"), enqueue(dedupe="cohort 1")

    assert first == second
    assert len(queries.newest()) == 1


def test_what_is_due_is_done_once_an_interval_and_a_broken_duty_stops_nobody(hands):
    def broken(_now):
        raise RuntimeError

    duties = {
        "broken": Periodic(timedelta(seconds=5), broken),
        "sweep": Periodic(timedelta(seconds=5), hands.done.append),
    }
    made = Worker("first", {}, duties, hands.clock)

    for seconds in (0, 1, 5):
        hands.now = NOON + timedelta(seconds=seconds)
        made.step()

    assert hands.done == [NOON, NOON + timedelta(seconds=5)]


def test_a_long_job_does_not_hold_up_what_is_due(hands):
    enqueue(total=4)
    swept = []

    def handle(run):
        while run.done < 4:
            hands.now += timedelta(seconds=10)
            run.advance()

    Worker("first", {"count": handle}, {"sweep": Periodic(timedelta(seconds=15), swept.append)}, hands.clock).step()

    assert swept == [NOON, NOON + timedelta(seconds=20), NOON + timedelta(seconds=40)]
