"""The files of the recipe say what the program knows."""

import shutil
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest

from deploy.rehearsal import recipe
from training import settings
from training.cli.main import main
from training.settings import Settings

UNITS = sorted((recipe.DEPLOY / "systemd").glob("*.service"))


@pytest.fixture
def environment(tmp_path):
    (tmp_path / "secret-key").write_text("x" * 64)
    return recipe.settings(tmp_path, address="https://a.example", database="postgresql://a@/b", port=8001)


def test_the_environment_file_sets_only_what_there_is(environment):
    known = {f"NEEDLEWISE_{field.name.upper()}" for field in fields(Settings)}

    assert {name.removesuffix("_FILE") for name in environment} <= known


def test_the_environment_file_is_taken_as_it_stands(environment):
    given = settings.read(environment)

    assert (given.processes, given.trusted_proxies, given.secure_cookies, given.demo) == (3, 1, True, False)
    assert {role.value for role in given.require_totp_roles} >= {"administrator", "clinical lead", "assessor"}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_that_exists(unit):
    command = main
    for word in recipe.command(unit.name):
        if not word.startswith("-"):
            command = command.commands[word]


def test_the_site_of_nginx_fits_another_folder(tmp_path):
    text = recipe.nginx(tmp_path, secure=8443, plain=8080, upstream=8001, user="")

    told = "\n".join(line for line in text.splitlines() if not line.strip().startswith("#"))

    assert "listen 127.0.0.1:8443 ssl" in told
    assert not [place for place in ("/srv/", "/etc/", "/var/", "example.org") if place in told]


def test_nginx_takes_a_little_more_than_the_site_so_that_the_site_says_too_large(environment):
    limit = int(environment["NEEDLEWISE_UPLOAD_MEGABYTES"])

    assert f"client_max_body_size {limit + 1}m;" in Path(recipe.DEPLOY / "nginx/needlewise.conf").read_text()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_a_unit(unit):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not here; apt-get install systemd")
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    wrong = [line for line in done.stderr.splitlines() if unit.name in line and "is not executable" not in line]

    assert wrong == []
