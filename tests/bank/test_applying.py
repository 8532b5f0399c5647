"""Imports of many items: applied by the worker, counted, all of them once or none, however the worker ends."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from tests.bank.bank import saved, text_of
from tests.items import samples
from tests.people import identity
from training import clock
from training import db as database
from training.audit.models import AuditRow
from training.bank.models import BankItem, ItemVersion
from training.bank.service import applying
from training.cli.work import HANDLERS
from training.db import db
from training.jobs import service as jobs
from training.jobs.models import Job
from training.jobs.worker import Worker

PLAIN = samples.draft("plain")
CODES = [f"safety/many/item-{number}" for number in range(4)]
FILE = text_of(*(PLAIN | {"code": code} for code in CODES))


class Killed(BaseException):
    """What stands for a worker that ends without a word."""


@pytest.fixture
def at_work(app, monkeypatch):
    """Four items are many, and a worker gave a sign of life; the function lets it work, some time later."""
    monkeypatch.setattr(applying, "LARGE", len(CODES))
    with app.app_context():
        jobs.beat("w", now=clock.now())

    def step(handlers=HANDLERS, later=timedelta(0)):
        with app.app_context():
            try:
                Worker("w", handlers, {}, lambda: clock.now() + later).step()
            finally:
                database.rollback()

    return step


def shown(browser, content=FILE):
    return browser.post("/bank/import", data={"files": (BytesIO(content), "many.toml")}).location


def imported(app):
    """Return how many items, versions and records of an import there are."""
    with app.app_context():
        return tuple(
            db.session.scalar(select(func.count()).select_from(of))
            for of in (BankItem, ItemVersion, select(AuditRow).where(AuditRow.action == "imported items").subquery())
        )


def test_many_items_wait_for_the_worker_and_are_then_drafts(app, at_work, browser_of):
    ines = browser_of("ines")
    address = shown(ines)

    answer = ines.post(address, data={})
    waiting = ines.get(address).text
    assert answer.location == address
    assert 'value="0" max="100"' in waiting
    assert "Applying an import" in waiting
    assert imported(app) == (0, 0, 0)

    at_work()
    assert "This import was applied." in ines.get(address).text
    assert imported(app) == (4, 4, 1)


def test_the_page_is_renewed_when_it_is_over(at_work, browser_of):
    ines = browser_of("ines")
    address = shown(ines)
    ines.post(address, data={})

    during = ines.get(address, headers={"HX-Request": "true"})
    at_work()
    after = ines.get(address, headers={"HX-Request": "true"})

    assert "HX-Refresh" not in during.headers
    assert after.headers["HX-Refresh"] == "true"


def test_who_asked_stands_on_the_one_job_however_often_it_was_asked_for(app, at_work, browser_of):
    ines = browser_of("ines")
    address = shown(ines)

    assert ines.post(address, data={}).location == ines.post(address, data={}).location == address
    assert browser_of("ivo").post(address, data={}).status_code == 404
    with app.app_context():
        [job] = db.session.scalars(select(Job)).all()
        assert (job.requested_by, job.total) == (identity("ines"), 100)


@pytest.mark.parametrize(("after", "left"), [("before", (0, 0, 0)), ("after", (4, 4, 1))])
def test_a_worker_killed_around_the_writing_leaves_all_or_nothing_and_another_ends_it(
    app, at_work, browser_of, after, left
):
    def dying(run):
        advance = run.advance

        def step():
            written = db.session.scalar(select(func.count()).select_from(BankItem)) > 0
            if not written or after == "after":
                advance()
            if written:
                raise Killed

        run.advance = step
        HANDLERS[applying.KIND](run)

    ines = browser_of("ines")
    address = shown(ines)
    ines.post(address, data={})

    with pytest.raises(Killed):
        at_work({applying.KIND: dying})
    assert imported(app) == left
    at_work(later=jobs.LEASE + timedelta(seconds=1))

    assert imported(app) == (4, 4, 1)
    assert "This import was applied." in ines.get(address).text


def test_what_the_bank_refuses_is_said_and_can_be_asked_for_again(app, at_work, browser_of):
    ines = browser_of("ines")
    address = shown(ines)
    ines.post(address, data={})
    with app.app_context():
        saved(PLAIN | {"code": CODES[0], "stem": "Whose words are these?"})

    at_work()
    page = ines.get(address).text

    assert "Nothing changed in the bank. The bank changed since this import was shown." in page
    assert imported(app) == (1, 1, 0)
    assert ines.post(address, data={}).location == address
    assert 'value="0" max="100"' in ines.get(address).text


def test_what_would_be_left_out_is_asked_about_at_once(app, at_work, browser_of):
    ines = browser_of("ines")
    address = shown(ines, FILE + b'\n[[item]]\ncode = "safety/many/broken"\n')

    refused = ines.post(address, data={})
    agreed = ines.post(address, data={"leave_out": "y"})
    at_work()

    assert refused.status_code == 422
    assert "would be left out" in refused.text
    assert agreed.status_code == 303
    assert imported(app) == (4, 4, 1)


def test_a_small_import_and_one_without_a_worker_are_applied_at_once(app, at_work, browser_of):
    ines = browser_of("ines")
    small = shown(ines, text_of(PLAIN | {"code": "safety/few/item"}))
    assert ines.post(small, data={}).location.startswith("/bank?")
    assert imported(app)[0] == 1

    with app.app_context():
        jobs.beat("w", now=clock.now() - timedelta(minutes=5))
        database.commit_step()
    assert ines.post(shown(ines), data={}).location.startswith("/bank?")
    assert imported(app)[0] == 5
