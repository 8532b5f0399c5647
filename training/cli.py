"""The command line: ``training …``. Each command prints what it did and exits non-zero when it did not."""

import click

from training import settings as configuration
from training.app import create_app
from training.settings import Settings, SettingsError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(context: click.Context) -> None:
    """Needlewise: train, examine and issue certificates for dry needling."""
    try:
        context.obj = configuration.read()
    except SettingsError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
        raise SystemExit(2) from error


@main.command()
@click.pass_obj
def settings(given: Settings) -> None:
    """Show the settings in force, secrets left out."""
    click.echo(given)


__all__ = ["create_app", "main"]
