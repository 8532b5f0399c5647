"""Awards as a job: counted, cancelled, failing one by one, and killed in the middle."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from deploy.rehearsal import starting
from tests.conftest import NOON
from tests.people import identity
from tests.programmes import slow_worker, world
from training.audit import queries as audit
from training.certificates.models import Certificate
from training.db import begin_write, commit_step, db, rollback
from training.jobs import queries as jobs
from training.jobs import service as queue
from training.jobs.models import Job, JobState
from training.jobs.worker import Worker
from training.mail.models import Mail
from training.programmes.queries import candidates
from training.programmes.queries import cohorts as places
from training.programmes.service import awards

HANDLERS = {awards.KIND: awards.award_cohort}


@pytest.fixture
def people(cohort):
    """Six people who are ready."""
    ids = world.crowd(6)
    for person_id in ids:
        world.place(cohort, person_id)
    world.ready(*ids)
    return ids


def queued(cohort_id, code="theory"):
    cohort = places.cohort(cohort_id)
    award = places.programme_of(cohort).award(code)
    made = awards.queue_cohort(cohort, award, by=identity("ada"), issuer=world.ISSUER, now=NOON).id
    commit_step()
    return made


def work(name="worker", now=NOON):
    Worker(name, HANDLERS, {}, lambda: now).step()
    rollback()


def issued():
    rollback()
    return db.session.scalar(select(func.count()).select_from(Certificate))


def test_a_cohort_is_awarded_as_one_job(cohort, people):
    job = queued(cohort)
    work()

    assert (jobs.job(job).state, jobs.job(job).done, jobs.job(job).total) == (JobState.DONE, 6, 6)
    assert issued() == 6


def test_asking_twice_queues_one_job(cohort, people):
    assert queued(cohort) == queued(cohort)


def test_asking_again_after_a_job_is_over_queues_another(cohort, people):
    world.named(people[0], name="Person \U00012000")
    for person in people[1:]:
        world.award(places.place(cohort, person).id)
    first = queued(cohort)
    work()

    assert queued(cohort) != first


def test_nobody_ready_queues_nothing(cohort):
    with pytest.raises(awards.NobodyReady):
        queued(cohort)


def test_one_name_no_font_has_is_listed_and_the_others_go_on(cohort, people):
    world.named(people[2], name="Person \U00012000")
    job = queued(cohort)
    work()

    (failure,) = jobs.failures(job)
    assert failure.subject.startswith("Person 002")
    assert "no font has" in failure.reason
    assert jobs.job(job).state == JobState.DONE
    assert issued() == 5


def test_who_awards_the_cohort_is_not_awarded_with_it(cohort, people):
    place = world.place(cohort, identity("tara"))
    world.ready(identity("tara"))
    by_tara = candidates.one(place, "theory", now=NOON, by=identity("tara"))

    assert not by_tara.ready


def test_a_person_awarded_meanwhile_is_passed_over(cohort, people):
    job = queued(cohort)
    world.award(places.place(cohort, people[3]).id)
    work()

    assert jobs.job(job).done == 6
    assert jobs.failures(job) == []
    assert issued() == 6


def test_a_cancelled_job_keeps_what_is_done_and_can_go_on(cohort, people):
    job = queued(cohort)
    queue.claim("worker", now=NOON)
    queue.advance(job, "worker", done=0, now=NOON)
    queue.cancel(job, now=NOON)
    commit_step()
    later = NOON + timedelta(minutes=5)
    work("other", now=later)

    assert (jobs.job(job).state, issued()) == (JobState.CANCELLED, 1)
    queue.retry(job)
    commit_step()
    work("third", now=later)
    assert (jobs.job(job).state, issued()) == (JobState.DONE, 6)


def test_a_worker_killed_in_the_middle_leaves_no_second_and_no_missing_certificate(cohort, people, settings, tmp_path):
    job = queued(cohort)
    given = (settings.database_url, settings.data, "first", NOON)
    killed = starting.start(slow_worker.work, *given, environment={}, said=tmp_path / "said")
    _wait_until(lambda: issued() >= 2)
    killed.kill()
    killed.join()
    after_kill = issued()

    work("second", now=NOON + timedelta(minutes=5))

    assert 2 <= after_kill < 6
    assert (jobs.job(job).state, jobs.job(job).done, issued()) == (JobState.DONE, 6, 6)
    people_awarded = db.session.scalar(select(func.count(Certificate.person_id.distinct())))
    assert people_awarded == 6


def test_the_worker_killed_again_and_again_awards_everybody_once(cohort, settings):
    ids = world.crowd(12)
    for person_id in ids:
        world.place(cohort, person_id)
    world.ready(*ids)
    job = queued(cohort)

    for wanted in (1, 7, 8):
        killed = _command(settings)
        _wait_until(lambda wanted=wanted: issued() >= wanted)
        killed.kill()
        killed.join()
        _lease_runs_out(job)
    last = _command(settings, "--once")
    last.join(timeout=120)

    assert last.exitcode == 0
    rollback()
    assert (jobs.job(job).state, jobs.job(job).done, jobs.failures(job)) == (JobState.DONE, 12, [])
    assert sorted(db.session.scalars(select(Certificate.person_id))) == sorted(ids)
    told = db.session.scalars(select(Mail.person_id).where(Mail.kind == "certificate-issued"))
    assert sorted(told) == sorted(ids)
    assert audit.first_break() is None


def test_the_list_of_two_hundred_takes_as_many_statements_as_the_list_of_one(cohort, statements):
    world.ready(*_placed(cohort, world.crowd(1)))
    one = _statements(cohort, statements)
    world.ready(*_placed(cohort, world.crowd(199, first=1)))

    assert _statements(cohort, statements) == one


def _placed(cohort, ids):
    from training.programmes.models import Enrolment

    for person_id in ids:
        db.session.add(
            Enrolment(cohort_id=cohort, person_id=person_id, programme_code=world.PROGRAMME.code, enrolled_at=NOON)
        )
    db.session.commit()
    return ids


def _statements(cohort_id, statements):
    rollback()
    with statements() as sent:
        cohort = places.cohort(cohort_id)
        programme = places.programme_of(cohort)
        for award in programme.awards:
            candidates.of_cohort(cohort, award, now=NOON, by=None)
        candidates.progress(places.places(cohort_id), programme, now=NOON)
    return len(sent)


def _command(settings, *options):
    """Start the product's own worker on this test's site."""
    told = {
        "NEEDLEWISE_PROFILE": "production",
        "NEEDLEWISE_SECRET_KEY": settings.secret_key,
        "NEEDLEWISE_DATABASE_URL": settings.database_url,
        "NEEDLEWISE_DATA": str(settings.data),
        "NEEDLEWISE_MAIL": "file",
    }
    return starting.command("worker", *options, environment=told, said=settings.data / "said")


def _lease_runs_out(job_id):
    """Let the half minute pass after which another worker takes over."""
    begin_write()
    db.session.execute(update(Job).where(Job.id == job_id).values(lease_until=NOON - timedelta(days=4000)))
    commit_step()


def _wait_until(holds, seconds=60):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "the worker did not get on"
        time.sleep(0.05)


def test_a_job_names_its_cohort(cohort, people):
    assert db.session.get(Job, queued(cohort)).title == "Theory: Spring 2027"
