"""The production recipe, started whole: nginx, three processes, a worker and a PostgreSQL of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.rehearsal import programs

ROOT = Path(__file__).parents[2]


@pytest.fixture
def needed():
    try:
        return programs.found()
    except programs.Missing as missing:
        pytest.skip(f"deploy/try was not run: {missing}")


def test_an_exam_outlives_a_killed_process_and_everything_is_stopped_at_the_end(needed):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "deploy.rehearsal"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    for seen in ("kill -9", "every acknowledged answer is stored", "Passed", "Everything is stopped"):
        assert seen in done.stdout


def test_a_machine_without_the_programs_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(programs, "_nginx_places", list)

    with pytest.raises(programs.Missing, match="apt-get install nginx"):
        programs.found()
