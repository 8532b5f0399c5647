"""``training calibrate``: a candidate from the command line."""

import pytest
from click.testing import CliRunner

from tests.conftest import NOON
from tests.people import identity
from tests.quiz import exams
from training import db as database
from training.cli import calibration as commands
from training.cli import site
from training.quiz.calibration import queries, service
from training.quiz.queries.exams import published


@pytest.fixture
def run(app, monkeypatch):
    """A function that runs the command on this test's site."""
    monkeypatch.setattr(site, "application", lambda: app)
    return lambda *arguments: CliRunner().invoke(commands.calibrate, arguments)


def test_a_candidate_is_made_step_by_step_and_nothing_is_in_force(run, context):
    exams.ready("tara", "tom")
    exams.sat("tara", right=3)
    exams.sat("tom", right=1, seed=2)

    done = run(exams.CODE)

    exam = published(exams.CODE)
    assert done.exit_code == 0
    assert "Two-parameter diagnostic" in done.stderr
    assert "2 attempts, 10 responses, 12 items: 12 provisional" in done.stdout
    assert "Calibration 1 is stored" in done.stdout
    assert queries.calibration(exam.exam_id, 1).snapshot.attempts == 2
    assert queries.in_force(exam.exam_id) is None


def test_it_says_when_nothing_changed_and_how_the_pass_rate_would_move(run, context):
    exams.ready("tara")
    run(exams.CODE)
    with database.commit_command():
        service.activate(published(exams.CODE).exam_id, 1, "To begin with.", by=identity("ada"), now=NOON)

    first = run(exams.CODE)
    again = run(exams.CODE)

    assert "the expected pass rate goes from" in first.stdout
    assert "was stored before: nothing changed since" in again.stdout


def test_interrupted_it_says_that_nothing_was_stored(run, context, monkeypatch):
    exams.ready("tara")
    said = []

    def interrupt(words, **options):
        said.append(words)
        if "Reading the answers" in words:
            raise KeyboardInterrupt

    monkeypatch.setattr(commands.click, "echo", interrupt)

    done = run(exams.CODE)

    assert done.exit_code == 130
    assert "Interrupted. Nothing was stored" in said[-1]
    assert queries.calibrations(published(exams.CODE).exam_id) == []


def test_an_unknown_exam_is_named(run):
    done = run("nowhere")

    assert done.exit_code == 1
    assert "There is no published exam called nowhere." in done.stderr
