"""``training db …``: the schema, backups and restoring."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import chain, count
from pathlib import Path
from typing import NoReturn

import click
from alembic.util import CommandError
from sqlalchemy import Connection

from training import backup as backups
from training import clock, schema
from training.audit import queries as audit
from training.certificates import queries as certificates
from training.cli import site
from training.db import db as handle
from training.settings import Settings


@click.group()
def db() -> None:
    """Look after the database: schema, backup, restore."""


@contextmanager
def _said() -> Iterator[None]:
    """End the command with a sentence and 1 for what it may meet."""
    try:
        yield
    except schema.SchemaLocked:
        _stop("Another process is migrating this database. Wait for it and try again.")
    except (backups.BackupError, CommandError) as error:
        _stop(str(error))


def _stop(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)


@db.command()
@click.option("--without-backup", is_flag=True, help="Skip the backup that is made first.")
def upgrade(without_backup: bool) -> None:  # noqa: FBT001 - click names it
    """Bring the database to the program's schema, after a backup."""
    settings = site.settings()
    with site.site(settings).app_context(), _said(), _locked(settings) as connection:
        before = schema.current(handle.engine)
        if before == schema.head():
            click.echo(f"The database is on the newest schema already ({before}).")
            return
        if before is not None and not schema.knows(before):
            _stop(site.wrong_schema(before))
        if before is not None and not without_backup:
            click.echo(f"Backed up to {_backup(settings, None)}")
        schema.move_up(connection)
        click.echo(f"Upgraded from {before or 'nothing'} to {schema.current(handle.engine)}.")


@db.command()
@click.argument("revision")
@click.confirmation_option(prompt="Going back may drop tables and what stands in them. Go on?")
def downgrade(revision: str) -> None:
    """Bring the database back to REVISION (``base`` for no tables at all), after a backup."""
    settings = site.settings()
    with site.site(settings).app_context(), _said(), _locked(settings) as connection:
        before = schema.current(handle.engine)
        if before is not None and not schema.knows(before):
            _stop(site.wrong_schema(before))
        if revision != "base" and not schema.knows(revision):
            _stop(f"There is no schema {revision}. Known: {', '.join(schema.revisions())}, base.")
        click.echo(f"Backed up to {_backup(settings, None)}")
        schema.move_down(connection, revision)
        click.echo(f"The database is on {schema.current(handle.engine) or 'nothing'}.")


def _locked(settings: Settings) -> AbstractContextManager[Connection]:
    """Hold the lock from before the backup on, so that nothing is migrated that was not saved."""
    return schema.locked(handle.engine, settings.data / "schema.lock")


@db.command()
def check() -> None:
    """Say whether the tables are what the program expects; ends with 1 when not."""
    with site.application().app_context():
        found, newest = schema.current(handle.engine), schema.head()
        differences = schema.differences(handle.engine) if found == newest else []
    if found != newest:
        _stop(site.wrong_schema(found))
    if differences:
        _stop("\n".join([*differences, "Something else changed the tables. Undo it, or restore a backup."]))
    click.echo(f"The tables are those of schema {newest}.")


@db.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
def backup(file: Path | None) -> None:
    """Save database, keys, pictures and mail to FILE while the site runs, and check what was saved."""
    settings = site.settings()
    with site.site(settings).app_context(), _said():
        click.echo(f"Backed up and checked: {_backup(settings, file)}")


@db.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Restore FILE into an empty data folder and database, and check it there; one in use is refused."""
    settings = site.settings()
    with _said():
        manifest = backups.restore(file, settings)
    files = "1 file" if manifest["files"] == 1 else f"{manifest['files']} files"
    click.echo(f"Restored the backup of {manifest['made_at']} ({files}, schema {manifest['schema']}).")
    with site.site(settings).app_context():
        if schema.current(handle.engine) != schema.head():
            click.echo("It is on an old schema. Run: training db upgrade, then: training audit verify")
            return
        found, numbers = audit.first_break(), certificates.numbers()
        damaged = [number for number in numbers if certificates.damaged(number)]
    for problem in ([found.message] if found else []) + [f"certificate {number} was altered" for number in damaged]:
        click.echo(f"What was restored does not hold: {problem}.", err=True)
    if found or damaged:
        sys.exit(1)
    click.echo(f"The record of acts holds, and so do all {len(numbers)} certificates.")


def _backup(settings: Settings, file: Path | None) -> Path:
    now = clock.now()
    if file is None:
        folder, name = settings.data / "backups", f"needlewise-{now:%Y%m%dT%H%M%SZ}"
        folder.mkdir(mode=0o700, exist_ok=True)
        names = chain([name], (f"{name}-{number}" for number in count(2)))  # two in one second have names of their own
        file = next(file for file in (folder / f"{name}.zip" for name in names) if not file.exists())
    return backups.make(file, settings, handle.engine, now=now, say=lambda words: click.echo(words, err=True))
