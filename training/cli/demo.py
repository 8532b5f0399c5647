"""``training demo …``, and preparing the demonstration before it is served."""

import sys
from pathlib import Path

import click

from training import clock, schema
from training.accounts.links import Site
from training.accounts.passwords import Cost
from training.cli import site
from training.db import db as handle
from training.demo import cast, service
from training.programmes.statement import Issuer
from training.settings import Settings

BANK = Path(__file__).parents[2] / "question_bank"


@click.group()
def demo() -> None:
    """Look after the demonstration."""


@demo.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(*, yes: bool) -> None:
    """Remove everything in the demonstration's database and make it anew."""
    settings = site.settings()
    if not settings.demo:
        click.echo("This is not the demonstration: NEEDLEWISE_PROFILE is not demo. Nothing was changed.", err=True)
        sys.exit(1)
    if not yes:
        click.confirm("Everything in this database will be removed. Go on?", abort=True)
    with site.site(settings).app_context():
        _empty(settings)
        prepare(settings)
    click.echo("The demonstration is as new.")


def prepare(settings: Settings) -> None:
    """Bring the demonstration's database to today's tables, and make its people when there are none."""
    before = schema.current(handle.engine)
    if before != schema.head():
        schema.upgrade(handle.engine, lock_file=settings.data / "schema.lock")
    if service.is_half_made():
        click.echo("The first start was interrupted before the demonstration was whole. It is made anew.")
        _empty(settings)
        schema.upgrade(handle.engine, lock_file=settings.data / "schema.lock")
    elif service.is_there():
        return
    click.echo("Preparing the demonstration, once; it takes a minute at most.")
    service.make(
        BANK,
        site=Site.of(settings),
        issuer=Issuer(settings.institution, settings.zone, settings.base_url, demo=True),
        cost=Cost(settings.argon2_memory_kib, settings.argon2_time),
        say=lambda words: click.echo(f"  {words}"),
        now=clock.now(),
    )


def _empty(settings: Settings) -> None:
    """Remove every table and what stands in it."""
    handle.session.remove()
    if schema.current(handle.engine) is not None:
        schema.downgrade(handle.engine, lock_file=settings.data / "schema.lock", revision="base")


def accounts() -> str:
    """Return one line for each demonstration account: role, e-mail, password."""
    return "\n".join(f"  {actor.told:52} {actor.email:18} {cast.PASSWORD}" for actor in cast.accounts())
