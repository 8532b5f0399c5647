"""The application a command works on."""

import gc
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask

from training import schema
from training import settings as configuration
from training.app import create_app
from training.cli import logs
from training.db import db
from training.settings import Settings, SettingsError


def settings() -> Settings:
    """Return the settings, or end the command with every problem of them (exit code 2)."""
    try:
        given = configuration.read()
    except SettingsError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
        sys.exit(2)
    try:
        given.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=given.data).close()
    except OSError as error:
        click.echo(configuration.no_data_folder(given.data, error), err=True)
        sys.exit(2)
    logs.configure(given.log)
    return given


def site(given: Settings) -> Flask:
    """Return the application of settings already read."""
    return create_app(given)


def application() -> Flask:
    """Return the application of the environment's settings."""
    return create_app(settings())


@contextmanager
def opened(given: Settings | None = None) -> Iterator[None]:
    """Work on the site of ``given``, the environment's settings by default; end the command (3) on another schema."""
    app = create_app(given) if given else application()
    with app.app_context():
        refuse_old_schema()
        yield


@contextmanager
def expecting_much() -> Iterator[None]:
    """Let Python look for rings of dead objects less often: thousands of items are made here, and live on."""
    before = gc.get_threshold()
    gc.set_threshold(20_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def refuse_old_schema() -> None:
    """End the command when the database is not on the program's schema; name the command that mends it."""
    found = schema.current(db.engine)
    if found == schema.head():
        return
    click.echo(wrong_schema(found), err=True)
    sys.exit(3)


def wrong_schema(found: str | None) -> str:
    """Return what is wrong with a database on a schema that is not the program's, and what to do."""
    if found is not None and not schema.knows(found):
        return f"The database is on schema {found}, which is newer than this program. Run the newer one."
    state = "has no tables yet" if found is None else f"is on the old schema {found}, the program on {schema.head()}"
    return f"The database {state}. Run: training db upgrade"
