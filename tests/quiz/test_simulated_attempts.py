"""Whatever counts attempts says how many of them were simulated: pages, tables to take away, commands."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from tests import people
from tests.conftest import NOON
from tests.quiz import calibrations, exams
from training import db as database
from training.cli import attempt as attempts
from training.cli import papers, site
from training.measurement import snapshot
from training.quiz import trial_papers
from training.quiz.calibration import measuring
from training.quiz.queries import exams as published


@pytest.fixture
def sat(context):
    """The attempts of somebody simulated and of somebody real."""
    exams.ready("tara", "tom")
    with database.commit_command():
        people.simulate("tara")
    return exams.sat("tara", right=3), exams.sat("tom", right=2, seed=2)


def exam():
    return published.published(exams.CODE)


def test_an_item_says_of_how_many_simulated_people_it_was_asked(sat, browser_of):
    slots = [{slot.item.header.code for slot in exams.sheet(each).slots} for each in sat]
    both, alone = slots[0] & slots[1], slots[0] - slots[1]
    ines = browser_of("ines")

    for code in [*both][:1] + [*alone][:1]:
        shown = " ".join(ines.get(f"/bank/items/{code}").get_data(as_text=True).split())
        assert '<span class="small">1 simulated</span>' in shown
        assert "1 of them simulated" in shown
    listed = ines.get("/bank?use=drawn").get_data(as_text=True)
    assert listed.count("1 simulated") == len(slots[0])


def test_the_fairness_page_and_its_table_say_it_of_each_paper(sat, browser_of):
    shown = browser_of("ines").get(f"/exams/{exams.CODE}/fairness").get_data(as_text=True)
    table = browser_of("ines").get(f"/exams/{exams.CODE}/fairness.csv").get_data(as_text=True)

    assert "of which 1 were given to simulated people" in shown
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [(int(row["attempt"]), row["simulated"]) for row in rows] == [(sat[0], "yes"), (sat[1], "")]


def test_the_monitor_says_it_of_all_and_names_say_it_of_each(sat, browser_of):
    shown = browser_of("ada").get(f"/exams/{exams.CODE}/monitor").get_data(as_text=True)

    assert "1 of 2 attempts are simulated." in shown
    assert shown.count("Tara Okafor") == shown.count("Tara Okafor (simulated)") == 1
    assert "(simulated)" in browser_of("ada").get(f"/exams/attempts/{sat[0]}").get_data(as_text=True)


def test_scoring_again_says_it(app, sat, monkeypatch):
    monkeypatch.setattr(site, "application", lambda: app)

    said = CliRunner().invoke(attempts.attempt, ["rescore", "--all"]).output.splitlines()

    assert [line.endswith("It was simulated.") for line in said] == [True, False]


def test_a_calibration_keeps_how_many_of_its_attempts_were_simulated(sat, browser_of):
    made = measuring.candidate(exam(), current=None, progress=lambda _step: None)

    assert (made.simulated, made.attempts) == (1, 2)
    assert made.plain()["simulated"] == 1
    assert snapshot.of_plain(made.plain()) == snapshot.of_plain(snapshot.of_plain(made.plain()).plain())
    with database.commit_command():
        number, _new = calibrations.service.store(exam().exam_id, made, based_on=None, now=NOON)
    page = browser_of("ines").get(f"/exams/{exams.CODE}/calibrations/{number}").get_data(as_text=True)
    index = browser_of("ines").get(f"/exams/{exams.CODE}/calibrations").get_data(as_text=True)
    assert "1 of 2 attempts are simulated." in page
    assert "1 simulated" in index


def test_a_calibration_without_any_says_nothing_and_keeps_its_digest(context):
    exams.ready("tara")
    exams.sat("tara", right=3)
    made = measuring.candidate(exam(), current=None, progress=lambda _step: None)

    assert made.simulated == 0
    assert "simulated" not in made.plain()


def test_papers_to_study_say_that_a_calibration_behind_them_was_simulated(app, sat, tmp_path, monkeypatch):
    made = measuring.candidate(exam(), current=None, progress=lambda _step: None)
    with database.commit_command():
        number, _new = calibrations.service.store(exam().exam_id, made, based_on=None, now=NOON)
        calibrations.service.activate(exam().exam_id, number, "For study.", by=people.identity("ada"), now=NOON)
    monkeypatch.setattr(site, "application", lambda: app)
    out = tmp_path / "papers.jsonl"

    CliRunner().invoke(papers.paper, ["draw", "--exam", exams.CODE, "--count", "2", "--out", str(out)])

    drawn = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [each["calibrated_by_simulated_attempts"] for each in drawn] == [1, 1]
    assert next(trial_papers.drawn(exam(), count=1, seed=1))["calibrated_by_simulated_attempts"] == 1
