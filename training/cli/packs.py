"""``training packs …``: checking and loading jurisdiction packs."""

import sys
from pathlib import Path

import click

from training import clock
from training import db as database
from training.cli import site
from training.packs import files, queries, service
from training.packs.files import Problem

FOLDER = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=files.FOLDER, required=False
)


@click.group()
def packs() -> None:
    """Check and load jurisdiction packs: what boards ask, with source and day."""


@packs.command()
@FOLDER
def check(folder: Path) -> None:
    """Name every problem of the packs in FOLDER (the ones that ship, unless told), each with file and field.

    Exit code 1 when there is any. Nothing is written, and no database is needed.
    """
    reading = files.read(folder, queries.known())
    _end(reading.problems)
    click.echo(f"{len(reading.packs)} packs, no problem.")


@packs.command()
@FOLDER
def load(folder: Path) -> None:
    """Store each changed pack in FOLDER (the ones that ship, unless told) as a new version; none becomes active.

    With any problem nothing is loaded and the exit code is 1.
    """
    reading = files.read(folder, queries.known())
    _end(reading.problems)
    with site.opened(), database.commit_command():
        try:
            loaded = service.load(reading.packs, by=None, now=clock.now())
        except service.Meanwhile:
            click.echo("Somebody else loads the same pack at this moment. Nothing was loaded; try again.", err=True)
            sys.exit(1)
    for pack, number in loaded.changed:
        click.echo(f"{pack.code}: loaded as version {number}, not active")
    for pack in loaded.unchanged:
        click.echo(f"{pack.code}: unchanged")


def _end(problems: tuple[Problem, ...]) -> None:
    """End the command with every problem, when there are any."""
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        number = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        click.echo(f"{number}; nothing was loaded.", err=True)
        sys.exit(1)
