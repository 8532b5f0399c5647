"""``training simulate``: where it is refused, and what it says then."""

from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from tests.conftest import NOON
from training import db as database
from training.accounts.models import Person
from training.cli import demo, site
from training.cli.simulation import simulate
from training.db import db
from training.simulation.models import SimulationRun

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def run(app, settings, monkeypatch):
    """A function that runs the command on this test's site; its demonstration needs no preparing."""

    def do(*arguments, profile="demo"):
        monkeypatch.setattr(site, "settings", lambda: replace(settings, profile=profile))
        monkeypatch.setattr(site, "site", lambda _given: app)
        monkeypatch.setattr(demo, "prepare", lambda _given: None)
        return CliRunner().invoke(simulate, arguments)

    return do


def simulated():
    return db.session.scalar(select(func.count()).select_from(Person).where(Person.simulated))


def test_it_is_refused_outside_the_demonstration(run):
    done = run(profile="production")

    assert done.exit_code == 1
    assert "Only the demonstration is simulated in" in done.output
    assert simulated() == 0


def test_it_is_refused_where_it_was_done_unless_more_is_asked_for(run):
    with database.commit_command():
        when = {"until": NOON, "begun_at": NOON, "finished_at": NOON + timedelta(minutes=4), "open": None}
        db.session.add(SimulationRun(seed=1, people=240, months=12, acts=9, **when))

    done = run()

    assert done.exit_code == 1
    assert "holds simulated history already. Add to it with --more" in done.output
    assert simulated() == 0


def test_it_is_refused_without_the_people_through_whom_it_works(run):
    with database.commit_command():
        db.session.execute(Person.__table__.update().where(Person.email == "ada@demo.test").values(email="a@demo.test"))

    done = run()

    assert done.exit_code == 1
    assert "training demo reset" in done.output


@pytest.mark.parametrize("wrong", [("--people", "0"), ("--months", "1"), ("--seed", "-1")])
def test_numbers_out_of_range_are_refused_by_name(run, wrong):
    done = run(*wrong)

    assert done.exit_code == 2
    assert wrong[0] in done.output


def test_the_help_says_what_it_does(run):
    told = run("--help").output

    for words in ("simulated history", "marked as simulated", "goes on when it is run again", "--people"):
        assert words in " ".join(told.split())
