"""The job pages and the health addresses."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import event

from tests.conftest import NOON
from tests.quiz.test_full_disk import READ_ONLY, refusing
from training import clock
from training import db as database
from training.audit import queries as audit
from training.db import CannotWrite, db
from training.jobs import health, queries, service
from training.jobs.models import JobState
from training.web.filters import clock as clock_of
from training.web.filters import when


@pytest.fixture
def job_id(app):
    with app.app_context():
        job = service.enqueue("count", {}, title="Award 3 people", total=3, requested_by=None, now=NOON)
        database.commit_step()
        return job.id


def test_an_administrator_sees_progress_that_survives_a_reload(browser_of, job_id, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    ada = browser_of("ada")

    assert "0 of 3" in ada.get(f"/jobs/{job_id}").text
    progress = ada.get(f"/jobs/{job_id}/progress").text
    assert "0 of 3" in progress
    assert 'data-answered-at="13:00:00"' in progress
    assert "Award 3 people" in ada.get("/jobs").text


def test_the_page_is_loaded_anew_when_the_job_is_over(browser_of, job_id):
    ada = browser_of("ada")
    assert "HX-Refresh" not in ada.get(f"/jobs/{job_id}/progress").headers
    ada.post(f"/jobs/{job_id}/cancel")

    assert ada.get(f"/jobs/{job_id}/progress").headers["HX-Refresh"] == "true"
    page = ada.get(f"/jobs/{job_id}").text
    assert "Go on" in page
    assert "Stop the job" not in page


def test_without_a_worker_the_page_says_so_and_what_to_do(browser_of, job_id):
    ada = browser_of("ada")

    for path in (f"/jobs/{job_id}", f"/jobs/{job_id}/progress", "/jobs"):
        page = ada.get(path).text
        assert "No worker is at work" in page
        assert "None has ever run here" in page
        assert "needlewise-worker" in page
        assert "Waiting for the worker" not in page


def test_a_running_job_whose_worker_is_gone_does_not_say_that_it_works(browser_of, job_id, app):
    now = clock.now()
    with app.app_context():
        service.claim("first", now=now - timedelta(minutes=5))
        service.beat("first", now=now - timedelta(minutes=3))
        page = browser_of("ada").get(f"/jobs/{job_id}/progress").text
        service.beat("second", now=now)

    assert "Working" not in page
    assert when(now - timedelta(minutes=3), "Europe/Berlin", seconds=True) in page
    assert "stands still at 0 of 3" in page
    assert (
        f"Working; last sign of life at {clock_of(now, 'Europe/Berlin')}"
        in browser_of("ada").get(f"/jobs/{job_id}").text
    )


def test_awards_that_are_done_lead_to_the_register(browser_of, app):
    with app.app_context():
        job = service.enqueue("award", {}, title="Theory: Spring", total=1, requested_by=None, now=NOON)
        job.state, job.done, job.finished_at = JobState.DONE, 1, NOON
        database.commit_step()
        address = f"/jobs/{job.id}"

    assert 'href="/register"' in browser_of("ada").get(address).text.partition("1 of 1 done")[2]


def test_an_empty_list_says_what_will_stand_there(browser_of):
    assert "No long work yet" in browser_of("ada").get("/jobs").text


def test_stopping_a_waiting_job(browser_of, job_id, app):
    page = browser_of("ada").post(f"/jobs/{job_id}/cancel", follow_redirects=True).text

    assert "Stopped" in page
    with app.app_context():
        assert queries.job(job_id).state == "cancelled"


@pytest.mark.parametrize(("act", "words"), [("cancel", "was over or stopping"), ("retry", "waits, runs or is done")])
def test_a_stale_page_cannot_stop_or_go_on_with_a_job_that_is_done(browser_of, job_id, app, act, words):
    with app.app_context():
        job = queries.job(job_id)
        job.state, job.done, job.finished_at = JobState.DONE, 3, NOON
        database.commit_step()

    page = browser_of("ada").post(f"/jobs/{job_id}/{act}", follow_redirects=True).text

    assert words in page
    with app.app_context():
        assert queries.job(job_id).state == JobState.DONE
        assert audit.newest(action=None, subject=f"job:{job_id}", actor_id=None, before=None, limit=9) == []


def test_a_stopped_award_says_how_many_are_left_and_leads_to_who_has_none(browser_of, app):
    with app.app_context():
        args = {"cohort": 7, "award": "theory"}
        job = service.enqueue("award", args, title="Theory: Spring", total=5, requested_by=None, now=NOON)
        job.state, job.done, job.finished_at = JobState.CANCELLED, 3, NOON
        service.note_failure(job.id, step=1, subject="Person 002", reason="no font has it")
        database.commit_step()
        address = f"/jobs/{job.id}"

    page = browser_of("ada").get(address).text

    assert "2 of 5 done, 1 not, listed below, 2 not begun." in page
    assert 'href="/cohorts/7/awards/theory"' in page


def test_a_trainee_may_not_see_jobs(browser_of, job_id):
    assert browser_of("tara").get(f"/jobs/{job_id}").status_code == 403


def test_an_unknown_job_is_not_found(browser_of):
    assert browser_of("ada").get("/jobs/999").status_code == 404


def test_the_process_says_it_lives(client):
    assert client.get("/healthz").json == {"ok": True}


def test_without_schema_and_worker_the_site_is_not_ready(client, app):
    with app.app_context():
        db.session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
        db.session.commit()
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "training db upgrade" in answer.json["schema"]


def test_with_schema_and_worker_the_site_is_ready(client, app):
    with app.app_context():
        service.beat("first", now=clock.now())
    assert client.get("/readyz").json["ready"]

    with app.app_context():
        service.beat("first", now=clock.now() - timedelta(minutes=2))
    assert client.get("/readyz").json["worker"].startswith("silent")


def test_where_nothing_can_be_saved_the_site_is_ready_no_longer_and_reading_goes_on(client, app, monkeypatch):
    now = clock.now()
    with app.app_context():
        service.beat("first", now=now)
        db.session.commit()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=1))

    with app.app_context(), refusing(READ_ONLY):
        with pytest.raises(CannotWrite):
            service.beat("first", now=clock.now())
        answers = [client.get("/readyz") for _time in range(2)]
        page = client.get("/check")

    assert [answer.status_code for answer in answers] == [503, 503]
    assert "see whether the disk is full" in answers[0].json["worker"]
    assert page.status_code == 200
    with app.app_context():
        service.beat("first", now=clock.now())
    assert client.get("/readyz").json["ready"]


def test_where_the_database_hangs_the_site_is_not_ready_and_says_so_in_time(client, app, monkeypatch):
    monkeypatch.setattr(health, "ANSWER_SECONDS", 0.1)
    answers = threading.Event()

    def hang(*_checkout):
        assert answers.wait(30)

    with app.app_context():
        pool = db.engine.pool
    event.listen(pool, "checkout", hang)
    answer = client.get("/readyz")
    answers.set()
    next(each for each in threading.enumerate() if each.name == "readyz").join()
    event.remove(pool, "checkout", hang)

    assert (answer.status_code, answer.json) == (503, {"ready": False, "database": "does not answer"})
