"""Large uploads: read by the worker while their page shows how far that is, then shown as any other import."""

import time
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from training import clock
from training.bank.models import ImportRun
from training.bank.service import queued
from training.cli.work import HANDLERS
from training.db import commit_step, db
from training.jobs import service as jobs
from training.jobs.models import Job, JobState
from training.jobs.worker import Periodic, Worker

LONG = "\n\n".join(f"::Q{n}::Which of {n}?{{=skin ~bone}}" for n in range(3)).encode() + b"\n\n//" + b"x" * queued.LARGE


@pytest.fixture
def at_work(app):
    """A worker has just given a sign of life; the function lets it do one thing."""
    with app.app_context():
        jobs.beat("w", now=clock.now())

    def step(handlers=HANDLERS):
        with app.app_context():
            Worker("w", handlers, {}, clock.now).step()

    return step


def uploaded(browser, content=LONG):
    return browser.post("/bank/import", data={"files": (BytesIO(content), "long.gift")}).location


def test_a_large_upload_waits_for_the_worker_and_is_then_shown(at_work, browser_of):
    ines = browser_of("ines")
    address = uploaded(ines)

    waiting = ines.get(address).text
    at_work()

    assert 'value="0" max="100"' in waiting
    assert "Waiting for the worker" in waiting
    assert "3 new, 0 changed" in ines.get(address).text


def test_the_page_is_renewed_when_the_reading_is_over(at_work, browser_of):
    ines = browser_of("ines")
    address = uploaded(ines)

    during = ines.get(address, headers={"HX-Request": "true"})
    at_work()
    after = ines.get(address, headers={"HX-Request": "true"})

    assert "HX-Refresh" not in during.headers
    assert after.headers["HX-Refresh"] == "true"


def test_hundredths_are_counted_and_the_files_are_not_kept(app, at_work, browser_of):
    seen = []

    def reading(run):
        advance = run.advance
        run.advance = lambda: (advance(), seen.append(run.done))
        HANDLERS["import"](run)

    uploaded(browser_of("ines"))
    at_work({"import": reading})

    assert seen == list(range(1, 101))
    with app.app_context():
        assert queued.UPLOADS not in db.session.scalars(select(ImportRun.plan)).one()


def test_an_upload_that_is_not_read_yet_cannot_be_applied(at_work, browser_of):
    ines = browser_of("ines")
    address = uploaded(ines)

    answer = ines.post(address, data={})

    assert answer.status_code == 409
    assert "still being read" in answer.text


def test_a_reading_that_breaks_off_says_so(at_work, browser_of):
    def broken(_run):
        message = "no such thing"
        raise LookupError(message)

    ines = browser_of("ines")
    address = uploaded(ines)
    at_work({"import": broken})

    assert "LookupError: no such thing" in ines.get(address).text


def test_nobody_else_sees_how_far_an_upload_is(at_work, browser_of):
    address = uploaded(browser_of("ines"))

    assert browser_of("ivo").get(address).status_code == 404


@pytest.mark.parametrize("beat", [None, timedelta(minutes=5)])
def test_without_a_worker_it_is_read_at_once(app, browser_of, beat):
    if beat is not None:
        with app.app_context():
            jobs.beat("w", now=clock.now() - beat)
    ines = browser_of("ines")

    assert "3 new, 0 changed" in ines.get(uploaded(ines)).text
    with app.app_context():
        assert db.session.scalars(select(Job)).all() == []


def test_what_is_due_is_done_while_work_goes_on_apart(app):
    done = []
    dues = {"count": Periodic(timedelta(0), lambda _now: done.append(1))}

    def handler(run):
        before = len(done)
        run.meanwhile(lambda: _until(lambda: len(done) > before))

    with app.app_context():
        jobs.enqueue("apart", {}, title="Apart", total=1, requested_by=None, now=clock.now())
        commit_step()
        Worker("w", {"apart": handler}, dues, clock.now).step()
        assert db.session.scalars(select(Job.state)).one() == JobState.DONE


def _until(holds):
    while not holds():
        time.sleep(0.01)
