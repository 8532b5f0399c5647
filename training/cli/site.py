"""The application a command works on."""

import sys

import click
from flask import Flask

from training import settings as configuration
from training.app import create_app
from training.cli import logs
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
