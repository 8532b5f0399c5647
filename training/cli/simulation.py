"""``training simulate``: a year of simulated history for the demonstration."""

import sys
from importlib import import_module
from time import perf_counter
from typing import NoReturn

import click

from training import clock
from training.accounts.links import Site
from training.accounts.passwords import Cost
from training.cli import demo, site
from training.measurement.snapshot import Snapshot
from training.programmes.statement import Issuer
from training.quiz.queries.exams import Published
from training.settings import Settings
from training.simulation import queries, service


@click.command()
@click.option("--people", type=click.IntRange(1, 5_000), default=240, show_default=True, help="How many trainees.")
@click.option("--months", type=click.IntRange(2, 36), default=12, show_default=True, help="How far back they begin.")
@click.option(
    "--seed", type=click.IntRange(0, 2**62), default=1, show_default=True, help="The same seed, the same history."
)
@click.option("--more", is_flag=True, help="Simulate again where it was done before: other people join the first.")
def simulate(*, people: int, months: int, seed: int, more: bool) -> None:
    """Fill the demonstration with months of simulated history, up to today.

    Cohorts of trainees come, read, sit the exam, are observed and awarded, through the services that real people use.
    Everything they leave is marked as simulated for good, and no mail to them leaves the site. It may run while the
    site is served. Interrupted, it goes on when it is run again.
    """
    settings = site.settings()
    if not settings.demo:
        _stop("Only the demonstration is simulated in: NEEDLEWISE_PROFILE is not demo. Nothing was changed.")
    with site.site(settings).app_context():
        demo.prepare(settings)
        begun = queries.unfinished()
        if begun is not None:
            click.echo(
                f"Simulation {begun.id} was interrupted and goes on: {begun.people} people, {begun.months} months, "
                f"seed {begun.seed}."
            )
        elif queries.last() is not None and not more:
            _stop(
                "This demonstration holds simulated history already. Add to it with --more, or begin anew: "
                "training demo reset"
            )
        else:
            _begin(people=people, months=months, seed=seed)
        started = perf_counter()
        try:
            acts = _run(settings)
        except service.GoesOnElsewhere:
            _stop("Another process goes on with this simulation. Let it finish.")
    click.echo(f"Done: {acts} acts in {perf_counter() - started:.0f} s. Pages and exports say what was simulated.")


def _begin(*, people: int, months: int, seed: int) -> None:
    try:
        service.begin(seed=seed, people=people, months=months, now=clock.now())
    except service.NoDemonstration:
        _stop("The people of the demonstration are not here. Make it first: training demo reset")
    except service.Unfinished:
        _stop("Another simulation was begun at this moment. Let it finish.")


def _run(settings: Settings) -> int:
    with site.expecting_much(), click.progressbar(length=1000, label="Simulating", file=sys.stderr) as shown:

        def told(share: float) -> None:
            shown.update(max(0, round(share * 1000) - shown.pos))

        tools = service.Tools(
            site=Site.of(settings),
            issuer=Issuer(settings.institution, settings.zone, settings.base_url, demo=True),
            cost=Cost(settings.argon2_memory_kib, settings.argon2_time),
            calibrate=_calibrate,
            clock=clock.now,
            told=told,
        )
        return service.run(tools)


def _calibrate(exam: Published, current: Snapshot | None) -> Snapshot:
    # numpy and scipy are read here and nowhere at the start of the site.
    measuring = import_module("training.quiz.calibration.measuring")
    found: Snapshot = measuring.candidate(exam, current=current, progress=lambda _step: None)
    return found


def _stop(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(1)
