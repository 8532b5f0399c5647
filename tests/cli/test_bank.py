"""``training bank``, run as people run it: what it prints and how it ends."""

import pytest
from click.testing import CliRunner

from tests.bank import bank
from tests.items import samples
from training.bank.queries import lists
from training.bank.queries.lists import Filters
from training.cli import bank as commands
from training.cli import site

PLAIN = samples.draft("plain")
ALL = len(samples.drafts())


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "bank"
    (path / "figures").mkdir(parents=True)
    for name, content in bank.FIGURES.items():
        (path / name).write_bytes(content)
    (path / "good.toml").write_bytes(bank.text_of(*samples.drafts()))
    return path


@pytest.fixture
def bad_folder(folder):
    (folder / "bad.toml").write_bytes(bank.text_of(PLAIN | {"code": "safety/sample/bad", "level": "evaluate"}))
    return folder


@pytest.fixture
def training(app, monkeypatch):
    """A function that runs ``training bank …`` on the database of this test."""
    monkeypatch.setattr(site, "application", lambda: app)
    return lambda *arguments: CliRunner().invoke(commands.bank, [str(each) for each in arguments])


def codes(app):
    with app.app_context():
        return {row.item.code for row in lists.selected(Filters())}


def test_check_names_nothing_when_all_is_well(training, folder):
    done = training("check", folder)

    assert (done.exit_code, done.output) == (0, f"{ALL} items can be loaded, 0 problems.\n")


def test_check_prints_one_line_a_problem_and_ends_with_1(training, bad_folder):
    done = training("check", bad_folder)

    assert done.exit_code == 1
    assert "bad.toml:6: level: is 'evaluate'. Use one of: recall, understand, apply, analyse." in done.output


def test_a_folder_without_questions_is_a_problem(training, tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "read.me").write_text("no question")
    done = training("check", tmp_path)

    assert done.exit_code == 1
    assert "holds no file that ends in .toml. Name the folder of the bank." in done.output


def test_check_needs_no_database(folder):
    done = CliRunner().invoke(commands.bank, ["check", str(folder)], env={"NEEDLEWISE_DATABASE_URL": "nonsense://"})

    assert done.exit_code == 0


def test_load_makes_versions_in_review(app, training, folder):
    done = training("load", folder)

    assert (done.exit_code, done.output) == (0, f"{ALL} new, 0 changed, 0 unchanged.\n")
    assert codes(app) == {draft["code"] for draft in samples.drafts()}


def test_accident_17_a_load_with_a_problem_loads_nothing_unless_told_to(app, training, bad_folder):
    refused = training("load", bad_folder)
    assert refused.exit_code == 1
    assert codes(app) == set()

    done = training("load", bad_folder, "--skip-refused")
    assert done.exit_code == 0
    assert "1 left out" in done.output
    assert len(codes(app)) == ALL


def test_what_is_exported_loads_unchanged(training, folder, tmp_path):
    training("load", folder)

    assert training("export", tmp_path / "out").exit_code == 0
    assert f"0 new, 0 changed, {ALL} unchanged" in training("load", tmp_path / "out").output


def test_export_replaces_nothing_unless_told_to(training, folder, tmp_path):
    training("load", folder)
    training("export", tmp_path / "out")

    assert training("export", tmp_path / "out").exit_code == 1
    assert training("export", tmp_path / "out", "--overwrite").exit_code == 0
