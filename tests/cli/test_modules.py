"""``training modules``: checking and loading from the command line."""

import json

import pytest
from click.testing import CliRunner

from tests.content import shipped
from tests.modules import samples
from training.cli import modules as commands
from training.cli import site, study
from training.modules import queries


@pytest.fixture
def run(app, monkeypatch):
    """A function that runs a command on this test's site."""
    monkeypatch.setattr(site, "application", lambda: app)
    return lambda *arguments: CliRunner().invoke(commands.modules, list(map(str, arguments)))


def test_the_modules_that_ship_have_no_problem(run):
    done = run("check")

    assert (done.exit_code, done.output) == (0, "16 modules, no problem.\n")


def test_commands_know_the_sections_of_the_modules_that_ship():
    assert study.study_sections() == shipped.KNOWN.sections


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


def test_linting_prints_one_line_a_finding_and_fails(run, tmp_path):
    folder = samples.write(tmp_path / "new", points="Two of three findings are needed here.\n\nIt is so [?] [@SHAH15].")
    done = run("lint", folder)

    assert done.exit_code == 1
    assert (
        "bands/02-points.md:3 bands uncertain-fact error section points: [?] marks a fact that is not confirmed. "
    ) in done.output
    assert "bands/02-points.md:1 bands uncited-claim warning section points:" in done.output
    assert "1 module: 1 error, " in done.output


def test_linting_ends_well_on_warnings_unless_strict(run, tmp_path):
    folder = samples.write(tmp_path / "new")

    assert run("lint", folder).exit_code == 0
    assert run("lint", folder, "--strict").exit_code == 1
    assert run("lint", folder, "--strict", "--rule", "unknown-source").exit_code == 0


def test_linting_names_the_line_of_module_toml(run, tmp_path):
    folder = samples.write(tmp_path / "new")
    main = folder / "bands/module.toml"
    main.write_text(main.read_text(encoding="utf-8").replace('alt = "A band."', 'alt = ""'), encoding="utf-8")

    (found,) = json.loads(run("lint", folder, "--json", "--rule", "missing-alternative").output)["findings"]

    assert (found["file"], found["part"], found["id"]) == ("bands/module.toml", "figure", "band")
    assert "figures = [" in main.read_text(encoding="utf-8").splitlines()[found["line"] - 1]
    assert found["why"]
    assert found["remedy"]


def test_linting_the_site_and_what_cannot_be_read(run, tmp_path, monkeypatch):
    run("load", samples.write(tmp_path / "new"))

    assert "database bands few-figures warning module" in run("lint", "--database").output
    assert run("lint", tmp_path / "new", "--database").exit_code == 2
    (tmp_path / "new/bands/module.toml").write_text("code = ", encoding="utf-8")
    assert run("lint", tmp_path / "new").exit_code == 2
