"""The application a command works on."""

import sys

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
    given.data.mkdir(parents=True, exist_ok=True)
    logs.configure(given.log)
    return given


def site(given: Settings) -> Flask:
    """Return the application of settings already read."""
    return create_app(given)


def application() -> Flask:
    """Return the application of the environment's settings."""
    return create_app(settings())


def refuse_old_schema() -> None:
    """End the command when the database is not on the program's schema; name the command that mends it."""
    found = schema.current(db.engine)
    if found == schema.head():
        return
    if found is not None and not schema.knows(found):
        click.echo(f"The database is on schema {found}, which is newer than this program. Run the newer one.", err=True)
    else:
        state = "has no tables yet" if found is None else f"is on the old schema {found}"
        click.echo(f"The database {state}. Run: training db upgrade", err=True)
    sys.exit(3)
