"""The demonstration as it is made for newcomers, once for all tests that look at it or copy it."""

import shutil
from pathlib import Path

from tests.conftest import NOON, build, settings_for
from tests.once import made_once
from training.accounts.links import Site
from training.accounts.passwords import Cost
from training.db import Base, db
from training.demo import service
from training.programmes.statement import Issuer

BANK = Path(__file__).parents[2] / "question_bank"


def copied(tmp_path_factory, name):
    """Return the application of a copy of the demonstration, on SQLite as newcomers get it."""
    made, _ = made_once(tmp_path_factory, "demonstration", _make)
    folder = tmp_path_factory.mktemp(name) / "site"
    shutil.copytree(made, folder)
    return site_in(folder)


def site_in(folder):
    return build(settings_for(folder, f"sqlite:///{folder / 'demo.db'}"))


def issuer(app):
    settings = app.extensions["needlewise_settings"]
    return Issuer(settings.institution, settings.zone, settings.base_url, demo=True)


def _make(folder):
    app = site_in(folder)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        site = Site.of(app.extensions["needlewise_settings"])
        service.make(BANK, site=site, issuer=issuer(app), cost=Cost(8, 1), say=lambda _words: None, now=NOON)
        db.session.remove()
        db.engine.dispose()
