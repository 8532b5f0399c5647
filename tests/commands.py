"""Commands of ``training`` as people type them, run in this process: starting a Python costs more than most tests."""

import os
import traceback
from dataclasses import dataclass
from unittest.mock import patch

from click.testing import CliRunner

from training.app import app_config, create_app
from training.cli.main import main
from training.db import db, prepare_engine


@dataclass(frozen=True)
class Done:
    """What a command ended with and wrote; an exception that it let through stands as its traceback on stderr."""

    returncode: int
    stdout: str
    stderr: str


_made = []


def site_of(settings):
    """Return the site of these settings: the one of this process, since making one takes longer than most commands.

    What it kept of other settings is for pages only.
    """
    if not _made:
        _made.append(create_app(settings))
        return _made[0]
    site = _made[0]
    site.config.update(app_config(settings))
    site.extensions["needlewise_settings"] = settings
    del site.extensions["sqlalchemy"]
    db.init_app(site)  # an engine of its own for the database of these settings
    with site.app_context():
        prepare_engine(db.engine)
    return site


def run(environment, *arguments):
    """Run ``training …`` with the settings of ``environment`` and no others."""
    others = {name: None for name in os.environ if name.startswith("NEEDLEWISE_")}
    with (
        patch("training.cli.site.create_app", site_of),
        patch("training.cli.logs.configure"),  # which is for good, and would log to where nobody listens any more
    ):
        done = CliRunner().invoke(main, [str(each) for each in arguments], env=others | dict(environment))
    for site in _made:
        with site.app_context():
            db.session.remove()
            db.engine.dispose()
    let_through = done.exception and not isinstance(done.exception, SystemExit)
    trace = "".join(traceback.format_exception(done.exception)) if let_through else ""
    return Done(done.exit_code, done.stdout, done.stderr + trace)
