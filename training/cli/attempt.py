"""``training attempt …``: closing what is over, and checking decisions against their evidence."""

import sys

import click

from training import clock
from training.accounts import queries as accounts
from training.accounts.links import Site
from training.cli import site
from training.quiz import closing, sittings


@click.group()
def attempt() -> None:
    """Close and grade attempts, and score them again from their evidence."""


@attempt.command()
def sweep() -> None:
    """Close attempts whose time is over and grade what is submitted; the worker does this every 15 seconds."""
    given = site.settings()
    with site.opened(given):
        done = closing.sweep(clock.now(), site=Site.of(given))
        left = len(sittings.ungraded())
    click.echo(f"Closed {done.closed}, graded {done.graded}.")
    if left:
        click.echo(f"{left} could not be graded; the log says why.", err=True)
        sys.exit(1)


@attempt.command()
@click.argument("number", type=int, required=False)
@click.option("--all", "every", is_flag=True, help="Score every graded attempt again.")
def rescore(number: int | None, *, every: bool) -> None:
    """Score attempt NUMBER (or --all) again from its evidence alone; ends with 1 when a decision does not hold."""
    if (number is None) != every:
        click.echo("Name one attempt, or give --all.", err=True)
        sys.exit(2)
    with site.opened():
        wanted = sittings.graded() if number is None else [number]
        held = [_rescore(attempt_id) for attempt_id in wanted]
    if not all(held):
        sys.exit(1)


def _rescore(attempt_id: int) -> bool:
    try:
        rescored = closing.rescored(attempt_id)
    except LookupError as error:
        click.echo(f"Attempt {attempt_id} cannot be scored again: there is no evidence {error} any more.", err=True)
        return False
    row = sittings.attempt(attempt_id)
    simulated = row is not None and bool(accounts.simulated([row.person_id]))
    click.echo(_line(attempt_id, rescored) + (" It was simulated." if simulated else ""))
    return rescored is not None and rescored.holds


def _line(attempt_id: int, rescored: closing.Rescored | None) -> str:
    if rescored is None:
        return f"Attempt {attempt_id} has no result."
    decision = rescored.decision
    points = f"{decision.outcome}, {decision.awarded} of {decision.possible} points"
    if rescored.holds:
        return f"Attempt {attempt_id}: {points}, as stored. Evidence {rescored.evidence}"
    stored = rescored.stored.decision
    return (
        f"Attempt {attempt_id} does not hold: its evidence gives {points}, "
        f"stored is {stored.outcome}, {stored.awarded} of {stored.possible}."
    )
