"""``training audit …``: checking the record of acts."""

import json
import sys
from pathlib import Path

import click

from training import clock
from training.audit import queries
from training.cli import site


@click.group()
def audit() -> None:
    """Check the append-only record of who did what."""


@audit.command()
@click.option(
    "--against", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A head exported earlier."
)
def verify(against: Path | None) -> None:
    """Check the chain; name the first row that does not hold and end with 1."""
    with site.application().app_context():
        found = queries.first_break()
        count, digest = queries.head()
        kept = json.loads(against.read_text(encoding="utf-8")) if against else {}
        rewritten = bool(kept) and queries.hash_at(kept["count"]) != kept["hash"]
    if found is not None:
        click.echo(f"The record does not hold: {found.message}.", err=True)
        sys.exit(1)
    if rewritten:
        click.echo(f"The record was rewritten: its row {kept['count']} is not the one exported.", err=True)
        sys.exit(1)
    click.echo(f"{count} rows hold. Newest hash: {digest}")
    if against is None:
        click.echo("A chain rewritten whole, head included, cannot be told from a true one by itself:")
        click.echo("keep `training audit head` elsewhere and compare with --against.")


@audit.command()
def head() -> None:
    """Print the number of rows and the newest hash as JSON, to be kept elsewhere."""
    with site.application().app_context():
        count, digest = queries.head()
    click.echo(json.dumps({"count": count, "hash": digest, "at": clock.now().isoformat(timespec="seconds")}))
