"""Sites that commands are tried on."""

import os
import shutil
from itertools import count
from pathlib import Path

import pytest

from tests.commands import run

ROOT = Path(__file__).parents[2]
_numbers = count()


def variables(folder, url):
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "NEEDLEWISE_DATA": str(folder),
        "NEEDLEWISE_DATABASE_URL": url,
        "NEEDLEWISE_SECRET_KEY": "x" * 40,
    }


@pytest.fixture
def new_site(cluster, tmp_path):
    """A function that gives the environment of a site with an empty folder and an empty database."""

    def new():
        folder = tmp_path / f"site{next(_numbers)}"
        url = cluster.create(f"site_{next(_numbers)}_{os.getpid()}") if cluster else f"sqlite:///{folder / 'a.db'}"
        return variables(folder, url)

    return new


@pytest.fixture(scope="session")
def upgraded(cluster, tmp_path_factory):
    """The database that ``db upgrade`` makes, for copies of it."""
    folder = tmp_path_factory.mktemp("upgraded")
    url = cluster.create("upgraded_db") if cluster else f"sqlite:///{folder / 'a.db'}"
    assert run(variables(folder, url), "db", "upgrade").returncode == 0
    return "upgraded_db" if cluster else folder / "a.db"


@pytest.fixture
def site(cluster, upgraded, tmp_path):
    """The environment of a site whose tables ``db upgrade`` made."""
    folder = tmp_path / "site"
    folder.mkdir(mode=0o700)
    if cluster:
        name = f"site_{next(_numbers)}_{os.getpid()}"
        cluster.run(f'CREATE DATABASE "{name}" TEMPLATE "{upgraded}"')
        return variables(folder, cluster.url(name))
    shutil.copy(upgraded, folder / "a.db")
    return variables(folder, f"sqlite:///{folder / 'a.db'}")
