"""``training bank …``: checking, linting, loading, importing and exporting question files."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from training import clock, sources
from training import db as database
from training.bank import files
from training.bank.readings import Known, Problem
from training.bank.service import carrying
from training.cli import exchange, exporting, site
from training.cli.linting import lint
from training.cli.study import study_sections

FOLDER = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))


@click.group()
def bank() -> None:
    """Check, lint, load, import and export question files."""


@bank.command()
@FOLDER
def check(folder: Path) -> None:
    """Read FOLDER and print one line a problem; ends with 1 when there is one. Needs no database."""
    reading = files.read(folder, Known(sources=sources.register(), sections=study_sections()))
    _print(reading.problems)
    click.echo(f"{_count(len(reading.found), 'item')} can be loaded, {_count(len(reading.problems), 'problem')}.")
    sys.exit(1 if reading.problems else 0)


@bank.command()
@FOLDER
@click.option("--skip-refused", is_flag=True, help="Load what can be loaded and leave the rest out.")
def load(folder: Path, *, skip_refused: bool) -> None:
    """Load FOLDER as versions in review, as drafts where the linter finds an error.

    With a problem nothing is loaded, unless --skip-refused is given.
    """
    with site.opened():
        reading = carrying.read(folder, sections=study_sections())
        with database.commit_command():
            loaded = carrying.load(reading, by=None, now=clock.now())
            _print(loaded.problems)
            if loaded.problems and not skip_refused:
                click.echo("Nothing was loaded. Mend the files, or leave these out with --skip-refused.", err=True)
                sys.exit(1)
    click.echo(f"{len(loaded.new)} new, {len(loaded.changed)} changed, {len(loaded.unchanged)} unchanged.")
    if loaded.problems:
        click.echo(f"{len({(each.file, each.code) for each in loaded.problems})} left out.")


bank.add_command(lint)
bank.add_command(exchange.import_files)
bank.add_command(exporting.export)
bank.add_command(exchange.mark)


def _print(problems: Iterable[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)


def _count(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"
