"""Commands of ``training`` as people type them, run in this process: starting a Python costs more than most tests."""

import os
import traceback
from dataclasses import dataclass
from unittest.mock import patch

from click.testing import CliRunner

from training.app import create_app
from training.cli.main import main
from training.db import db


@dataclass(frozen=True)
class Done:
    """What a command ended with and wrote; an exception that it let through stands as its traceback on stderr."""

    returncode: int
    stdout: str
    stderr: str


def run(environment, *arguments):
    """Run ``training …`` with the settings of ``environment`` and no others."""
    made = []

    def create(settings):
        made.append(create_app(settings))
        return made[-1]

    others = {name: None for name in os.environ if name.startswith("NEEDLEWISE_")}
    with (
        patch("training.cli.site.create_app", create),
        patch("training.cli.logs.configure"),  # which is for good, and would log to where nobody listens any more
    ):
        done = CliRunner().invoke(main, [str(each) for each in arguments], env=others | dict(environment))
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    let_through = done.exception and not isinstance(done.exception, SystemExit)
    trace = "".join(traceback.format_exception(done.exception)) if let_through else ""
    return Done(done.exit_code, done.stdout, done.stderr + trace)
