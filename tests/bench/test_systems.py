"""The compared applications stay what they say they are."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bench import __main__ as bench
from bench import measure
from bench.report import Report


def counted(system):
    """Count in a thread of its own: the browser tests leave an event loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(measure.counts(system))).result()


def test_the_textbook_floor_is_short():
    lines = Path(bench.__file__).with_name("floor.py").read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 60


@pytest.mark.parametrize("name", bench.DRIFT)
def test_a_save_sends_what_it_is_held_to(name, tmp_path):
    with bench._serve(name, f"sqlite:///{tmp_path / name}.db", tmp_path, (), people=4, traced=True) as system:
        save = counted(system)["save"]

    assert (save.statements, save.commits) == bench.DRIFT[name]


def test_a_wider_goal_is_said_and_fails_nothing(capsys):
    report = Report()
    report.ratio("sqlite", "start / reference", 0.9, goal=0.8, wider=True)
    report.say()

    assert report.missed == []
    assert "start / reference ≤ 0.8, not 0.90" in capsys.readouterr().out


def test_a_goal_to_be_met_fails_the_bench(capsys):
    report = Report()
    report.ratio("sqlite", "save / textbook floor", 1.01, goal=1.0)
    report.say()

    assert report.missed
    assert "Missed:" in capsys.readouterr().out
