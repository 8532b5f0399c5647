"""``training db …``: the schema, backups and restoring."""

import sys
from pathlib import Path

import click

from training import backup as backups
from training import clock, schema
from training.cli import site
from training.db import db as handle
from training.settings import Settings


@click.group()
def db() -> None:
    """Look after the database: schema, backup, restore."""


@db.command()
@click.option("--without-backup", is_flag=True, help="Skip the backup that is made first.")
def upgrade(without_backup: bool) -> None:  # noqa: FBT001 - click names it
    """Bring the database to the program's schema, after a backup."""
    settings = site.settings()
    with site.site(settings).app_context():
        engine = handle.engine
        before = schema.current(engine)
        if before == schema.head():
            click.echo(f"The database is on the newest schema already ({before}).")
            return
        if before is not None and not without_backup:
            click.echo(f"Backed up to {_backup(settings, None)}")
        try:
            schema.upgrade(engine, lock_file=settings.data / "schema.lock")
        except schema.SchemaLocked:
            click.echo("Another process is migrating this database. Wait for it and try again.", err=True)
            sys.exit(1)
        click.echo(f"Upgraded from {before or 'nothing'} to {schema.current(engine)}.")


@db.command()
@click.argument("revision")
@click.confirmation_option(prompt="Going back may drop tables and what stands in them. Go on?")
def downgrade(revision: str) -> None:
    """Bring the database back to REVISION, after a backup."""
    settings = site.settings()
    with site.site(settings).app_context():
        click.echo(f"Backed up to {_backup(settings, None)}")
        schema.downgrade(handle.engine, lock_file=settings.data / "schema.lock", revision=revision)
        click.echo(f"The database is on {schema.current(handle.engine) or 'nothing'}.")


@db.command()
def check() -> None:
    """Say whether the tables are what the program expects; ends with 1 when not."""
    with site.application().app_context():
        found, newest = schema.current(handle.engine), schema.head()
        differences = schema.differences(handle.engine) if found == newest else []
    if found != newest:
        click.echo(
            f"The database is on {found or 'nothing'}, the program on {newest}. Run: training db upgrade", err=True
        )
        sys.exit(1)
    for difference in differences:
        click.echo(difference, err=True)
    if differences:
        sys.exit(1)
    click.echo(f"The tables are those of schema {newest}.")


@db.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
def backup(file: Path | None) -> None:
    """Save database, keys, pictures and mail to FILE while the site runs, and check what was saved."""
    settings = site.settings()
    with site.site(settings).app_context():
        try:
            click.echo(f"Backed up and checked: {_backup(settings, file)}")
        except backups.BackupError as error:
            click.echo(str(error), err=True)
            sys.exit(1)


@db.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Restore FILE into an empty data folder and database; one in use is refused."""
    settings = site.settings()
    try:
        manifest = backups.restore(file, settings)
    except backups.BackupError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    click.echo(
        f"Restored the backup of {manifest['made_at']} ({manifest['files']} files, schema {manifest['schema']})."
    )
    click.echo("Now run: training audit verify")


def _backup(settings: Settings, file: Path | None) -> Path:
    now = clock.now()
    target = file or settings.data / "backups" / f"needlewise-{now:%Y%m%dT%H%M%SZ}.zip"
    return backups.make(target, settings, handle.engine, now=now)
