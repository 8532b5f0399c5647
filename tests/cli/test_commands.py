"""The command line."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import run
from training import settings
from training.settings import SettingsError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def training(tmp_path):
    """A function that runs ``training …`` on a folder of its own."""
    given = {"NEEDLEWISE_PROFILE": "demo", "NEEDLEWISE_DATA": str(tmp_path / "data")}
    return lambda *arguments, **more: run(given | more, *arguments)


def test_the_program_starts_as_a_process_of_its_own_without_what_it_seldom_needs():
    command = [sys.executable, "-X", "importtime", "-m", "training", "settings"]
    done = subprocess.run(
        command, env=os.environ | {"NEEDLEWISE_PORT": "eighty"}, cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.returncode, "NEEDLEWISE_PORT" in done.stderr) == (2, True)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "training.bank.formats" in imported
    assert imported & {"openpyxl", "docx", "numpy", "scipy"} == set()


def test_wrong_settings_are_all_named_at_once(training):
    done = training(
        "settings",
        NEEDLEWISE_PORT="eighty",
        NEEDLEWISE_ZONE="Atlantis",
        NEEDLEWISE_HOST="0.0.0.0",
        NEEDLEWISE_MAIL="smtp",
        NEEDLEWISE_MAIL_FROM="nobody at all",
        NEEDLEWISE_BASE_URL="https://",
    )

    assert done.returncode == 2
    assert [name in done.stderr for name in ("PORT", "ZONE", "HOST", "SMTP_URL", "MAIL_FROM", "BASE_URL")] == [True] * 6


@pytest.mark.parametrize(
    "url", ["mysql://a@b/c", "needlewise.db", "sqlite://", "postgresql://a:secret@b:port/c", "sqlite:///a?b"]
)
def test_an_address_that_is_no_database_of_ours_is_named_and_its_password_is_not(url):
    with pytest.raises(SettingsError, match="NEEDLEWISE_DATABASE_URL must be postgresql://") as raised:
        settings.read({"NEEDLEWISE_SECRET_KEY": "x" * 40, "NEEDLEWISE_DATABASE_URL": url})

    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "https://exa mple.org"),
        ("BASE_URL", "https://example.org/site"),
        ("BASE_URL", "https://example.org:eighty"),
        ("BASE_URL", "https://example.org?a=b"),
        ("MAIL_FROM", "Needlewise"),
        ("MAIL_FROM", "Needlewise <@example.org>"),
        ("SMTP_URL", "mail.example.org:25"),
        ("SMTP_URL", "smtp://me:secret@mail:port"),
        ("SMTP_URL", "https://mail.example.org"),
        ("DATA", "/srv/what?"),
    ],
)
def test_an_address_that_nothing_can_be_sent_to_is_named_and_its_password_is_not(name, value):
    given = {"NEEDLEWISE_SECRET_KEY": "x" * 40, "NEEDLEWISE_MAIL": "smtp", "NEEDLEWISE_SMTP_URL": "smtp://mail:25"}

    with pytest.raises(SettingsError, match=f"^NEEDLEWISE_{name} is") as raised:
        settings.read(given | {f"NEEDLEWISE_{name}": value})

    assert "secret" not in str(raised.value)


def test_a_path_of_sqlite_means_the_same_file_to_every_command():
    given = settings.read({"NEEDLEWISE_SECRET_KEY": "x" * 40, "NEEDLEWISE_DATABASE_URL": "sqlite:///kept/site.db"})

    assert given.database_url == f"sqlite:///{Path.cwd()}/kept/site.db"


@pytest.mark.parametrize("profile", ["demo", "production"])
def test_a_folder_that_cannot_be_written_is_named(training, tmp_path, profile):
    (tmp_path / "data").write_text("a file in the way")
    done = training("db", "check", NEEDLEWISE_PROFILE=profile, NEEDLEWISE_SECRET_KEY="x" * 40)

    assert (done.returncode, "NEEDLEWISE_DATA is" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_a_zone_that_is_none_is_answered_with_those_like_it(training):
    done = training("settings", NEEDLEWISE_ZONE="Europe/Berlinn")

    assert done.returncode == 2
    assert "use a name such as Europe/Berlin" in done.stderr


def test_production_refuses_to_start_without_a_secret(training):
    done = training("settings", NEEDLEWISE_PROFILE="production")

    assert done.returncode == 2
    assert "SECRET_KEY" in done.stderr


def test_a_setting_that_is_none_is_named_with_the_nearest(training):
    done = training("settings", NEEDLEWISE_DATABSE_URL="sqlite:///a.db", NEEDLEWISE_COLOUR="red")

    assert done.returncode == 2
    assert "NEEDLEWISE_DATABSE_URL is no setting: is it NEEDLEWISE_DATABASE_URL?" in done.stderr
    assert "NEEDLEWISE_COLOUR is no setting: the operator's page lists all" in done.stderr


def test_settings_never_show_a_secret(training):
    done = training("settings", NEEDLEWISE_SECRET_KEY="x" * 40)

    assert done.returncode == 0
    assert "x" * 40 not in done.stdout


def test_a_setting_left_empty_is_not_set(training):
    done = training("settings", NEEDLEWISE_INSTITUTION="  ", NEEDLEWISE_SECRET_KEY="x" * 40)

    assert re.search(r"NEEDLEWISE_INSTITUTION +Needlewise", done.stdout)


def test_only_the_demonstration_is_made_anew_and_nobody_is_asked_for_more(training):
    done = training("demo", "reset", NEEDLEWISE_PROFILE="production", NEEDLEWISE_SECRET_KEY="x" * 40)

    assert done.returncode == 1
    assert "This is not the demonstration" in done.stderr
    assert "Go on?" not in done.stdout


def test_a_production_server_without_tables_does_not_start_and_names_the_command(training):
    done = training("serve", NEEDLEWISE_PROFILE="production", NEEDLEWISE_SECRET_KEY="x" * 40, NEEDLEWISE_PORT="50999")

    assert done.returncode == 3
    assert "training db upgrade" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        "audit head",
        "attempt sweep",
        "attempt rescore --all",
        "calibrate foundations",
        "certificate show 0000-0000-0000-0000",
        "modules load",
        "packs load",
        "person add a@example.org Ann",
        "person block a@example.org",
    ],
)
def test_every_command_ends_with_3_where_the_tables_are_not_those_of_the_program(training, command):
    done = training(*command.split())

    assert (done.returncode, "training db upgrade" in done.stderr, done.stdout) == (3, True, "")


def test_upgrade_check_and_verify_on_a_new_database(training, tmp_path):
    assert "Upgraded" in training("db", "upgrade").stdout
    assert training("db", "check").returncode == 0
    assert "newest schema already" in training("db", "upgrade").stdout
    assert training("audit", "verify").returncode == 0


def test_a_backup_by_command_is_checked_and_restores_elsewhere(training, tmp_path):
    training("db", "upgrade")
    file = tmp_path / "kept.zip"
    assert training("db", "backup", str(file)).returncode == 0

    done = training("db", "restore", str(file), NEEDLEWISE_DATA=str(tmp_path / "other"))
    assert done.returncode == 0, done.stderr
    assert "(1 files" not in done.stdout
    assert training("db", "restore", str(file)).returncode == 1


def test_every_command_has_help(training):
    done = training("--help")

    assert done.returncode == 0
    assert {"serve", "worker", "db", "audit", "settings"} <= set(done.stdout.split())
