"""``training audit …``: checking the record of acts."""

import json
import sys
from pathlib import Path

import click

from training import clock
from training.audit import queries
from training.cli import site

EVERY = 20_000
"""After how many rows checking says how far it has come."""


@click.group()
def audit() -> None:
    """Check the append-only record of who did what."""


@audit.command()
@click.option(
    "--against", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A head exported earlier."
)
def verify(against: Path | None) -> None:
    """Check the chain; name the first row that does not hold and end with 1."""
    kept = _kept(against) if against else None
    with site.opened():
        found = queries.first_break(_say_how_far)
        count, digest = queries.head()
        rewritten = kept is not None and queries.hash_at(kept[0]) != kept[1]
    if found is not None:
        click.echo(f"The record does not hold: {found.message}.", err=True)
        sys.exit(1)
    if kept and rewritten:
        click.echo(f"The record was rewritten: its row {kept[0]} is not the one exported.", err=True)
        sys.exit(1)
    click.echo(f"{count} rows hold. Newest hash: {digest}")
    if against is None:
        click.echo("A chain rewritten whole, head included, cannot be told from a true one by itself:")
        click.echo("keep `training audit head` elsewhere and compare with --against.")


@audit.command()
def head() -> None:
    """Print the number of rows and the newest hash as JSON, to be kept elsewhere."""
    with site.opened():
        count, digest = queries.head()
    click.echo(json.dumps({"count": count, "hash": digest, "at": clock.now().isoformat(timespec="seconds")}))


def _say_how_far(rows: int) -> None:
    if rows % EVERY == 0:
        click.echo(f"{rows} rows read…", err=True)


def _kept(file: Path) -> tuple[int, str]:
    """Return count and hash of a head exported earlier, or end the command (2)."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        count, digest = content["count"], content["hash"]
    except (OSError, ValueError, KeyError, TypeError):
        count, digest = None, None
    if not (isinstance(count, int) and isinstance(digest, str)):
        click.echo(f"{file} is not a head that training audit head printed.", err=True)
        sys.exit(2)
    return count, digest
