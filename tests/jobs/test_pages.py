"""The job pages and the health addresses."""

from datetime import timedelta

import pytest

from tests.conftest import NOON
from training import clock, schema
from training import db as database
from training.db import db
from training.jobs import queries, service
from training.jobs.models import JobState


@pytest.fixture
def job_id(app):
    with app.app_context():
        job = service.enqueue("count", {}, title="Award 3 people", total=3, requested_by=None, now=NOON)
        database.commit_step()
        return job.id


def test_an_administrator_sees_progress_that_survives_a_reload(browser_of, job_id):
    ada = browser_of("ada")

    assert "0 of 3" in ada.get(f"/jobs/{job_id}").text
    assert "0 of 3" in ada.get(f"/jobs/{job_id}/progress").text
    assert "Award 3 people" in ada.get("/jobs").text


def test_the_page_is_loaded_anew_when_the_job_is_over(browser_of, job_id):
    ada = browser_of("ada")
    assert "HX-Refresh" not in ada.get(f"/jobs/{job_id}/progress").headers
    ada.post(f"/jobs/{job_id}/cancel")

    assert ada.get(f"/jobs/{job_id}/progress").headers["HX-Refresh"] == "true"
    page = ada.get(f"/jobs/{job_id}").text
    assert "Go on" in page
    assert "Stop the job" not in page


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


def test_a_trainee_may_not_see_jobs(browser_of, job_id):
    assert browser_of("tara").get(f"/jobs/{job_id}").status_code == 403


def test_an_unknown_job_is_not_found(browser_of):
    assert browser_of("ada").get("/jobs/999").status_code == 404


def test_the_process_says_it_lives(client):
    assert client.get("/healthz").json == {"ok": True}


def test_without_schema_and_worker_the_site_is_not_ready(client):
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "training db upgrade" in answer.json["schema"]


def test_with_schema_and_worker_the_site_is_ready(client, app):
    with app.app_context():
        connection = db.session.connection()
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{schema.head()}')")
        db.session.commit()
        service.beat("first", now=clock.now())
    assert client.get("/readyz").json["ready"]

    with app.app_context():
        service.beat("first", now=clock.now() - timedelta(minutes=2))
    assert client.get("/readyz").json["worker"].startswith("silent")
