"""``training ratings …``: what the judges of a panel expect of a bank's items."""

import sys
from pathlib import Path

import click

from training import clock
from training import db as database
from training.bank.service import rating
from training.bank.service.rating import NotLoaded
from training.cli import site


@click.group()
def ratings() -> None:
    """Load what a panel rated: calibrations rest on it before there are answers, and beside few."""


@ratings.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Let ratings take the place of other ones by the same judges.")
def load(file: Path, *, replace: bool) -> None:
    """Load the ratings of FILE, a CSV file with the columns code, version, judge and percent.

    A version is given by its number or its hash; a percentage says how many of 100 borderline candidates would be
    right. All of the file is loaded, or nothing and every problem is named.
    """
    with site.opened():
        try:
            with database.commit_command():
                done = rating.load(file.read_bytes(), replace=replace, by=None, now=clock.now())
        except NotLoaded as refusal:
            for problem in refusal.problems:
                click.echo(f"{file.name}, line {problem.line}: {problem.words}", err=True)
            click.echo("Nothing was loaded.", err=True)
            sys.exit(1)
    click.echo(
        f"Ratings: {done.new} new, {done.replaced} replaced, {done.unchanged} known before. Judges: {done.judges}, "
        f"items: {done.items}. The next training calibrate takes them in."
    )
