"""``training modules …``: checking, linting, loading and exporting learning modules."""

import sys
from pathlib import Path

import click

from training import clock, sources
from training import db as database
from training.cli import site
from training.cli.module_linting import lint_modules
from training.modules import exporting, files, queries, service
from training.modules.files import Problem

FOLDER = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=files.FOLDER, required=False
)


@click.group()
def modules() -> None:
    """Check, lint, load and export learning modules."""


@modules.command()
@FOLDER
def check(folder: Path) -> None:
    """Name every problem of the modules in FOLDER (the ones that ship, unless told), each with file and line.

    Exit code 1 when there is any. Nothing is written, and no database is needed.
    """
    reading = files.read(folder, sources.register())
    _end(reading.problems)
    click.echo(f"{len(reading.modules)} modules, no problem.")


@modules.command()
@FOLDER
def load(folder: Path) -> None:
    """Make the modules in FOLDER (the ones that ship, unless told) the ones that people read.

    A changed module becomes a new version that awaits clinical review; what people completed stays completed.
    With any problem nothing is loaded and the exit code is 1.
    """
    with site.opened(), database.commit_command():
        try:
            loaded = service.load(folder, by=None, now=clock.now())
        except service.ContentError as error:
            _end(error.problems)
            raise
    for code in loaded.changed:
        click.echo(f"{code}: loaded, awaits clinical review unless this wording was signed before")
    for code in loaded.unchanged:
        click.echo(f"{code}: unchanged")


modules.add_command(lint_modules, "lint")


@modules.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--module", "codes", multiple=True, metavar="CODE", help="Only this module; repeatable.")
def export(folder: Path, codes: tuple[str, ...]) -> None:
    """Write the modules that people read on this site into FOLDER, in the form that ``load`` reads.

    Loading them anywhere gives the same versions. A module's folder that exists is never overwritten.
    """
    with site.opened():
        found = [version.module for version in queries.current() if not codes or version.module.code in codes]
    if unknown := sorted(set(codes) - {module.code for module in found}):
        raise click.UsageError(f"There is no module {', '.join(unknown)} on this site.")
    try:
        number = exporting.write(found, folder)
    except FileExistsError as error:
        click.echo(f"{error} is there already. Nothing was written; name another folder.", err=True)
        sys.exit(1)
    for module in found:
        click.echo(f"{module.code}: {module.version[:12]}")
    click.echo(f"{len(found)} {'module' if len(found) == 1 else 'modules'}, {number} files.")


def _end(problems: tuple[Problem, ...]) -> None:
    """End the command with every problem, when there are any."""
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        number = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        click.echo(f"{number}; nothing was loaded.", err=True)
        sys.exit(1)
