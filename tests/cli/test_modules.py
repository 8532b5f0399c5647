"""``training modules``: checking and loading from the command line."""

import pytest
from click.testing import CliRunner

from tests.modules import samples
from training.cli import modules as commands
from training.cli import site
from training.modules import queries


@pytest.fixture
def run(app, monkeypatch):
    """A function that runs a command on this test's site."""
    monkeypatch.setattr(site, "application", lambda: app)
    return lambda *arguments: CliRunner().invoke(commands.modules, list(map(str, arguments)))


def test_the_modules_that_ship_have_no_problem(run):
    done = run("check")

    assert (done.exit_code, done.output) == (0, "4 modules, no problem.\n")


def test_checking_names_file_and_remedy_and_fails(run, tmp_path):
    done = run("check", samples.write(tmp_path / "new", points="So [@NOBODY99]."))

    assert done.exit_code == 1
    assert "bands/02-points.md: sections[2].text cites NOBODY99" in done.output


def test_a_folder_without_modules_is_named(run, tmp_path):
    done = run("check", tmp_path)

    assert done.exit_code == 1
    assert f"{tmp_path}: holds no module. Put a folder with a module.toml into it." in done.output


def test_loading_makes_them_current_and_says_so(run, app, tmp_path):
    done = run("load", samples.write(tmp_path / "new"))

    assert "bands: loaded, awaits clinical review" in done.output
    with app.app_context():
        assert set(queries.titles()) == {"bands"}


def test_loading_again_changes_nothing(run, tmp_path):
    folder = samples.write(tmp_path / "new")
    run("load", folder)

    assert run("load", folder).output == "bands: unchanged\n"


def test_loading_with_a_problem_loads_nothing(run, app, tmp_path):
    done = run("load", samples.write(tmp_path / "new", points="So [@NOBODY99]."))

    assert done.exit_code == 1
    assert "1 problem; nothing was loaded" in done.output
    with app.app_context():
        assert queries.titles() == {}
