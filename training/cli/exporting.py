"""``training bank export``: the bank as files of its own, or as a file of another system."""

import sys
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from training import clock
from training import db as database
from training.bank import exchange, files
from training.bank.exchange import Shown
from training.bank.exporting import Exported
from training.bank.formats import FORMATS, Entry, Format, named
from training.bank.queries.lists import Filters
from training.bank.service import carrying
from training.cli import site
from training.cli.exchange import MANY
from training.web.filters import count

NAMES = [each.name for each in FORMATS if each.write is not None]


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--format", "format_name", type=click.Choice(NAMES), help="Write one file of this format.")
@click.option("--dry-run", is_flag=True, help="Say what the format cannot hold and write nothing.")
@click.option("--overwrite", is_flag=True, help="Replace files that are there already.")
def export(target: Path, *, format_name: str | None, dry_run: bool, overwrite: bool) -> None:
    """Write the newest version of every item, and its figures, into the folder TARGET.

    With --format TARGET is a file; beside it stand the figures and a side-car that holds what the format cannot.
    Both are wanted again when the file is imported here.
    """
    made_by = named(format_name or "")
    with site.opened(), site.expecting_much(), database.commit_command():
        if dry_run:
            if made_by is not None:
                _say(exchange.preview(Filters(), made_by), made_by)
            return
        folder = target if made_by is None else target.parent
        written = _written(target, made_by)
        _refuse_what_is_there(folder, written, overwrite=overwrite)
        for path, content in written.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
    click.echo(f"{len(written)} files written to {folder}.")


def _written(target: Path, made_by: Format | None) -> Mapping[str, bytes]:
    if made_by is None:
        return carrying.export(Filters(), by=None, now=clock.now())
    shown = Shown(lambda exported: _say(exported, made_by), _Tracked)
    return exchange.export(Filters(), made_by, target.name, by=None, now=clock.now(), shown=shown)


class _Tracked(list[Entry]):
    """Entries that show a bar while a format goes through them, where they are many."""

    def __iter__(self) -> Iterator[Entry]:
        if len(self) < MANY:
            yield from super().__iter__()
            return
        with click.progressbar(list(super().__iter__()), label="Writing", file=sys.stderr) as shown:
            yield from shown


def _refuse_what_is_there(folder: Path, written: Mapping[str, bytes], *, overwrite: bool) -> None:
    there = [path for path, content in written.items() if _is_in_the_way(folder / path, content)]
    if there and not overwrite:
        click.echo(f"{folder / there[0]} is there already; name an empty folder, or give --overwrite.", err=True)
        sys.exit(1)


def _is_in_the_way(path: Path, content: bytes) -> bool:
    """Return whether something is there; the very same figure is in nobody's way."""
    return path.exists() and not (path.parent.name == files.FIGURES and path.read_bytes() == content)


def _say(exported: Exported, made_by: Format) -> None:
    for each in exported.losses:
        click.echo(f"{each.sentence} {count(len(each.codes), 'item')}:")
        click.echo(textwrap.fill(", ".join(each.codes), 100, initial_indent="    ", subsequent_indent="    "))
    click.echo(f"{made_by.title} holds no code, pool, level, objective, fact, source or date: the side-car does.")
