"""Sites that commands are tried on."""

import os
from itertools import count
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_numbers = count()


@pytest.fixture
def new_site(cluster, tmp_path):
    """A function that gives the environment of a site with an empty folder and an empty database."""

    def new():
        folder = tmp_path / f"site{next(_numbers)}"
        url = cluster.create(f"site_{next(_numbers)}_{os.getpid()}") if cluster else f"sqlite:///{folder / 'a.db'}"
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "NEEDLEWISE_DATA": str(folder),
            "NEEDLEWISE_DATABASE_URL": url,
            "NEEDLEWISE_SECRET_KEY": "x" * 40,
        }

    return new
