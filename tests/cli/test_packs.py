"""``training packs``: checking and loading from the command line."""

import pytest
from click.testing import CliRunner

from tests.packs.samples import changed
from training.cli import packs as commands
from training.cli import site
from training.packs import queries


@pytest.fixture
def run(app, monkeypatch):
    """A function that runs a command on this test's site."""
    monkeypatch.setattr(site, "application", lambda: app)
    return lambda *arguments: CliRunner().invoke(commands.packs, list(map(str, arguments)))


def test_the_packs_that_ship_have_no_problem(run):
    done = run("check")

    assert (done.exit_code, done.output) == (0, "15 packs, no problem.\n")


def test_loading_stores_what_changed_and_activates_nothing(run, tmp_path, context):
    (tmp_path / "elbonia.toml").write_text(changed())
    assert run("load", tmp_path).output == "elbonia-pt: loaded as version 1, not active\n"
    assert run("load", tmp_path).output == "elbonia-pt: unchanged\n"

    (tmp_path / "elbonia.toml").write_text(changed(("hours = 50", "hours = 51")))
    assert run("load", tmp_path).output == "elbonia-pt: loaded as version 2, not active\n"
    assert queries.active() == []


def test_one_wrong_file_of_several_loads_none_and_names_every_problem(run, tmp_path, context):
    (tmp_path / "elbonia.toml").write_text(changed())
    (tmp_path / "other.toml").write_text(changed(("elbonia-pt", "other-pt"), ("hours = 50", ""), ("sessions = 25", "")))
    done = run("load", tmp_path)

    assert done.exit_code == 1
    assert "other.toml: requirements[1].hours is missing. Write a whole number between 1 and 5000." in done.output
    assert "other.toml: requirements[2].sessions is missing" in done.output
    assert done.output.endswith("2 problems; nothing was loaded.\n")
    assert queries.newest() == []


def test_a_folder_without_packs_is_named(run, tmp_path):
    assert f"{tmp_path}: holds no pack. Put a file that ends in .toml into it." in run("check", tmp_path).output
