"""``training bank …``: checking, linting, loading, importing and exporting question files."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from training import clock, sources
from training import db as database
from training.bank import files, service
from training.bank.queries import Filters
from training.bank.readings import Known, Problem
from training.cli import exchange, site
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
    with site.application().app_context():
        site.refuse_old_schema()
        reading = service.read(folder, sections=study_sections())
        with database.commit_command():
            loaded = service.load(reading, by=None, now=clock.now())
            _print(loaded.problems)
            if loaded.problems and not skip_refused:
                click.echo("Nothing was loaded. Mend the files, or leave these out with --skip-refused.", err=True)
                sys.exit(1)
    click.echo(f"{len(loaded.new)} new, {len(loaded.changed)} changed, {len(loaded.unchanged)} unchanged.")
    if loaded.problems:
        click.echo(f"{len({(each.file, each.code) for each in loaded.problems})} left out.")


@bank.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace files that are there already.")
def export(folder: Path, *, overwrite: bool) -> None:
    """Write the newest version of every item, and its figures, into FOLDER."""
    with site.application().app_context(), database.commit_command():
        site.refuse_old_schema()
        written = service.export(Filters(), by=None, now=clock.now())
        there = [path for path in written if (folder / path).exists()]
        if there and not overwrite:
            click.echo(f"{folder / there[0]} is there already; name an empty folder, or give --overwrite.", err=True)
            sys.exit(1)
        for path, content in written.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
    click.echo(f"{len(written)} files written to {folder}.")


bank.add_command(lint)
bank.add_command(exchange.import_files)
bank.add_command(exchange.mark)


def _print(problems: Iterable[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)


def _count(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"
